package dev.replatform.migration.stage;

import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.JournalStep;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.StartJob;
import dev.replatform.migration.dms.TaskSteps;
import dev.replatform.migration.proof.ContinuousProof;
import dev.replatform.migration.proof.LagProbe;
import dev.replatform.migration.proof.ProofFacts;
import dev.replatform.migration.proof.TableComparison;
import dev.replatform.migration.schema.NotCopied;
import dev.replatform.migration.schema.PreparedTables;
import dev.replatform.migration.schema.SchemaWork;
import dev.replatform.postgres.Comparison;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.SchemaPhase;
import dev.replatform.postgres.proof.ProofState;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.Conditions;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.Map;

/** From the end of the load to a cutover that may be approved: indexes, caught up, foreign keys, proof. */
public final class ReplicationStage implements Stage {
    private static final String INDEX = "Create indexes after the load";
    private static final String CONSTRAIN = "Create foreign keys and triggers";

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return "Replicating";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        var inputs = before.inputs();
        return before.withProof(new ProofFacts(
                        sight.job(spec.owner(), INDEX, inputs),
                        sight.job(spec.owner(), CONSTRAIN, inputs),
                        spec.validation().usesWitness()
                                ? ContinuousProof.see(spec, sight)
                                : sight.job(spec.owner(), TableComparison.WORK, inputs)))
                .withLag(LagProbe.see(spec, sight));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return seen.reached(Step.PROVED);
    }

    @Override
    public Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        var load = seen.load().orElseThrow();
        var plan = new Plan.Builder<Means>();
        load.problem().ifPresent(plan::problem);
        PreparedTables.problem(seen).ifPresent(plan::problem);
        plan.unless(load.task());
        if (plan.hasProblems()) {
            return plan.build();
        }
        if (!seen.reached(Step.INDEXED)) {
            return plan.and(index(spec, seen, now)).build();
        }
        if (!load.task().is(Task::isRunning)) {
            return plan.and(TaskSteps.replicate(load.task(), now)).build();
        }
        var lag = seen.lag().orElseThrow();
        plan.and(LagProbe.plan(spec, seen.ends().value().orElseThrow(), lag, now));
        if (!lag.isWithin(spec.maxLagSeconds())) {
            return plan.waitFor("Wait until the target has caught up").build();
        }
        return plan.and(seen.reached(Step.CONSTRAINED) ? prove(spec, seen, now) : constrain(spec, seen, now))
                .build();
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        if (seen.reached(Step.PROVED)) {
            conditions.yes("CaughtUp", "CaughtUp", "The target has caught up with the source.");
        } else if (seen.lag().filter(it -> it.isWithin(spec.maxLagSeconds())).isPresent()) {
            conditions.yes("CaughtUp", "CaughtUp", "The target has caught up with the source.");
        } else {
            conditions.no("CaughtUp", "NotYet", "The target has not caught up with the source.");
        }
        tellProof(seen, seen.proof().flatMap(it -> it.compare().problem()).orElse(null), conditions);
    }

    private static Plan<Means> index(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        var ends = seen.ends().value().orElseThrow();
        var index = seen.proof().orElseThrow().index();
        return index.result(NotCopied.class)
                .map(it -> Plan.of(noted(ends, Step.INDEXED, it, "indexes, checks and views stand")))
                .orElseGet(() -> indexes(spec, ends).plan(index, now));
    }

    private static Plan<Means> constrain(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        var ends = seen.ends().value().orElseThrow();
        var constrain = seen.proof().orElseThrow().constrain();
        return constrain
                .result(NotCopied.class)
                .map(it -> Plan.of(
                        noted(ends, Step.CONSTRAINED, it, "foreign keys, triggers and materialized views stand")))
                .orElseGet(() -> constraints(spec, ends).plan(constrain, now));
    }

    private static Plan<Means> prove(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        var ends = seen.ends().value().orElseThrow();
        var compare = seen.proof().orElseThrow().compare();
        if (spec.validation().usesWitness()) {
            var plan = ContinuousProof.plan(spec, ends, compare, now);
            return compare.result(ProofState.class)
                    .filter(ProofState::isProved)
                    .map(state -> Plan.<Means>of(proved(ends, state.tables(), state.rows(), "")))
                    .orElseGet(() -> plan.and(Plan.waitFor("Wait until the rows are proved")));
        }
        return compare.result(Comparison.Result.class)
                .map(result ->
                        Plan.<Means>of(proved(ends, result.tables(), result.rows(), String.join(", ", result.busy()))))
                .orElseGet(() -> TableComparison.job(spec, ends).plan(compare, now));
    }

    private static JournalStep proved(Ends ends, int tables, long rows, String busy) {
        return new JournalStep(
                ends,
                Step.PROVED,
                Map.of(
                        "tables", String.valueOf(tables),
                        "rows", String.valueOf(rows),
                        "busy", busy),
                "Note that source and target are equal");
    }

    private static StartJob indexes(EffectiveMigration spec, Ends ends) {
        return new StartJob(
                ends,
                INDEX,
                ends.digest(),
                "Create indexes, checks, functions and views on the target",
                false,
                (source, target, progress) ->
                        SchemaWork.copy(spec, ends, source, target, SchemaPhase.AFTER_LOAD, progress));
    }

    private static StartJob constraints(EffectiveMigration spec, Ends ends) {
        return new StartJob(
                ends,
                CONSTRAIN,
                ends.digest(),
                "Create foreign keys, triggers and materialized views on the target",
                false,
                (source, target, progress) ->
                        SchemaWork.copy(spec, ends, source, target, SchemaPhase.CAUGHT_UP, progress));
    }

    private static JournalStep noted(Ends ends, Step step, NotCopied notCopied, String what) {
        return new JournalStep(ends, step, notCopied.detail(), "Note that " + what);
    }

    private static void tellProof(ObservedMigration seen, Problem problem, Conditions conditions) {
        var type = "DataValidated";
        var switched = seen.entry(Step.SWITCHED);
        var refuted = seen.proof()
                .flatMap(ProofFacts::state)
                .filter(ProofState::isRefuted)
                .map(ContinuousProof::refuted);
        var proved = seen.entry(Step.PROVED);
        if (switched.isPresent()) {
            conditions.yes(
                    type,
                    "Equal",
                    switched.get().detail().getOrDefault(Journal.PROOF, "Source and target were equal at the switch."));
        } else if (refuted.isPresent()) {
            conditions.no(
                    type,
                    refuted.get().reason().conditionReason(),
                    refuted.get().message());
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
