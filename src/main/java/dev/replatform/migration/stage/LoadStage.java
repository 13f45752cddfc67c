package dev.replatform.migration.stage;

import dev.replatform.aws.DmsTasks.NewTask;
import dev.replatform.aws.DmsTasks.TableStatistics;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.assessment.Assessment;
import dev.replatform.migration.assessment.Assessment.Verdict;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.checks.TargetNotEmpty;
import dev.replatform.preflight.Finding;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The full load, up to the stop between the rows that were loaded and the changes that came meanwhile. */
public final class LoadStage implements Stage {
    private static final int LISTED = 20;

    /**
     * What DMS says of the task.
     *
     * @param rowsOnTarget tables of the target that hold rows; asked for only where there is no task
     */
    public record Facts(Seen<Task> task, Seen<List<TableStatistics>> statistics, Seen<List<Finding>> rowsOnTarget) {
        /** @return tables in error, with DMS's word for it */
        public List<String> problems() {
            return statistics.value().orElse(List.of()).stream()
                    .filter(TableStatistics::isErrored)
                    .map(table -> "%s: %s".formatted(table.name(), table.state()))
                    .sorted()
                    .toList();
        }

        /** @return those of the tables that the task has not loaded, with DMS's word for it */
        List<String> unloaded(Collection<String> tables) {
            var states = statistics.value().orElse(List.of()).stream()
                    .collect(Collectors.toMap(TableStatistics::name, TableStatistics::state, (first, again) -> again));
            return tables.stream()
                    .filter(table -> !TableStatistics.LOADED.equals(states.get(table)))
                    .map(table -> "%s: %s".formatted(table, states.getOrDefault(table, "not known to the task")))
                    .toList();
        }

