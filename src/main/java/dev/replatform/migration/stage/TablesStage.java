package dev.replatform.migration.stage;

import dev.replatform.aws.DmsTasks.Documents;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.ownership.Owner;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.checks.PostgresChecks;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.status.ProblemException;
import dev.replatform.work.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Which tables move, after the schema was copied: spec.tables may be changed, the source may get tables, and somebody may
 * change the task's documents. Then new tables are made on the target, the task is stopped, told and resumed, and all is
 * proved anew. Not while rows are loaded, as DMS begins a table again that it is stopped in; and never behind the fence.
 */
public final class TablesStage implements Stage {
    private static final String PREPARE = "Prepare the tables that were added";

    /**
     * The source's tables now.
     *
     * @param fingerprints of every table of the schemas, as SQL spells it
     * @param moving whose rows are to move
     * @param blockers what keeps tables from moving that did not move before
     * @param preparation job that makes them on the target
     */
    public record Facts(
            Seen<Map<String, String>> fingerprints,
            Seen<List<SourceTable>> moving,
            Seen<List<Finding>> findings,
            JobState preparation) {
        /** @return those whose rows DMS moves, as its statistics name them */
        List<String> byDms(EffectiveMigration spec) {
            return moving.value().orElse(List.of()).stream()
                    .map(SourceTable::name)
                    .filter(table -> !spec.tables().isInsertOnly(table))
                    .map(table -> table.inWords())
                    .toList();
        }
    }

    /** Journal detail: whether other tables had been loaded before. */
    private static final String AFTER_LOAD = "afterLoad";

