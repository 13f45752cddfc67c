package dev.replatform.migration.stage;

import dev.replatform.aws.DmsTasks.NewTask;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.assessment.Assessment;
import dev.replatform.migration.dms.LoadFacts;
import dev.replatform.migration.dms.SlotWatch;
import dev.replatform.migration.dms.TaskDocuments;
import dev.replatform.migration.dms.TaskSteps;
import dev.replatform.migration.preflight.Findings;
import dev.replatform.migration.schema.MovingTables;
import dev.replatform.migration.schema.TablesFacts;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.checks.TargetNotEmpty;
import dev.replatform.preflight.Finding;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/** The full load, up to the stop between the rows that were loaded and the changes that came meanwhile. */
public final class LoadStage implements Stage {
    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return "FullLoad";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        var tasks = sight.aws().dmsTasks();
        var task = before.dms().orElseThrow().task();
        Seen<List<Finding>> rowsOnTarget = task.isAbsent()
                ? before.tables()
                        .map(TablesFacts::moving)
                        .orElse(Seen.notAsked())
                        .then(tables -> Findings.at(spec, before.ends().value().orElseThrow(), tables, sight)
                                .then(at -> sight.ofTarget(target -> new TargetNotEmpty().look(at))))
                : Seen.notAsked();
        var assessment = task.value().flatMap(it -> Assessment.see(spec, it, sight.aws(), sight.jobs()));
        return before.withSlot(SlotWatch.see(task, sight))
                .withAssessment(assessment.orElse(null))
                .withLoad(new LoadFacts(task, task.then(it -> tasks.statistics(it.arn())), rowsOnTarget));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        var stops = MovingTables.areAddedToALoad(seen)
                ? Predicate.not(Task::wasNeverStarted).and(Task::isStopped)
                : (Predicate<Task>) Task::stoppedAfterFullLoad;
        return seen.reached(Step.INDEXED)
                || seen.load()
                        .filter(facts -> facts.task().is(stops) && facts.isLoaded(tables(spec, seen)))
                        .isPresent();
    }

    @Override
    public Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        var facts = seen.load().orElseThrow();
        var plan = new Plan.Builder<Means>()
                .unless(facts.task())
                .unless(facts.statistics())
                .unless(facts.rowsOnTarget());
        if (plan.hasProblems()) {
            return plan.build();
        }
        return facts.task() instanceof Seen.Present<Task> task
                ? load(spec, seen, task.it(), facts, now)
                : creation(spec, seen, facts);
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        var errored = seen.load().map(LoadFacts::erroredTables).orElse(List.of());
        if (!errored.isEmpty()) {
            conditions.no("FullLoaded", "TablesErrored", String.join("; ", errored));
        } else if (isFinished(spec, seen)) {
            conditions.yes("FullLoaded", "Loaded", "Every table is loaded.");
        } else {
            conditions.no("FullLoaded", "NotYet", "The full load is not done.");
        }
    }

    private static List<String> tables(EffectiveMigration spec, ObservedMigration seen) {
        return seen.tables().map(it -> it.byDms(spec)).orElse(List.of());
    }

    private static Plan<Means> load(
            EffectiveMigration spec, ObservedMigration seen, Task task, LoadFacts facts, Instant now) {
        var plan = new Plan.Builder<Means>();
        facts.problem().ifPresent(plan::problem);
        if (task.hasFailed()) {
            plan.problem(TaskSteps.failed(task));
        }
        if (plan.hasProblems()) {
            return plan.build();
        }
        var unloaded = facts.unloaded(tables(spec, seen));
        var isAddition = MovingTables.areAddedToALoad(seen);
        if (task.isRunning() && isAddition && unloaded.isEmpty()) {
            return Plan.of(TaskSteps.stop(task, ": indexes of the added tables are made"));
        }
        var notLoaded = facts.notLoaded();
        if (task.isRunning() && isAddition && !notLoaded.isEmpty()) {
            return Plan.of(TaskSteps.load(task, notLoaded));
        }
        if (seen.assessment().isPresent()) {
            return seen.assessment().get().plan(spec, task, now);
        }
        if (task.isBetweenStates() || task.isRunning()) {
            return Plan.waitFor(isAddition ? "Wait for the load of the added tables" : "Wait for the full load");
        }
        if (task.wasNeverStarted()) {
            return Plan.of(TaskSteps.start(task));
        }
        if (isAddition) {
            return Plan.of(TaskSteps.resume(task));
        }
        return Plan.problem(new Problem(
                FailureReason.TASK_FAILED,
                "Replication task %s stopped before every table was loaded (%s): %s"
                        .formatted(task.identifier(), task.stopReason(), LoadFacts.listed(unloaded))));
    }

    private static Plan<Means> creation(EffectiveMigration spec, ObservedMigration seen, LoadFacts facts) {
        var rows = facts.rowsOnTarget().value().orElse(List.of());
        if (!rows.isEmpty()) {
            return Plan.problem(new Problem(
                    FailureReason.BLOCKED,
                    "TargetNotEmpty: the replication task is gone and %s holds rows: empty the target's tables"
                            .formatted(rows.get(0).object())));
        }
        var dms = seen.dms().orElseThrow();
        return Plan.of(TaskSteps.create(new NewTask(
                spec.name(),
                dms.source().value().orElseThrow().arn(),
                dms.target().value().orElseThrow().arn(),
                dms.instance().value().orElseThrow().arn(),
                TaskDocuments.wanted(spec, seen),
                spec.tags())));
    }
}
