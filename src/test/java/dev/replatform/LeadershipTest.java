package dev.replatform;

import static dev.replatform.OperatorConfig.LEASE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.CrdFiles;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("cluster")
class LeadershipTest {
    private static final String NAMESPACE = "default";
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final AtomicInteger ended = new AtomicInteger();
    private KubeCluster cluster;

    @BeforeEach
    void startKubernetes() throws IOException {
        cluster = KubeCluster.ofThisRun();
        CrdFiles.installOn(cluster.client());
    }

    @AfterEach
    void stopKubernetes() {
        cluster.close();
    }

    @Test
    void oneLeadsUntilItGivesBackTheLeaseAndOneThatLosesItEnds() {
        // given
        try (var second = operator()) {
            String first;
            try (var leading = operator()) {
                leading.start();
                Eventually.until(() -> !leader().isEmpty());
                first = leader();

                // when
                second.start();

                // then
                assertThat(leader()).isEqualTo(first);
                Eventually.until(() -> saysThatItLeads(leading));
                assertThat(saysThatItLeads(second)).isFalse();
            }

            // then the first has given it back, and nobody waits until it has run out
            assertThat(leader()).isNotEqualTo(first);

            // when
            Eventually.until(() -> !leader().isEmpty());

            // then
            assertThat(ended).as("who gives back the Lease is not ended for it").hasValue(0);
            Eventually.until(() -> saysThatItLeads(second));

            // when
            lead("somebody else");

            // then
            Eventually.until(() -> ended.get() > 0);
        }
        assertThat(leader()).isEqualTo("somebody else");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            me,             1,  true
            somebody else,  1,  false
            me,             14, false
            """)
    void oneMayActWhileTheLeaseIsItsOwnAndNobodyCanHaveTakenIt(String holder, int secondsAgo, boolean may) {
        cluster.client()
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(LEASE)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity(holder)
                        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC).minusSeconds(secondsAgo))
                        .endSpec()
                        .build())
                .create();
        var leadership = new Leadership(cluster.client(), NAMESPACE, LEASE, "me", ended::incrementAndGet);

        assertThat(leadership.mayAct()).isEqualTo(may);

        // when there is no Lease to read any more
        cluster.client().leases().inNamespace(NAMESPACE).withName(LEASE).delete();

        // then what is sure stays so for a while
        assertThat(leadership.mayAct()).isEqualTo(may);
    }

    private ReplatformOperator operator() {
        var clients = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .withKubernetesSerialization(ReplatformOperator.serialization());
        var config = new OperatorConfig("demo", "eu-west-1", true, "/{namespace}/", Set.of(), 0, NAMESPACE, LEASE);
        return new ReplatformOperator(config, clients, ended::incrementAndGet);
    }

    /** @return what its metrics say */
    private static boolean saysThatItLeads(ReplatformOperator operator) {
        var metrics = URI.create("http://localhost:%d/metrics".formatted(operator.port()));
        try {
            return HTTP.send(HttpRequest.newBuilder(metrics).build(), BodyHandlers.ofLines())
                    .body()
                    .anyMatch("replatform_leader 1.0"::equals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @return empty where nobody leads */
    private String leader() {
        var lease =
                cluster.client().leases().inNamespace(NAMESPACE).withName(LEASE).get();
        var holder = lease == null ? null : lease.getSpec().getHolderIdentity();
        return holder == null ? "" : holder;
    }

    private void lead(String holder) {
        cluster.client()
                .leases()
                .inNamespace(NAMESPACE)
                .withName(LEASE)
                .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"holderIdentity\": \"" + holder + "\"}}");
    }
}
