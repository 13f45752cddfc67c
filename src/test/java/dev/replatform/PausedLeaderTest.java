package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.CrdFiles;
import dev.replatform.sandbox.aws.Calls;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.SandboxAws;
import dev.replatform.sandbox.aws.authorization.PolicyFiles;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A leader that is stopped in the middle of its work, and woken when another one leads. */
@Tag("kube")
class PausedLeaderTest {
    /** How long a leader that is not heard of is left its Lease. */
    private static final Duration LEASE = Duration.ofSeconds(15);

    @TempDir
    private Path folder;

    private KubeCluster cluster;
    private SandboxAws aws;
    private Process operator;

    @BeforeEach
    void start() throws IOException {
        cluster = KubeCluster.ofThisRun();
        CrdFiles.installOn(cluster.client());
        aws = SandboxAws.start(folder.resolve("aws"), Delays.TESTS);
        aws.bind("AKIAOPERATOR", new PolicyFiles(Path.of("deploy", "iam"), "demo").all());
        Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
        operator = OperatorProcess.start(
                folder.resolve("log"),
                Map.of(
                        "KUBECONFIG", folder.resolve("kubeconfig").toString(),
                        "REPLATFORM_CLUSTER_NAME", "demo",
                        "REPLATFORM_PORT", "0",
                        "REPLATFORM_LEADER_ELECTION_NAMESPACE", "default",
                        "AWS_REGION", "eu-west-1",
                        "AWS_ACCESS_KEY_ID", "AKIAOPERATOR",
                        "AWS_SECRET_ACCESS_KEY", "secret",
                        "AWS_ENDPOINT_URL", aws.endpoint().toString()));
    }

    @AfterEach
    void stop() {
        operator.destroyForcibly().onExit().join();
        aws.close();
        cluster.close();
    }

    @Test
    void aLeaderThatWasPausedWhileAnotherOneTookOverChangesNothingInAwsAnyMoreAndEnds() throws Exception {
        // given one that has parameters to write for a minute
        cluster.client().resource(manyParameters()).create();
        Eventually.until(() -> writes(0).count() > 0);

        // when
        signal("STOP");
        Thread.sleep(LEASE.toMillis());
        cluster.client()
                .leases()
                .inNamespace("default")
                .withName(OperatorConfig.LEASE)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"holderIdentity\": \"another\"}}");
        var mark = aws.calls().mark();
        signal("CONT");

        // then
        assertThat(operator.waitFor(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        assertThat(operator.exitValue()).isEqualTo(1);
        assertThat(writes(mark).calls()).isEmpty();
    }

    private Calls.Tally writes(int mark) {
        return aws.calls().since(mark).writes();
    }

    private void signal(String name) throws Exception {
        new ProcessBuilder("kill", "-" + name, String.valueOf(operator.pid()))
                .start()
                .waitFor();
    }

    private static String manyParameters() {
        return """
                apiVersion: replatform.dev/v1alpha1
                kind: AppConfig
                metadata: {name: many, namespace: default}
                spec:
                  path: /default/many
                  parameters: [%s]
                """.formatted(IntStream.range(0, 150)
                .mapToObj("{name: p%d, value: x}"::formatted)
                .collect(Collectors.joining(", ")));
    }
}
