package dev.replatform.migration.stage;

import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.JournalStep;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.StartJob;
import dev.replatform.migration.dms.TaskDocuments;
import dev.replatform.migration.dms.TaskSteps;
import dev.replatform.migration.preflight.Findings;
import dev.replatform.migration.schema.CopiedSchema;
import dev.replatform.migration.schema.MovingTables;
import dev.replatform.migration.schema.PreparedTables;
import dev.replatform.migration.schema.SchemaWork;
import dev.replatform.migration.schema.TablesFacts;
import dev.replatform.ownership.Owner;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.LargestValues;
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
import dev.replatform.status.ProblemException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which tables move, after the schema was copied: spec.tables may be changed, the source may get tables, and somebody may
 * change the task's documents. Then new tables are made on the target, the task is stopped, told and resumed, and all is
 * proved anew. Not while rows are loaded, as DMS begins a table again that it is stopped in; and never behind the fence.
 */
public final class TablesStage implements Stage {
    private static final String PREPARE = "Prepare the tables that were added";

    /** What the preparation found. */
    record Prepared(CopiedSchema copied, LargestValues largest) {}

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
                : Findings.at(spec, before.ends().value().orElseThrow(), tables, sight)
                        .map(at -> Check.all(PostgresChecks.TABLES, at)));
        var inputs = inputs(before, fingerprints, moving);
        return before.withTables(
                new TablesFacts(fingerprints, moving, findings, sight.job(spec.owner(), PREPARE, inputs)));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        var waitsForThePerson =
                seen.reached(Step.INDEXED) && !PreparedTables.changed(seen).isEmpty();
        if (seen.tables().isEmpty() || isHeldBack(seen, task(seen)) || waitsForThePerson) {
            return true;
        }
        var facts = seen.tables().get();
        if (facts.fingerprints().isUnknown() || facts.moving().isUnknown()) {
            return false;
        }
        return PreparedTables.areAsPrepared(seen) && differences(spec, seen).isEmpty();
    }

    @Override
    public Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        var facts = seen.tables().orElseThrow();
        var plan = new Plan.Builder<Means>()
                .unless(facts.fingerprints())
                .unless(facts.moving())
                .unless(facts.findings());
        if (plan.hasProblems()) {
            return plan.build();
        }
        differences(spec, seen).forEach(plan::differs);
        var blockers = Findings.blockers(facts.findings().value().orElseThrow());
        if (!blockers.isEmpty()) {
            return plan.problem(Findings.blocked(blockers)).build();
        }
        var isNoted = PreparedTables.areAsPrepared(seen) && !seen.reached(Step.INDEXED);
        var ends = seen.ends().value().orElseThrow();
        if (!isNoted && !facts.preparation().isFinished()) {
            return plan.and(preparation(spec, seen, ends, facts).plan(facts.preparation(), now))
                    .build();
        }
        var task = task(seen).value();
        if (task.filter(it -> it.isRunning() || it.isBetweenStates()).isPresent()) {
            return plan.and(TaskSteps.rest(task.get(), ": its tables or settings are to be changed"))
                    .build();
        }
        return isNoted
                ? plan.step(TaskSteps.modify(task.orElseThrow(), TaskDocuments.wanted(spec, seen)))
                        .build()
                : plan.step(goBack(seen, ends, facts)).build();
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        // What is due stands in the plan; SchemaReady, FullLoaded and DataValidated tell what is reached anew.
    }

    private static Seen<Task> task(ObservedMigration seen) {
        return seen.dms().orElseThrow().task();
    }

    /** The first load, or the one of tables that were added, is not interfered with. */
    private static boolean isHeldBack(ObservedMigration seen, Seen<Task> task) {
        if (seen.reached(Step.FENCED) || task.isUnknown()) {
            return true;
        }
        var isLoading = task.is(it -> !it.wasNeverStarted() && !(it.isStopped() && MovingTables.areAddedToALoad(seen)));
        return isLoading && !seen.reached(Step.INDEXED);
    }

    private static List<dev.replatform.api.v1alpha1.Drift> differences(
            EffectiveMigration spec, ObservedMigration seen) {
        return task(seen)
                .value()
                .map(task -> TaskDocuments.differences(TaskDocuments.wanted(spec, seen), task.documents()))
                .orElse(List.of());
    }

    private static StartJob preparation(EffectiveMigration spec, ObservedMigration seen, Ends ends, TablesFacts facts) {
        var before = PreparedTables.of(seen);
        return new StartJob(
                ends,
                PREPARE,
                inputs(seen, facts.fingerprints(), facts.moving()),
                "Make the tables on the target that were added, and measure their largest values",
                false,
                (source, target, progress) -> new Prepared(
                        SchemaWork.prepare(spec, ends, source, target, progress), largestValues(spec, before, source)));
    }

    private static LargestValues largestValues(EffectiveMigration spec, PreparedTables before, Session source) {
        var catalog = new SourceCatalog(source, spec.tables());
        return catalog.largestValues(
                catalog.tables().stream().filter(table -> !before.moves(table)).toList());
    }

    /** Other tables are other work, and so is what comes after the journal went back. */
    private static String inputs(
            ObservedMigration seen, Seen<Map<String, String>> fingerprints, Seen<List<SourceTable>> moving) {
        var standing = seen.entry(Step.SCHEMA_PREPARED)
                .map(Entry::at)
                .map(Instant::toString)
                .orElse("");
        return Owner.sha256(seen.inputs()
                + standing
                + new TreeMap<>(fingerprints.value().orElse(Map.of()))
                + moving.value().orElse(List.of()).stream()
                        .map(SourceTable::name)
                        .toList());
    }

    private static GoBack goBack(ObservedMigration seen, Ends ends, TablesFacts facts) {
        var prepared = facts.preparation().result(Prepared.class).orElseThrow();
        var copied = prepared.copied();
        return new GoBack(
                ends,
                new CopiedSchema(copied.tables().after(PreparedTables.of(seen)), copied.notCopied()).detail(),
                MovingTables.changed(seen, facts.moving().value().orElseThrow(), prepared.largest()));
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
