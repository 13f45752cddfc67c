package dev.replatform.migration.stage;

import static dev.replatform.migration.Migrations.DENIED;
import static dev.replatform.migration.Migrations.ENDS;
import static dev.replatform.migration.Migrations.FOREIGN;
import static dev.replatform.migration.Migrations.NOW;
import static dev.replatform.migration.Migrations.entries;
import static dev.replatform.migration.Migrations.reached;
import static dev.replatform.migration.Migrations.spec;
import static dev.replatform.migration.Migrations.table;
import static dev.replatform.migration.Migrations.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EarlierRun;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.Migrations;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.schema.PreparedTables;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StartAgainStageTest {
    private final EffectiveMigration spec = Migrations.ofRun(2);
    private final Map<Step, Entry> earlier = new HashMap<>(entries(Step.LOADING));
    private Seen<Task> task = Seen.absent();

    @Test
    void whatTheEarlierRunLeftIsTakenAwayInOrder() {
        earlier.put(Step.FENCED, new Entry(Step.FENCED, Map.of("roles", "app"), NOW));
        task = task("running");
        assertThat(plan().sentences()).containsExactly("Lift the fence: run 2 begins");

        earlier.remove(Step.FENCED);
        assertThat(plan().sentences()).containsExactly("Stop replication task mvp");

        task = task("stopped");
        assertThat(plan().sentences()).containsExactly("Delete replication task mvp");

        task = Seen.absent();
        earlier.put(
                Step.SCHEMA_PREPARED,
                new Entry(
                        Step.SCHEMA_PREPARED,
                        PreparedTables.of(Map.of(), List.of(table("author"), table("book")))
                                .detail(),
                        NOW));
        assertThat(plan().sentences())
                .containsExactly("Give up run 1: empty the 2 tables that it loaded on the target");
    }

    @Test
    void aTaskOfSomebodyElseIsNotTouched() {
        task = task("running", null, FOREIGN);
        assertThat(plan().sentences()).noneMatch(it -> it.contains("replication task"));
    }

    @Test
    void aTaskThatCouldNotBeSeenMakesNoStep() {
        task = Seen.unknown(DENIED);
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).containsExactly(DENIED);
    }

    @Test
    void theNewRunBeginsOnceTheEarlierOneIsGivenUpOnBothSides() {
        assertThat(new StartAgainStage().isFinished(spec, seen(2, earlier))).isFalse();

        earlier.put(Step.RELEASED, new Entry(Step.RELEASED, Map.of(), NOW));
        assertThat(new StartAgainStage().isFinished(spec, seen(1, earlier))).isTrue();
        assertThat(new StartAgainStage().isFinished(spec, reached())).isTrue();
    }

    @Test
    void aRunIsNotLoweredBelowOneThatHasBegun() {
        var plan = new StartAgainStage().plan(spec(), seen(2, earlier), NOW);

        assertThat(plan.problems())
                .containsExactly(new Problem(
                        FailureReason.INVALID_SPEC,
                        "spec.run is 1, and run 2 of this Migration has begun: set spec.run to 2 or more"));
        assertThat(plan.steps()).isEmpty();
    }

    @Test
    void whatHasSwitchedIsNeverStartedAgain() {
        assertThat(StartAgainStage.refusalAfterTheSwitch(spec, reached(Step.SWITCHED)))
                .map(Problem::reason)
                .contains(FailureReason.INVALID_SPEC);
    }

    private Plan<Means> plan() {
        return new StartAgainStage().plan(spec, seen(1, earlier), NOW);
    }

    private ObservedMigration seen(int number, Map<Step, Entry> steps) {
        return new ObservedMigration(
                        Seen.present(ENDS.ofRun(spec.run())), Seen.present(Map.of()), Seen.present(Map.of()))
                .withEarlier(new EarlierRun(number, Map.copyOf(steps), Map.copyOf(steps), task));
    }
}