        boolean isLoaded(Collection<String> tables) {
            return task.is(it -> it.tablesErrored() == 0)
                    && statistics.is(all -> all.stream().allMatch(TableStatistics::isLoaded))
                    && unloaded(tables).isEmpty();
        }
    }

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return "FullLoad";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        var tasks = sight.aws().dmsTasks();
        var task = before.facts(ProvisioningStage.Facts.class).orElseThrow().task();
        Seen<List<Finding>> rowsOnTarget = task.isAbsent()
                ? before.facts(TablesStage.Facts.class)
                        .map(TablesStage.Facts::moving)
                        .orElse(Seen.absent())
                        .then(tables -> PreflightStage.at(
                                        spec, before.ends().value().orElseThrow(), tables, sight)
                                .then(at -> sight.ofTarget(target -> new TargetNotEmpty().look(at))))
                : Seen.absent();
        var seen = SlotWatch.see(before, task, sight);
        var assessment = task.then(it -> Assessment.see(spec, it, sight.aws(), sight.jobs()));
        return assessment
                .value()
                .map(seen::with)
                .orElse(seen)
                .with(new Facts(task, task.then(it -> tasks.statistics(it.arn())), rowsOnTarget));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        var stops = TablesStage.areAddedToALoad(seen)
                ? Predicate.not(Task::wasNeverStarted).and(Task::isStopped)
                : (Predicate<Task>) Task::stoppedAfterFullLoad;
        return seen.reached(Step.INDEXED)
                || seen.facts(Facts.class)
                        .filter(facts -> facts.task().is(stops) && facts.isLoaded(tables(spec, seen)))
                        .isPresent();
    }

    @Override
    public void plan(EffectiveMigration spec, ObservedMigration seen, Instant now, Plan.Builder<Means> plan) {
        var facts = seen.facts(Facts.class).orElseThrow();
        plan.unless(facts.task()).unless(facts.statistics()).unless(facts.rowsOnTarget());
        if (plan.hasProblems()) {
            return;
        }
        if (facts.task() instanceof Seen.Present<Task> task) {
            planTask(spec, seen, task.it(), facts, now, plan);
        } else {
            planCreation(spec, seen, facts, plan);
        }
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        var errored = seen.facts(Facts.class).map(Facts::problems).orElse(List.of());
        if (!errored.isEmpty()) {
            conditions.no("FullLoaded", "TablesErrored", String.join("; ", errored));
        } else if (isFinished(spec, seen)) {
            conditions.yes("FullLoaded", "Loaded", "Every table is loaded.");
        } else {
            conditions.no("FullLoaded", "NotYet", "The full load is not done.");
        }
    }

    private static String listed(List<String> tables) {
        return tables.stream().limit(LISTED).collect(Collectors.joining("; "));
    }

    static void refuseErroredTables(Facts facts, Plan.Builder<Means> plan) {
        var errored = facts.problems();
        if (!errored.isEmpty()) {
            plan.problem(new Problem(
                    FailureReason.TABLES_ERRORED,
                    "The load ended with %d tables in error: %s".formatted(errored.size(), listed(errored))));
        }
    }

    static Problem failed(Task task) {
        return new Problem(
                FailureReason.TASK_FAILED,
                "Replication task %s failed: %s".formatted(task.identifier(), task.failure()));
    }

    private static List<String> tables(EffectiveMigration spec, ObservedMigration seen) {
        return seen.facts(TablesStage.Facts.class).map(it -> it.byDms(spec)).orElse(List.of());
    }

    private static void planTask(
            EffectiveMigration spec,
            ObservedMigration seen,
            Task task,
            Facts facts,
            Instant now,
            Plan.Builder<Means> plan) {
        refuseErroredTables(facts, plan);
        if (task.hasFailed()) {
            plan.problem(failed(task));
        }
        if (plan.hasProblems()) {
            return;
        }
        var unloaded = facts.unloaded(tables(spec, seen));
        var isAddition = TablesStage.areAddedToALoad(seen);
        if (task.isRunning() && isAddition && unloaded.isEmpty()) {
            plan.step(new AwsStep(
                    "Stop replication task %s: indexes of the added tables are made".formatted(task.identifier()),
                    true,
                    aws -> aws.dmsTasks().stop(task.arn())));
        } else if (seen.facts(Assessment.class).isPresent()) {
            planStart(spec, seen.facts(Assessment.class).get(), task, now, plan);
        } else if (task.isBetweenStates() || task.isRunning()) {
            plan.waitFor(isAddition ? "Wait for the load of the added tables" : "Wait for the full load");
        } else if (task.wasNeverStarted()) {
            plan.step(start(task));
        } else if (isAddition && !task.stoppedAfterFullLoad()) {
            plan.step(ReplicationStage.resume(task));
        } else {
            plan.problem(new Problem(
                    FailureReason.TASK_FAILED,
                    "Replication task %s stopped before every table was loaded (%s): %s"
                            .formatted(task.identifier(), task.stopReason(), listed(unloaded))));
        }
    }

    /** A task that is to be assessed is started once the assessment lets it. */
    private static void planStart(
            EffectiveMigration spec, Assessment assessment, Task task, Instant now, Plan.Builder<Means> plan) {
        plan.unless(assessment.run()).unless(assessment.results());
        var verdict = assessment.verdict(now);
        if (verdict != Verdict.GO) {
            assessment.problem().ifPresent(plan::problem);
        }
        if (task.isBetweenStates() || verdict == Verdict.WAIT) {
            plan.waitFor("Wait for DMS's premigration assessment");
        } else if (verdict == Verdict.START) {
            plan.step(assessment.next(spec, task));
        } else if (verdict == Verdict.GO) {
            plan.step(start(task));
        }
    }

    private static AwsStep start(Task task) {
        return new AwsStep("Start replication task " + task.identifier(), true, aws -> aws.dmsTasks()
                .start(task.arn()));
    }

    private static void planCreation(
            EffectiveMigration spec, ObservedMigration seen, Facts facts, Plan.Builder<Means> plan) {
        var rows = facts.rowsOnTarget().value().orElse(List.of());
        if (!rows.isEmpty()) {
            plan.problem(new Problem(
                    FailureReason.BLOCKED,
                    "TargetNotEmpty: the replication task is gone and %s holds rows: empty the target's tables"
                            .formatted(rows.get(0).object())));
            return;
        }
        var provisioned = seen.facts(ProvisioningStage.Facts.class).orElseThrow();
        var task = new NewTask(
                spec.name(),
                provisioned.source().value().orElseThrow().arn(),
                provisioned.target().value().orElseThrow().arn(),
                provisioned.instance().value().orElseThrow().arn(),
                TablesStage.wanted(spec, seen),
                spec.tags());
        plan.step(new AwsStep("Create replication task " + spec.name(), true, aws -> aws.dmsTasks()
                .create(task)));
    }
}
