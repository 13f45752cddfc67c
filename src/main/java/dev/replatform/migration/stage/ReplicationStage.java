package dev.replatform.migration.stage;

import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.JournalStep;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Pause;
import dev.replatform.migration.Sight;
import dev.replatform.migration.StartJob;
import dev.replatform.migration.dms.AwsStep;
import dev.replatform.migration.proof.LagProbe;
import dev.replatform.postgres.AppLogin;
import dev.replatform.postgres.Comparison;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.SchemaPhase;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.TableName;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.status.ProblemException;
import dev.replatform.work.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** From the end of the load to a cutover that may be approved: indexes, caught up, foreign keys, proof. */
public final class ReplicationStage implements Stage {
    private static final String INDEX = "Create indexes after the load";
    private static final String CONSTRAIN = "Create foreign keys and triggers";
    public static final String COMPARE = "Compare source and target";
    private static final Duration RESUMED_AFTER_FAILURE = Duration.ofSeconds(30);
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);
    private static final int ROUNDS = 5;

    /** The long works of this stage, and how far the target is behind. */
    public record Facts(JobState index, JobState constrain, JobState compare, LagProbe.Facts lag) {
        /** @return how far the target is behind; empty where it was never measured */
        public Optional<Duration> measuredLag() {
            return lag.last();
        }
    }

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return "Replicating";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        var inputs = ProvisioningStage.inputs(before);
        return before.with(new Facts(
                sight.job(spec.owner(), INDEX, inputs),
                sight.job(spec.owner(), CONSTRAIN, inputs),
                sight.job(spec.owner(), COMPARE, inputs),
                LagProbe.see(spec, sight)));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return seen.reached(Step.PROVED);
    }

    @Override
    public void plan(EffectiveMigration spec, ObservedMigration seen, Instant now, Plan.Builder<Means> plan) {
        var facts = seen.facts(Facts.class).orElseThrow();
        var load = seen.facts(LoadStage.Facts.class).orElseThrow();
        var ends = seen.ends().value().orElseThrow();
        LoadStage.refuseErroredTables(load, plan);
        TablesStage.refuseChanged(seen, plan);
        plan.unless(load.task());
        if (plan.hasProblems()) {
            return;
        }
        if (!seen.reached(Step.INDEXED)) {
            if (indexes(spec, ends).isDone(facts.index(), now, plan)) {
                plan.step(noted(ends, Step.INDEXED, "indexes, checks and views stand"));
            }
            return;
        }
        if (!isReplicating(load, now, plan)) {
            return;
        }
        LagProbe.plan(spec, ends, facts.lag(), now, plan);
        if (!facts.lag().isWithin(spec.maxLagSeconds())) {
            plan.waitFor("Wait until the target has caught up");
        } else if (!seen.reached(Step.CONSTRAINED)) {
            if (constraints(spec, ends).isDone(facts.constrain(), now, plan)) {
                plan.step(noted(ends, Step.CONSTRAINED, "foreign keys, triggers and materialized views stand"));
            }
        } else {
            planProof(spec, ends, facts.compare(), now, plan);
        }
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        var facts = seen.facts(Facts.class);
        if (seen.reached(Step.PROVED)) {
            conditions.yes("CaughtUp", "CaughtUp", "The target has caught up with the source.");
        } else if (facts.filter(it -> it.lag().isWithin(spec.maxLagSeconds())).isPresent()) {
            conditions.yes("CaughtUp", "CaughtUp", "The target has caught up with the source.");
        } else {
            conditions.no("CaughtUp", "NotYet", "The target has not caught up with the source.");
        }
        tellProof(seen, facts.flatMap(it -> it.compare().problem()).orElse(null), conditions);
    }

    /**
     * Resumes a task that stopped where it was told to. One that failed goes on from where it came to as well: what made it
     * fail is told, and may be mended meanwhile.
     *
     * @return whether it runs
     */
    static boolean isReplicating(LoadStage.Facts load, Instant now, Plan.Builder<Means> plan) {
        var task = load.task().value();
        if (task.isEmpty()) {
            plan.problem(new Problem(
                    FailureReason.TASK_FAILED,
                    "The replication task is gone although rows were loaded: empty the target and start again"));
            return false;
        }
        if (task.get().isRunning()) {
            return true;
        }
        if (task.get().isStopped()) {
            plan.step(resume(task.get()));
        } else if (task.get().hasFailed()) {
            plan.problem(LoadStage.failed(task.get()));
            if (isToBeResumed(task.get(), now)) {
                plan.step(resume(task.get()));
            }
        } else {
            plan.waitFor("Wait for replication task %s (%s)"
                    .formatted(task.get().identifier(), task.get().status()));
        }
        return false;
    }

    private static boolean isToBeResumed(Task failed, Instant now) {
        return failed.restingSince() == null
                || !now.isBefore(failed.restingSince().plus(RESUMED_AFTER_FAILURE));
    }

    static AwsStep resume(Task task) {
        return new AwsStep("Resume replication task " + task.identifier(), true, aws -> aws.dmsTasks()
                .resume(task.arn()));
    }

    /** @return the tables that DMS keeps in step: all that move but those that the operator copies under the fence */
    static List<TableName> replicated(EffectiveMigration spec, Session source) {
        return new SourceCatalog(source, spec.tables())
                .tables().stream()
                        .map(SourceTable::name)
                        .filter(table -> !spec.tables().isCopiedUnderFence(table))
                        .toList();
    }

    private static void planProof(
            EffectiveMigration spec, Ends ends, JobState compare, Instant now, Plan.Builder<Means> plan) {
        if (comparison(spec, ends).isDone(compare, now, plan)) {
            var result = compare.result(Comparison.Result.class).orElseThrow();
            plan.step(new JournalStep(
                    ends,
                    Step.PROVED,
                    Map.of(
                            "tables", String.valueOf(result.tables()),
                            "rows", String.valueOf(result.rows()),
                            "busy", String.join(", ", result.busy())),
                    "Note that source and target are equal"));
        }
    }

    private static StartJob indexes(EffectiveMigration spec, Ends ends) {
        return new StartJob(
                ends,
                INDEX,
                ends.digest(),
                "Create indexes, checks, functions and views on the target",
                false,
                (source, target, progress) -> {
                    SchemaStage.copy(spec, ends, source, target, SchemaPhase.AFTER_LOAD, progress);
                    return INDEX;
                });
    }

    private static StartJob constraints(EffectiveMigration spec, Ends ends) {
        return new StartJob(
                ends,
                CONSTRAIN,
                ends.digest(),
                "Create foreign keys, triggers and materialized views on the target",
                false,
                (source, target, progress) -> {
                    SchemaStage.copy(spec, ends, source, target, SchemaPhase.CAUGHT_UP, progress);
                    return CONSTRAIN;
                });
    }

    private static StartJob comparison(EffectiveMigration spec, Ends ends) {
        return new StartJob(
                ends,
                COMPARE,
                ends.digest(),
                "Compare every table of source and target",
                false,
                (source, target, progress) -> compare(spec, ends, source, target));
    }

    private static Comparison.Result compare(EffectiveMigration spec, Ends ends, Session source, Session target) {
        var tables = replicated(spec, source);
        var refused = AppLogin.refused(ends.target(), ends.app(), tables);
        if (refused.isPresent()) {
            throw new ProblemException(FailureReason.PERMISSION_DENIED, refused.get());
        }
        var result = new Comparison(source, target).ofLive(tables, ROUNDS, () -> Pause.of(BETWEEN_ROUNDS));
        if (!result.isEqual()) {
            throw new ProblemException(
                    FailureReason.DATA_DIFFERS,
                    "Source and target differ: "
                            + result.different().stream().limit(10).collect(Collectors.joining("; ")));
        }
        return result;
    }

    private static JournalStep noted(Ends ends, Step step, String what) {
        return new JournalStep(ends, step, Map.of(), "Note that " + what);
    }

    private static void tellProof(ObservedMigration seen, Problem problem, Conditions conditions) {
        var type = "DataValidated";
        var compared = seen.entry(Step.COMPARED);
        var proved = seen.entry(Step.PROVED);
        if (compared.isPresent()) {
            var different = compared.get().detail().getOrDefault("different", "");
            if (different.isEmpty()) {
                conditions.yes(
                        type, "Equal", compared.get().detail().getOrDefault("text", "Source and target are equal."));
            } else {
                conditions.no(type, FailureReason.DATA_DIFFERS.conditionReason(), different);
            }
        } else if (proved.isPresent()) {
            var detail = proved.get().detail();
            var busy = detail.getOrDefault("busy", "");
            conditions.yes(
                    type,
                    "EqualBeforeCutover",
                    "%s tables, %s rows: equal%s."
                            .formatted(
                                    detail.getOrDefault("tables", "All"),
                                    detail.getOrDefault("rows", "all"),
                                    busy.isEmpty()
                                            ? ""
                                            : "; compared again under the fence, as they are written to: " + busy));
        } else if (problem != null) {
            conditions.no(type, problem.reason().conditionReason(), problem.message());
        } else {
            conditions.no(type, "NotYet", "Source and target are not compared yet.");
        }
    }
}
