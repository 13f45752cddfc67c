package dev.replatform.migration.stage;

import static dev.replatform.migration.Migrations.DENIED;
import static dev.replatform.migration.Migrations.DOCUMENTS;
import static dev.replatform.migration.Migrations.ENDS;
import static dev.replatform.migration.Migrations.NOW;
import static dev.replatform.migration.Migrations.OURS;
import static dev.replatform.migration.Migrations.endpoint;
import static dev.replatform.migration.Migrations.instance;
import static dev.replatform.migration.Migrations.spec;
import static dev.replatform.migration.Migrations.subnetGroup;
import static dev.replatform.migration.Migrations.table;
import static dev.replatform.migration.Migrations.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.aws.DmsTasks.Documents;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.dms.DmsResources;
import dev.replatform.migration.dms.TaskDocuments;
import dev.replatform.migration.schema.CopiedSchema;
import dev.replatform.migration.schema.NotCopied;
import dev.replatform.migration.schema.PreparedTables;
import dev.replatform.migration.schema.TablesFacts;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.LargestValues;
import dev.replatform.postgres.SourceTable;
import dev.replatform.preflight.Finding;
import dev.replatform.preflight.Severity;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TablesStageTest {
    private static final String AUTHOR = "public.author";
    private static final String BOOK = "public.book";
    private static final PreparedTables ONLY_AUTHOR = new PreparedTables(
            Map.of(AUTHOR, "a1"), Set.of(table("author").name().quoted()));
    private static final JobState PREPARED = new JobState.Finished(new TablesStage.Prepared(
            new CopiedSchema(
                    PreparedTables.of(Map.of(AUTHOR, "a2", BOOK, "b1"), List.of(table("author"), table("book"))),
                    new NotCopied(List.of())),
            new LargestValues(100, 0)));

    private final Map<Step, Entry> journal = new EnumMap<>(Map.of(
            Step.LOADING, new Entry(Step.LOADING, Map.of(), NOW),
            Step.SCHEMA_PREPARED, new Entry(Step.SCHEMA_PREPARED, ONLY_AUTHOR.detail(), NOW),
            Step.INDEXED, new Entry(Step.INDEXED, Map.of(), NOW)));
    private Seen<Task> task = task("running");
    private Seen<Map<String, String>> fingerprints = Seen.present(Map.of(AUTHOR, "a1"));
    private Seen<List<SourceTable>> moving = Seen.present(List.of(table("author")));
    private Seen<List<Finding>> blockers = Seen.present(List.of());
    private JobState preparation = new JobState.NotStarted();

    @Test
    void aTaskThatMovesWhatIsDeclaredIsLeftAlone() {
        assertThat(isFinished()).isTrue();
    }

    @Test
    void aTableThatIsAddedIsMadeThenTheTaskIsStoppedThenTheJournalGoesBack() {
        bookIsAdded();
        assertThat(isFinished()).isFalse();
        assertThat(plan().sentences())
                .containsExactly("Make the tables on the target that were added, and measure their largest values");
        assertThat(plan().drift())
                .singleElement()
                .hasToString("Drift[field=spec.tables, declared=include public.book, live=not in the task]");

        preparation = PREPARED;
        assertThat(plan().sentences())
                .containsExactly("Stop replication task mvp: its tables or settings are to be changed");

        task = task("stopping");
        assertThat(plan().sentences()).containsExactly("Wait for replication task mvp (stopping)");

        task = task("stopped");
        assertThat(plan().sentences())
                .containsExactly("Note which tables move now: their schema and rows are proved anew");
    }

    @Test
    void afterTheJournalWentBackTheTaskIsToldAndThenLeftToLoad() {
        bookIsAdded();
        wentBack();
        task = task("stopped");
        assertThat(plan().sentences()).containsExactly("Modify replication task mvp: its tables and settings");

        task = task.map(it -> with(it, TaskDocuments.wanted(spec(), seen())));
        assertThat(isFinished()).isTrue();
    }

    @Test
    void aLoadIsNotInterferedWith() {
        bookIsAdded();
        journal.remove(Step.INDEXED);
        assertThat(isFinished()).isTrue();

        task = task("stopped", "Stop Reason STOPPED_AFTER_FULL_LOAD", OURS);
        assertThat(isFinished()).isTrue();

        wentBack();
        task = task("running");
        assertThat(isFinished()).isTrue();
    }

    @Test
    void behindTheFenceNothingOfItIsLookedAt() {
        bookIsAdded();
        journal.put(Step.FENCED, new Entry(Step.FENCED, Map.of(), NOW));
        assertThat(isFinished()).isTrue();
    }

    @Test
    void aTableThatCannotMoveIsToldWhileTheOthersGoOn() {
        bookIsAdded();
        blockers = Seen.present(List.of(new Finding(Severity.BLOCKER, "NoRowIdentity", BOOK, "no key", "add one")));
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems())
                .containsExactly(new Problem(FailureReason.BLOCKED, "NoRowIdentity (public.book): no key: add one"));
    }

    @Test
    void settingsThatSomebodyChangedAreShownAndPutBack() {
        task = task.map(it -> with(
                it, new Documents(DOCUMENTS.mappings(), DOCUMENTS.settings().replace("STOP_TASK", "IGNORE_RECORD"))));
        preparation = PREPARED;
        assertThat(plan().drift())
                .anyMatch(it -> it.field().equals("task settings ErrorBehavior.DataErrorPolicy")
                        && it.live().equals("IGNORE_RECORD"));
        assertThat(plan().sentences()).first().asString().startsWith("Stop replication task");
    }

    @Test
    void columnsThatWereCopiedStayWhatIsKnownOfThemSoThatAChangeIsNotForgotten() {
        var after = PreparedTables.of(Map.of(AUTHOR, "a2", BOOK, "b1"), List.of(table("book")))
                .after(ONLY_AUTHOR);
        assertThat(after.fingerprints()).isEqualTo(Map.of(AUTHOR, "a1", BOOK, "b1"));
        assertThat(after.changedIn(Map.of(AUTHOR, "a2", BOOK, "b1"))).containsExactly(AUTHOR);
        assertThat(after.moves(table("author"))).isTrue();
        assertThat(PreparedTables.of(after.detail())).isEqualTo(after);
    }

    @Test
    void aColumnThatChangedWaitsForAPersonAndIsNotTakenForAnAddedTable() {
        bookIsAdded();
        fingerprints = Seen.present(Map.of(AUTHOR, "a2", BOOK, "b1"));
        assertThat(isFinished()).isTrue();

        assertThat(PreparedTables.problem(seen()))
                .contains(
                        new Problem(
                                FailureReason.SOURCE_CHANGED,
                                "Columns of public.author were changed on the source since the schema was copied: the cutover is held back"));
    }

    @Test
    void aSourceThatCouldNotBeSeenMakesNoStep() {
        fingerprints = Seen.unknown(DENIED);
        assertThat(isFinished()).isFalse();
        assertThat(plan().steps()).isEmpty();
        assertThat(plan().problems()).containsExactly(DENIED);
    }

    private void bookIsAdded() {
        fingerprints = Seen.present(Map.of(AUTHOR, "a1", BOOK, "b1"));
        moving = Seen.present(List.of(table("author"), table("book")));
    }

    private void wentBack() {
        journal.remove(Step.INDEXED);
        journal.put(
                Step.SCHEMA_PREPARED,
                new Entry(
                        Step.SCHEMA_PREPARED,
                        PreparedTables.of(
                                        fingerprints.value().orElseThrow(),
                                        moving.value().orElseThrow())
                                .detail(),
                        NOW));
        journal.put(Step.TABLES_CHANGED, new Entry(Step.TABLES_CHANGED, Map.of("afterLoad", "true"), NOW));
    }

    private static Task with(Task task, Documents documents) {
        return new Task(
                task.identifier(),
                task.arn(),
                task.status(),
                task.stopReason(),
                task.failure(),
                task.freshStart(),
                task.restingSince(),
                task.progressPercent(),
                task.tablesLoaded(),
                task.tablesErrored(),
                documents,
                task.tags());
    }

    private boolean isFinished() {
        return new TablesStage().isFinished(spec(), seen());
    }

    private Plan<Means> plan() {
        return new TablesStage().plan(spec(), seen(), NOW);
    }

    private ObservedMigration seen() {
        return new ObservedMigration(Seen.present(ENDS), Seen.present(journal), Seen.present(journal))
                .withDms(new DmsResources(
                        subnetGroup(),
                        instance("available"),
                        endpoint("mvp-source", "active"),
                        endpoint("mvp-target", "active"),
                        task))
                .withTables(new TablesFacts(fingerprints, moving, blockers, preparation));
    }
}
