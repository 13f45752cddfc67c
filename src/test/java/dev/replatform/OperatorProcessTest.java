package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.replatform.api.CrdFiles;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The operator as a process of its own: how it begins and how it ends. */
@Tag("cluster")
@TestMethodOrder(OrderAnnotation.class)
class OperatorProcessTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int TERMINATED = 143;

    @TempDir
    private static Path folder;

    private static KubeCluster cluster;

    private final Map<String, String> environment = new TreeMap<>();
    private ServerSocket silence;
    private Process operator;

    @BeforeAll
    static void startKubernetes() throws IOException {
        cluster = KubeCluster.ofThisRun();
        Files.writeString(folder.resolve("kubeconfig"), cluster.kubeconfig());
    }

    @AfterAll
    static void stopKubernetes() {
        cluster.close();
    }

    @BeforeEach
    void configure() throws IOException {
        silence = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        environment.putAll(Map.of(
                "KUBECONFIG", folder.resolve("kubeconfig").toString(),
                "REPLATFORM_CLUSTER_NAME", "demo",
                "REPLATFORM_PORT", "0",
                "AWS_REGION", "eu-west-1",
                "AWS_ACCESS_KEY_ID", "AKIAOPERATOR",
                "AWS_SECRET_ACCESS_KEY", "secret",
                "AWS_ENDPOINT_URL", "http://127.0.0.1:" + silence.getLocalPort()));
    }

    @AfterEach
    void end() throws IOException {
        operator.destroyForcibly().onExit().join();
        silence.close();
    }

    @Test
    @Order(1)
    void aClusterWithoutTheKindsIsLeftWithWhatToDo() throws Exception {
        start();

        assertThat(exitCode()).isEqualTo(3);
        assertThat(lastMessage())
                .isEqualTo("The operator cannot start: these CustomResourceDefinitions are not installed:"
                        + " appconfigs.replatform.dev, databases.replatform.dev, imagestores.replatform.dev,"
                        + " migrations.replatform.dev; kubectl apply --server-side -f crds/ installs them");
    }

    @Test
    @Order(2)
    void aSettingThatIsMissingIsNamed() throws Exception {
        environment.remove("REPLATFORM_CLUSTER_NAME");
        environment.put("REPLATFORM_LOG_FORMAT", "text");

        start();

        assertThat(exitCode()).isEqualTo(2);
        assertThat(log())
                .singleElement()
                .asString()
                .contains("ERROR", "The operator cannot start: REPLATFORM_CLUSTER_NAME must be set");
    }

    @Test
    @Order(3)
    void anOperatorThatIsToldToStopWhileAwsIsSilentEndsInTenSecondsAndLetsAnotherOneLead() throws Exception {
        // given
        CrdFiles.installOn(cluster.client());
        environment.put("REPLATFORM_LEADER_ELECTION_NAMESPACE", "default");
        environment.put("REPLATFORM_LOG_LEVEL", "TRACE");
        cluster.client().resource(DATABASE).create();
        start();
        silence.accept(); // a look that waits for its answer
        assertThat(lease().getSpec().getHolderIdentity()).isNotEmpty();

        // when
        var told = System.nanoTime();
        operator.destroy();

        // then
        assertThat(exitCode()).isEqualTo(TERMINATED);
        assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(10));
        assertThat(lease().getSpec().getHolderIdentity()).isNullOrEmpty();
        assertThat(log()).isNotEmpty().allSatisfy(line -> assertThat(
                        JSON.readTree(line).path("level").asText())
                .isNotEmpty());
    }

    @Test
    @Order(4)
    void itsProgramCanAlsoAskWhetherAnOperatorIsReady() throws Exception {
        // given
        var other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        other.createContext("/readyz", exchange -> {
            try (exchange) {
                exchange.sendResponseHeaders(200, -1);
            }
        });
        other.start();

        // when
        start("ask-ready", "localhost", Integer.toString(other.getAddress().getPort()));

        // then
        assertThat(exitCode()).isZero();
        assertThat(log()).singleElement().asString().contains("/readyz: 200");
        other.stop(0);
    }

    @Test
    @Order(5)
    void aCommandThatItDoesNotKnowIsRefused() throws Exception {
        start("--help");

        assertThat(exitCode()).isEqualTo(2);
        assertThat(log()).singleElement().asString().contains("ask-ready HOST PORT");
    }

    private void start(String... command) throws IOException {
        operator = OperatorProcess.start(folder.resolve("log"), environment, command);
    }

    private int exitCode() throws InterruptedException {
        assertThat(operator.waitFor(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS))
                .isTrue();
        return operator.exitValue();
    }

    private static List<String> log() throws IOException {
        return Files.readAllLines(folder.resolve("log"), StandardCharsets.UTF_8);
    }

    private static String lastMessage() throws IOException {
        JsonNode last = JSON.readTree(log().get(log().size() - 1));
        return last.path("formattedMessage").asText();
    }

    private static Lease lease() {
        return cluster.client()
                .leases()
                .inNamespace("default")
                .withName("replatform-operator")
                .get();
    }

    private static final String DATABASE = """
            apiVersion: replatform.dev/v1alpha1
            kind: Database
            metadata: {name: mvp, namespace: default}
            spec:
              engineVersion: "16"
              instanceClass: db.t3.micro
              databaseName: mvp
              credentials: {generate: {username: mvp, secretName: mvp-db}}
              network: {subnetIds: [subnet-0a1b2c3d, subnet-4e5f6a7b], securityGroupIds: [sg-0123abcd]}
            """;
}
