package dev.replatform.migration.stage;

import static dev.replatform.migration.Migrations.DENIED;
import static dev.replatform.migration.Migrations.ENDS;
import static dev.replatform.migration.Migrations.entries;
import static dev.replatform.migration.Migrations.reached;
import static dev.replatform.migration.Migrations.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.MigrationSpec.Cutover;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.Migrations;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.cutover.DeletionFacts;
import dev.replatform.migration.dms.DmsResources;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.work.JobState;
import org.junit.jupiter.api.Test;

class ReleaseTest {
    private static final EffectiveMigration DELETED = Migrations.spec(Cutover.Mode.Manual, null, true);

    private JobState cutover = new JobState.NotStarted();

    @Test
    void beforeTheSwitchTheFenceIsLiftedThenTheRunClosedThenDmssResourcesGo() {
        assertThat(plan(reached(Step.LOADING, Step.PROVED, Step.FENCED), task("running"))
                        .sentences())
                .containsExactly("Lift the fence: the migration is deleted before the switch");
        assertThat(plan(reached(Step.LOADING), task("running")).sentences())
                .containsExactly("Note that this run is closed");
        assertThat(plan(reached(), task("running")).sentences()).containsExactly("Stop replication task mvp");
        assertThat(plan(reached(), Seen.absent()).finished()).isTrue();
    }

    @Test
    void afterTheSwitchTheSourceStaysFencedAndTheTargetIsOpenedBeforeAnythingGoes() {
        assertThat(plan(reached(Step.LOADING, Step.FENCED, Step.SWITCHED), task("running"))
                        .sentences())
                .containsExactly("Open the target to the application");
        assertThat(plan(reached(Step.LOADING, Step.FENCED, Step.SWITCHED, Step.OPENED), task("running"))
                        .sentences())
                .containsExactly("Stop replication task mvp");
    }

    @Test
    void aCutoverThatRunsIsWaitedForUntilItHasOpenedTheTargetOrTheSource() {
        cutover = new JobState.Running(0, 0, null);
        var wait = "Wait until the cutover that runs has switched or is taken back";
        assertThat(plan(reached(Step.LOADING, Step.PROVED, Step.FENCED), task("running"))
                        .sentences())
                .containsExactly(wait);
        assertThat(plan(reached(Step.LOADING, Step.FENCED, Step.SWITCHED), task("running"))
                        .sentences())
                .containsExactly(wait);
        assertThat(plan(reached(Step.LOADING, Step.FENCED, Step.SWITCHED, Step.OPENED), task("running"))
                        .sentences())
                .as("what goes on after the opening holds nobody up")
                .containsExactly("Stop replication task mvp");
    }

    @Test
    void aMigrationThatIsCompleteIsGoneAtOnce() {
        assertThat(plan(reached(Step.SWITCHED, Step.COMPLETED), task("running")).finished())
                .isTrue();
    }

    @Test
    void aSourceThatCannotBeAskedHoldsUpARunThatMayBeFenced() {
        var unreachable = new ObservedMigration(Seen.present(ENDS), Seen.unknown(DENIED), Seen.present(entries()));

        assertThat(plan(unreachable, task("running")).problems())
                .singleElement()
                .satisfies(problem -> {
                    assertThat(problem.reason()).isEqualTo(FailureReason.SLOT_MAY_REMAIN);
                    assertThat(problem.message()).contains("(denied)", "replatform.dev/source-gone=true");
                });
        assertThat(plan(unreachable, task("running")).steps()).isEmpty();
        assertThat(plan(unreachable, task("running")).finished()).isFalse();
    }

    @Test
    void aSourceThatIsGoneForGoodHoldsNobodyUpOnceTheUserSaysSo() {
        var unreachable = new ObservedMigration(Seen.unknown(DENIED), Seen.unknown(DENIED), Seen.unknown(DENIED));

        var plan = Stages.plan(
                Migrations.deletedWithoutSource(), looked(unreachable, task("running"), false), Migrations.NOW);

        assertThat(plan.sentences()).containsExactly("Stop replication task mvp");
    }

    @Test
    void theEndsThatWentWithTheNamespaceHoldNobodyUp() {
        var alone = new ObservedMigration(Seen.unknown(DENIED), Seen.unknown(DENIED), Seen.unknown(DENIED));

        assertThat(Stages.plan(DELETED, looked(alone, task("running"), true), Migrations.NOW)
                        .sentences())
                .containsExactly("Stop replication task mvp");
    }

    @Test
    void withoutATaskAnUnreachableSourceHoldsNobodyUp() {
        var unreachable = new ObservedMigration(Seen.unknown(DENIED), Seen.unknown(DENIED), Seen.unknown(DENIED));
        assertThat(plan(unreachable, Seen.absent()).finished()).isTrue();
    }

    private Plan<Means> plan(ObservedMigration seen, Seen<Task> task) {
        return Stages.plan(DELETED, looked(seen, task, false), Migrations.NOW);
    }

    private ObservedMigration looked(ObservedMigration seen, Seen<Task> task, boolean goesWithItsNamespace) {
        var remaining = new DmsResources(Seen.absent(), Seen.absent(), Seen.absent(), Seen.absent(), task);
        return seen.withDeletion(
                new DeletionFacts(cutover, new JobState.NotStarted(), remaining, goesWithItsNamespace));
    }
}
