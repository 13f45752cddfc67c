package dev.replatform.migration.stage;

import static dev.replatform.migration.Migrations.DENIED;
import static dev.replatform.migration.Migrations.DOCUMENTS;
import static dev.replatform.migration.Migrations.NOW;
import static dev.replatform.migration.Migrations.OURS;
import static dev.replatform.migration.Migrations.endpoint;
import static dev.replatform.migration.Migrations.instance;
import static dev.replatform.migration.Migrations.reached;
import static dev.replatform.migration.Migrations.spec;
import static dev.replatform.migration.Migrations.subnetGroup;
import static dev.replatform.migration.Migrations.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.aws.DmsTasks.TableStatistics;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.Means;
import dev.replatform.migration.Migrations;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.dms.DmsResources;
import dev.replatform.migration.dms.LoadFacts;
import dev.replatform.migration.schema.TablesFacts;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.preflight.Finding;
import dev.replatform.preflight.Severity;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoadStageTest {
    private static final String AFTER_FULL_LOAD = "Stop Reason STOPPED_AFTER_FULL_LOAD";

    private final List<TableStatistics> statistics = new ArrayList<>(List.of(table("author", "Table completed")));
    private Seen<Task> task = task("stopped", AFTER_FULL_LOAD, OURS);
    private Seen<List<Finding>> rowsOnTarget = Seen.notAsked();

    @Test
    void aTaskThatStoppedWithEveryTableCompletedIsLoaded() {
        assertThat(new LoadStage().isFinished(spec(), seen())).isTrue();
    }

    @Test
    void aTaskAtHundredPercentWithAnErroredTableIsNotDone() {
        statistics.add(table("book", "Table error"));

        assertThat(new LoadStage().isFinished(spec(), seen())).isFalse();
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems())
                .containsExactly(new Problem(
                        FailureReason.TABLES_ERRORED,
                        "The load ended with 1 tables in error: public.book: Table error"));
    }

    @Test
    void aTaskThatCountsAnErrorOfNoKnownTableIsNotDone() {
        task = task.map(it -> new Task(
                it.identifier(),
                it.arn(),
                it.status(),
                it.stopReason(),
                it.failure(),
                it.freshStart(),
                it.restingSince(),
                100,
                3,
                1,
                it.documents(),
                it.tags()));
        assertThat(new LoadStage().isFinished(spec(), seen())).isFalse();
        assertThat(plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.TASK_FAILED);
    }

    @Test
    void aTableThatIsStillLoadingIsNotDoneEvenIfTheTaskStopped() {
        statistics.add(table("book", "Full load"));
        assertThat(new LoadStage().isFinished(spec(), seen())).isFalse();
    }

    @Test
    void aTaskIsMadeThenStartedThenWaitedFor() {
        task = Seen.absent();
        rowsOnTarget = Seen.present(List.of());
        assertThat(plan().sentences()).containsExactly("Create replication task mvp");

        task = Seen.present(new Task("mvp", "arn", "ready", null, "", null, null, 0, 0, 0, DOCUMENTS, OURS));
        statistics.clear();
        assertThat(plan().sentences()).containsExactly("Start replication task mvp");

        task = task("running");
        assertThat(plan().sentences()).containsExactly("Wait for the full load");
    }

    @Test
    void aTaskThatIsGoneIsNotMadeAgainOverRowsThatItLoaded() {
        task = Seen.absent();
        rowsOnTarget = Seen.present(
                List.of(new Finding(Severity.BLOCKER, "TargetNotEmpty", "public.author", "rows", "empty it")));

        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).extracting(Problem::reason).containsExactly(FailureReason.BLOCKED);
    }

    @Test
    void whateverCouldNotBeSeenMakesNoStep() {
        task = Seen.unknown(DENIED);
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).containsExactly(DENIED);

        task = Seen.absent();
        rowsOnTarget = Seen.unknown(DENIED);
        assertThat(plan().steps()).isEmpty();
    }

    private static TableStatistics table(String name, String state) {
        return new TableStatistics("public", name, state, 10, 0);
    }

    private ObservedMigration seen() {
        return reached(Step.LOADING, Step.SCHEMA_PREPARED)
                .withDms(new DmsResources(
                        subnetGroup(),
                        instance("available"),
                        endpoint("mvp-source", "active"),
                        endpoint("mvp-target", "active"),
                        task))
                .withTables(new TablesFacts(
                        Seen.present(Map.of()),
                        Seen.present(List.of(Migrations.table("author"))),
                        Seen.present(List.of()),
                        new JobState.NotStarted()))
                .withLoad(new LoadFacts(task, Seen.present(List.copyOf(statistics)), rowsOnTarget));
    }

    private Plan<Means> plan() {
        return new LoadStage().plan(spec(), seen(), NOW);
    }
}
