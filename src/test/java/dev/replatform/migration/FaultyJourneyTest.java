package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.sandbox.aws.Faults;
import dev.replatform.sandbox.aws.Faults.Failure;
import dev.replatform.sandbox.kubernetes.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journey on which DMS refuses or does not answer, call by call: each is told, and it ends right. */
@Tag("cluster")
class FaultyJourneyTest {
    private static final Duration PATIENCE = Eventually.PATIENCE;
    /** What stops a journey, in the order in which it comes to it. Let through, its answer is lost once. */
    private static final List<Fault> IN_THE_WAY = List.of(
            new Fault("CreateReplicationSubnetGroup", Failure.ACCESS_DENIED, "AccessDenied"),
            new Fault("CreateReplicationInstance", Failure.QUOTA_EXCEEDED, "QuotaExceeded"),
            new Fault("CreateReplicationInstance", Failure.CONNECTION_RESET, "AwsUnavailable"),
            new Fault("DescribeReplicationInstances", Failure.EXPIRED_CREDENTIALS, "AccessDenied"),
            new Fault("TestConnection", Failure.INTERNAL_ERROR, "AwsUnavailable"),
            new Fault("CreateReplicationTask", Failure.THROTTLING, "Throttled"),
            new Fault("StartReplicationTask", Failure.WRONG_STATE, "WrongState"));

    private record Fault(String operation, Failure failure, String reason) {}

    private MovingBox moving;
    private OperatorOnSandbox sandbox;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        moving = MovingBox.start(folder);
        sandbox = moving.sandbox();
    }

    @AfterEach
    void stop() {
        moving.close();
    }

    @Test
    void everyRefusalIsToldAndNothingIsMadeTwice() throws Exception {
        // given
        var refusals = new ArrayDeque<Faults.Plan>();
        refusals.add(refuse(IN_THE_WAY.get(0)));
        sandbox.apply(MovingBox.MIGRATION);

        for (int next = 1; next <= IN_THE_WAY.size(); next++) {
            // then
            var inTheWay = IN_THE_WAY.get(next - 1);
            sandbox.await(Migration.class, "mvp", PATIENCE, it -> reason(it).equals(inTheWay.reason()));

            // when, with the next one in the way before this one is out of it
            if (next < IN_THE_WAY.size()) {
                refusals.add(refuse(IN_THE_WAY.get(next)));
            }
            faults().on("dms", inTheWay.operation()).afterItsEffect().fail(Failure.CONNECTION_RESET);
            refusals.remove().end();
            retry();
        }

        // then
        moving.proposed();
        var dms = sandbox.aws().dms();
        assertThat(dms.describeReplicationInstances(r -> {}).replicationInstances())
                .hasSize(1);
        assertThat(dms.describeEndpoints(r -> {}).endpoints()).hasSize(2);
        assertThat(dms.describeReplicationTasks(r -> {}).replicationTasks()).hasSize(1);
        assertThat(moving.box().ask("SELECT count(*) FROM pg_replication_slots"))
                .as("DMS's slot and the operator's own")
                .isEqualTo("2");
    }

    private Faults.Plan refuse(Fault fault) {
        return faults().on("dms", fault.operation()).always().fail(fault.failure());
    }

    private Faults faults() {
        return sandbox.aws().faults();
    }

    /** What waits for a person is looked at every 15 s; nobody waits for that here. */
    private void retry() {
        sandbox.client()
                .resources(Migration.class)
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .withName("mvp")
                .edit(it -> {
                    it.getMetadata()
                            .getAnnotations()
                            .put("replatform.dev/reconcile-at", String.valueOf(System.nanoTime()));
                    return it;
                });
    }

    private static String reason(Migration migration) {
        return migration.getStatus().conditions() == null
                ? ""
                : migration.getStatus().conditions().stream()
                        .filter(it -> it.type().equals("Ready"))
                        .findFirst()
                        .map(Condition::reason)
                        .orElse("");
    }
}
