package dev.replatform.migration.stage;

import dev.replatform.api.v1alpha1.MigrationSpec.Cutover.Mode;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.cutover.CutoverFacts;
import dev.replatform.migration.cutover.CutoverProposal;
import dev.replatform.migration.cutover.CutoverRun;
import dev.replatform.migration.cutover.FencedRoles;
import dev.replatform.migration.cutover.LiftFence;
import dev.replatform.migration.dms.TaskSteps;
import dev.replatform.migration.proof.ContinuousProof;
import dev.replatform.migration.proof.LagProbe;
import dev.replatform.migration.schema.PreparedTables;
import dev.replatform.postgres.Fence;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.proof.ProofState;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import java.time.Instant;
import java.util.List;

/** Proposed, approved, fenced, switched. */
public final class CutoverStage implements Stage {
    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return isAtWork(seen) || seen.reached(Step.FENCED) ? "CuttingOver" : "Replicating";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        var ends = before.ends().value().orElseThrow();
        var roles = before.entry(Step.FENCED)
                .map(fenced -> Seen.present(Fence.roles(fenced)))
                .orElseGet(() -> sight.ofSource(source -> FencedRoles.of(spec, ends, source)));
        var token = CutoverProposal.inputs(spec, before);
        return before.withCutover(new CutoverFacts(
                        roles,
                        roles.then(names ->
                                sight.ofSource(source -> ends.fence(source).openingSql(names))),
                        sight.cutovers().state(spec.owner(), CutoverRun.WORK, token),
                        sight.cutovers().lastProblem(spec.owner(), CutoverRun.WORK)))
                .withLag(LagProbe.see(spec, sight));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return seen.reached(Step.SWITCHED);
    }

    @Override
    public Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        if (isAtWork(seen)) {
            return Plan.waitFor("Wait for the cutover");
        }
        var ends = seen.ends().value().orElseThrow();
        var fenced = seen.entry(Step.FENCED);
        if (fenced.isPresent()) {
            return Plan.of(behindTheFence(spec, seen, ends, fenced.get(), now));
        }
        var load = seen.load().orElseThrow();
        var plan = new Plan.Builder<Means>();
        load.problem().ifPresent(plan::problem);
        plan.unless(load.task()).unless(seen.cutover().orElseThrow().appRoles());
        PreparedTables.problem(seen).ifPresent(plan::problem);
        if (plan.hasProblems()) {
            return plan.build();
        }
        if (!load.task().is(Task::isRunning)) {
            return plan.and(TaskSteps.replicate(load.task(), now)).build();
        }
        plan.and(LagProbe.plan(spec, ends, seen.lag().orElseThrow(), now));
        if (spec.validation().usesWitness()) {
            var proof = seen.proof().orElseThrow().compare();
            plan.and(ContinuousProof.plan(spec, ends, proof, now));
            var stands = proof.result(ProofState.class).filter(state -> !state.isRefuted());
            if (stands.isEmpty()) {
                return isApproved(spec, seen)
                        ? plan.waitFor("Wait until the rows are proved, then fence")
                                .build()
                        : plan.build();
            }
        }
        return isApproved(spec, seen) ? plan.and(fence(spec, seen, ends)).build() : plan.build();
    }

    /** @return what is done while the object is paused: a fence that nobody works behind is lifted */
    public static Plan<Means> planPaused(ObservedMigration seen) {
        var isForNobody = seen.reached(Step.FENCED) && !seen.reached(Step.SWITCHED) && !isAtWork(seen);
        return seen.ends()
                .value()
                .filter(ends -> isForNobody)
                .map(ends -> Plan.<Means>of(new LiftFence(ends, "the object is paused")))
                .orElse(Plan.nothing());
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        var type = "CutOver";
        var proposal = CutoverProposal.of(spec, seen);
        if (isFinished(spec, seen)) {
            conditions.yes(type, "Switched", "The target is the application's database.");
        } else if (seen.reached(Step.FENCED)) {
            conditions.no(type, "Fenced", "The application's roles cannot log in to the source.");
        } else if (proposal.isEmpty()) {
            conditions.no(type, "NotYet", "The cutover is not proposed yet.");
        } else if (spec.cutoverMode() == Mode.Never) {
            conditions.no(type, "Never", "spec.cutover.mode is Never: the target is kept in step.");
        } else {
            tellProposal(spec, seen, proposal.get().token(), conditions);
        }
    }

    private static void tellProposal(
            EffectiveMigration spec, ObservedMigration seen, String token, Conditions conditions) {
        var approve = "Approve with: kubectl annotate migration %s %s=%s --overwrite"
                .formatted(spec.owner().name(), EffectiveMigration.APPROVAL_ANNOTATION, token);
        var failure = seen.cutover().flatMap(CutoverFacts::lastFailure);
        if (failure.isPresent()) {
            conditions.no(
                    "CutOver",
                    failure.get().reason().conditionReason(),
                    "%s. The source is open again. %s".formatted(failure.get().message(), approve));
        } else if (!spec.approvals().isEmpty() && !spec.approvals().contains(token)) {
            conditions.no(
                    "CutOver",
                    "ApprovalOutdated",
                    "The approval names another cutover than the proposed one. %s".formatted(approve));
        } else {
            conditions.no("CutOver", "WaitingForApproval", approve);
        }
    }

    private static boolean isAtWork(ObservedMigration seen) {
        return seen.cutover().filter(facts -> facts.run().isRunning()).isPresent();
    }

    private static boolean isApproved(EffectiveMigration spec, ObservedMigration seen) {
        return switch (spec.cutoverMode()) {
            case Automatic -> true;
            case Manual ->
                CutoverProposal.of(spec, seen)
                        .filter(it -> spec.approvals().contains(it.token()))
                        .isPresent();
            default -> false;
        };
    }

    private static Plan<Means> fence(EffectiveMigration spec, ObservedMigration seen, Ends ends) {
        if (!seen.lag().orElseThrow().isWithin(spec.maxLagSeconds())) {
            return Plan.waitFor("Wait until the target has caught up, then fence");
        }
        return Plan.of(new CutoverRun.Start(
                spec,
                ends,
                CutoverProposal.of(spec, seen).orElseThrow(),
                seen.cutover().orElseThrow().appRoles().value().orElse(List.of())));
    }

    /** Nobody works on it: the process that fenced is gone. In time it is gone on with; too late the fence is lifted. */
    private static dev.replatform.reconcile.Step<Means> behindTheFence(
            EffectiveMigration spec, ObservedMigration seen, Ends ends, Entry fenced, Instant now) {
        return now.isBefore(CutoverRun.deadline(fenced))
                ? new CutoverRun.Start(
                        spec, ends, CutoverProposal.of(spec, seen).orElseThrow(), Fence.roles(fenced))
                : new LiftFence(ends, "its time is over");
    }
}