    /** What the preparation found. */
    record Prepared(SchemaStage.Copied copied, int largestLobKib) {}

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return "PreparingSchema";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        if (before.reached(Step.FENCED)) {
            return before;
        }
        var fingerprints = sight.ofSource(source -> new SourceCatalog(source, spec.tables()).fingerprints());
        var moving = sight.ofSource(source -> new SourceCatalog(source, spec.tables()).tables());
        var prepared = PreparedTables.of(before);
        var added = moving.map(tables ->
                tables.stream().filter(table -> !prepared.moves(table)).toList());
        var findings = added.then(tables -> tables.isEmpty()
                ? Seen.present(List.<Finding>of())
                : PreflightStage.at(spec, before.ends().value().orElseThrow(), tables, sight)
                        .map(at -> Check.all(PostgresChecks.TABLES, at)));
        var inputs = inputs(before, fingerprints, moving);
        return before.with(new Facts(fingerprints, moving, findings, sight.job(spec.owner(), PREPARE, inputs)));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        var facts = seen.facts(Facts.class);
        var waitsForThePerson = seen.reached(Step.INDEXED) && !changed(seen).isEmpty();
        if (facts.isEmpty() || isHeldBack(seen, task(seen)) || waitsForThePerson) {
            return true;
        }
        if (facts.get().fingerprints().isUnknown() || facts.get().moving().isUnknown()) {
            return false;
        }
        return isAsPrepared(seen) && differences(spec, seen).isEmpty();
    }

    @Override
    public void plan(EffectiveMigration spec, ObservedMigration seen, Instant now, Plan.Builder<Means> plan) {
        var facts = seen.facts(Facts.class).orElseThrow();
        plan.unless(facts.fingerprints()).unless(facts.moving()).unless(facts.findings());
        if (plan.hasProblems()) {
            return;
        }
        differences(spec, seen).forEach(plan::differs);
        var blockers = PreflightStage.blockers(facts.findings().value().orElseThrow());
        if (!blockers.isEmpty()) {
            plan.problem(PreflightStage.blocked(blockers));
            return;
        }
        var isNoted = isAsPrepared(seen) && !seen.reached(Step.INDEXED);
        var ends = seen.ends().value().orElseThrow();
        var preparation = preparation(spec, seen, ends, facts);
        if (!isNoted && !preparation.isDone(facts.preparation(), now, plan)) {
            return;
        }
        var task = task(seen).value();
        if (task.filter(it -> it.isRunning() || it.isBetweenStates()).isPresent()) {
            planRest(task.get(), plan);
        } else if (isNoted) {
            plan.step(new AwsStep(
                    "Modify replication task %s: its tables and settings"
                            .formatted(task.orElseThrow().identifier()),
                    true,
                    aws -> aws.dmsTasks().modify(task.get().arn(), wanted(spec, seen))));
        } else {
            var prepared = facts.preparation().result(Prepared.class).orElseThrow();
            plan.step(new GoBack(ends, detail(seen, prepared), changedDetail(seen, facts, prepared)));
        }
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        // What is due stands in the plan; SchemaReady, FullLoaded and DataValidated tell what is reached anew.
    }

    /** Adds why the tables that move cannot be trusted to be the same on both sides. */
    static void refuseChanged(ObservedMigration seen, Plan.Builder<Means> plan) {
        var changed = changed(seen);
        if (!changed.isEmpty()) {
            plan.problem(new Problem(
                    FailureReason.SOURCE_CHANGED,
                    "Columns of %s were changed on the source since the schema was copied: the cutover is held back"
                            .formatted(String.join(", ", changed))));
        }
    }

    /** @return what the task is told */
    static Documents wanted(EffectiveMigration spec, ObservedMigration seen) {
        var tables = seen.facts(Facts.class).flatMap(it -> it.moving().value()).orElseThrow();
        return TaskDocuments.wanted(spec.tables(), tables, PreflightStage.largestLobKib(seen));
    }

    /** @return whether the task loads tables that were added to those that it has loaded */
    static boolean areAddedToALoad(ObservedMigration seen) {
        return seen.entry(Step.TABLES_CHANGED)
                .filter(entry -> "true".equals(entry.detail().get(AFTER_LOAD)))
                .isPresent();
    }

    private static Seen<Task> task(ObservedMigration seen) {
        return seen.facts(ProvisioningStage.Facts.class).orElseThrow().task();
    }

    /** The first load, or the one of tables that were added, is not interfered with. */
    private static boolean isHeldBack(ObservedMigration seen, Seen<Task> task) {
        if (seen.reached(Step.FENCED) || task.isUnknown()) {
            return true;
        }
        var isLoading = task.is(it -> !it.wasNeverStarted() && !(it.isStopped() && areAddedToALoad(seen)));
        return isLoading && !seen.reached(Step.INDEXED);
    }

    private static List<String> changed(ObservedMigration seen) {
        return seen.facts(Facts.class)
                .flatMap(it -> it.fingerprints().value())
                .map(PreparedTables.of(seen)::changedIn)
                .orElse(List.of());
    }

    private static boolean isAsPrepared(ObservedMigration seen) {
        var facts = seen.facts(Facts.class).orElseThrow();
        return PreparedTables.of(seen)
                .covers(
                        facts.fingerprints().value().orElse(Map.of()),
                        facts.moving().value().orElse(List.of()));
    }

    private static List<dev.replatform.api.v1alpha1.Drift> differences(
            EffectiveMigration spec, ObservedMigration seen) {
        return task(seen)
                .value()
                .map(task -> TaskDocuments.differences(wanted(spec, seen), task.documents()))
                .orElse(List.of());
    }

    private static void planRest(Task task, Plan.Builder<Means> plan) {
        if (task.isRunning()) {
            plan.step(new AwsStep(
                    "Stop replication task %s: its tables or settings are to be changed".formatted(task.identifier()),
                    true,
                    aws -> aws.dmsTasks().stop(task.arn())));
        } else {
            plan.waitFor("Wait for replication task %s (%s)".formatted(task.identifier(), task.status()));
        }
    }

    private static StartJob preparation(EffectiveMigration spec, ObservedMigration seen, Ends ends, Facts facts) {
        var before = PreparedTables.of(seen);
        return new StartJob(
                ends,
                PREPARE,
                inputs(seen, facts.fingerprints(), facts.moving()),
                "Make the tables on the target that were added, and measure their largest LOB value",
                false,
                (source, target, progress) -> new Prepared(
                        SchemaStage.prepare(spec, ends, source, target, progress),
                        largestLobKib(spec, before, source)));
    }

    private static int largestLobKib(EffectiveMigration spec, PreparedTables before, Session source) {
        var catalog = new SourceCatalog(source, spec.tables());
        return catalog.largestLobKib(
                catalog.tables().stream().filter(table -> !before.moves(table)).toList());
    }

    /** Other tables are other work, and so is what comes after the journal went back. */
    private static String inputs(
            ObservedMigration seen, Seen<Map<String, String>> fingerprints, Seen<List<SourceTable>> moving) {
        var standing = seen.entry(Step.SCHEMA_PREPARED)
                .map(Entry::at)
                .map(Instant::toString)
                .orElse("");
        return Owner.sha256(ProvisioningStage.inputs(seen)
                + standing
                + new TreeMap<>(fingerprints.value().orElse(Map.of()))
                + moving.value().orElse(List.of()).stream()
                        .map(SourceTable::name)
                        .toList());
    }

    private static Map<String, String> detail(ObservedMigration seen, Prepared prepared) {
        var copied = prepared.copied();
        return new SchemaStage.Copied(copied.tables().after(PreparedTables.of(seen)), copied.unhandled()).detail();
    }

    private static Map<String, String> changedDetail(ObservedMigration seen, Facts facts, Prepared prepared) {
        var lobKib = Math.max(PreflightStage.largestLobKib(seen), prepared.largestLobKib());
        return Map.of(
                PreflightStage.LARGEST_LOB_KIB,
                String.valueOf(lobKib),
                Journal.TABLES,
                PreflightStage.lines(facts.moving().value().orElseThrow()),
                AFTER_LOAD,
                String.valueOf(seen.reached(Step.INDEXED) || areAddedToALoad(seen)));
    }

    /** Goes back to the prepared schema; what was found out of the tables before counts no more. */
    private record GoBack(Ends ends, Map<String, String> prepared, Map<String, String> changed)
            implements dev.replatform.reconcile.Step<Means> {
        @Override
        public String sentence() {
            return "Note which tables move now: their schema and rows are proved anew";
        }

        @Override
        public String action() {
            return Step.TABLES_CHANGED.inOneWord();
        }

        @Override
        public void act(Means means) {
            JournalStep.inBoth(ends, journal -> {
                if (!journal.prepareAgain(prepared, changed)) {
                    throw new ProblemException(
                            FailureReason.DATABASE_BUSY,
                            "A cutover has begun: the tables are looked at again after it");
                }
            });
            means.jobs().forget(ends.owner().uid());
        }
    }
}
