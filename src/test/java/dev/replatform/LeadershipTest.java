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
            try (var first = operator()) {
                first.start();
                Eventually.until(() -> !leader().isEmpty());
                var leader = leader();

                // when
                second.start();

                // then
                assertThat(leader()).isEqualTo(leader);
            }

            // when the first has given it back
            Eventually.until(() -> !leader().isEmpty());

            // then
            assertThat(ended).as("who gives back the Lease is not ended for it").hasValue(0);

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
        var client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfig()))
                .withKubernetesSerialization(ReplatformOperator.serialization())
                .build();
        var config = new OperatorConfig("demo", "eu-west-1", true, "/{namespace}/", Set.of(), 0, NAMESPACE, LEASE);
        return new ReplatformOperator(config, client, ended::incrementAndGet);
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
