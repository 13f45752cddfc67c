package dev.replatform.migration.stage;

import static dev.replatform.migration.Migrations.NOW;
import static dev.replatform.migration.Migrations.endpoint;
import static dev.replatform.migration.Migrations.instance;
import static dev.replatform.migration.Migrations.spec;
import static dev.replatform.migration.Migrations.subnetGroup;
import static dev.replatform.migration.Migrations.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.Means;
import dev.replatform.migration.Migrations;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.dms.DmsResources;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConnectionTestsStageTest {
    private static final Problem REFUSED =
            new Problem(FailureReason.CONNECTION_TEST_FAILED, "DMS cannot connect: no pg_hba.conf entry");

    private Seen<Task> task = Seen.absent();
    private JobState tests = new JobState.NotStarted();

    @Test
    void bothConnectionsAreTestedBeforeATaskIsMade() {
        assertThat(isFinished()).isFalse();
        assertThat(plan().sentences()).containsExactly("Test the connections of replication instance mvp");

        tests = new JobState.Finished("successful");
        assertThat(isFinished()).isTrue();
    }

    @Test
    void aTaskThatRunsIsProofEnough() {
        task = task("running");
        assertThat(isFinished()).isTrue();
    }

    @Test
    void oneThatStoppedOrFailedMayHaveLostItsWay() {
        for (var status : List.of("stopped", "failed")) {
            task = task(status);
            assertThat(isFinished()).as(status).isFalse();
            assertThat(plan().steps()).hasSize(1);
        }
    }

    @Test
    void aTestThatFailedIsToldAndMadeAgainAfterAWhile() {
        tests = new JobState.Failed(REFUSED, NOW.minusSeconds(14));
        assertThat(plan().problems()).containsExactly(REFUSED);
        assertThat(plan().steps()).isEmpty();

        tests = new JobState.Failed(REFUSED, NOW.minusSeconds(15));
        assertThat(plan().problems()).containsExactly(REFUSED);
        assertThat(plan().steps()).hasSize(1);
    }

    @Test
    void whereTheJourneyHasGoneOnTheConnectionsWereTested() {
        assertThat(told(Migrations.reached(Step.LOADING)).status()).isEqualTo("False");
        assertThat(told(Migrations.reached(Step.LOADING, Step.SCHEMA_PREPARED)).status())
                .isEqualTo("True");
        tests = new JobState.Failed(REFUSED, NOW);
        assertThat(told(seen()).reason()).isEqualTo("ConnectionTestFailed");
    }

    private boolean isFinished() {
        return new ConnectionTestsStage().isFinished(spec(), seen());
    }

    private Plan<Means> plan() {
        return new ConnectionTestsStage().plan(spec(), seen(), NOW);
    }

    private static Condition told(ObservedMigration seen) {
        var conditions = new Conditions(Clock.fixed(NOW, ZoneOffset.UTC), 1L, List.of());
        new ConnectionTestsStage().tell(spec(), seen, conditions);
        return conditions.toList().get(0);
    }

    private ObservedMigration seen() {
        return Migrations.reached(Step.LOADING, Step.SCHEMA_PREPARED)
                .withDms(new DmsResources(
                        subnetGroup(),
                        instance("available"),
                        endpoint("mvp-source", "active"),
                        endpoint("mvp-target", "active"),
                        task))
                .withConnectionTests(tests)
                .withPgHbaChange(new JobState.NotStarted());
    }
}
