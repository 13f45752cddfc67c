package dev.replatform.migration.stage;

import dev.replatform.api.v1alpha1.MigrationSpec.Cutover.Mode;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.cutover.CutoverRun;
import dev.replatform.migration.cutover.CutoverToken;
import dev.replatform.migration.proof.LagProbe;
import dev.replatform.postgres.Fence;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.Conditions;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Proposed, approved, fenced, switched. */
public final class CutoverStage implements Stage {
    /**
     * What decides whether the cutover may begin.
     *
     * @param appRoles who will be fenced
     * @param unfenceSql what a person runs to lift the fence should the operator be gone
     * @param run the supervised job from fence to switch
     * @param lastFailure why the last cutover was taken back
     */
    public record Facts(
            Seen<List<String>> appRoles,
            Seen<List<String>> unfenceSql,
            JobState run,
            Optional<Problem> lastFailure,
            LagProbe.Facts lag) {
        /** @return how far the target is behind; empty where it was never measured */
        public Optional<Duration> measuredLag() {
            return lag.last();
        }
    }

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        var running =
                seen.facts(Facts.class).filter(facts -> facts.run().isRunning()).isPresent();
        return running || seen.reached(Step.FENCED) ? "CuttingOver" : "Replicating";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        var ends = before.ends().value().orElseThrow();
        var roles = before.entry(Step.FENCED)
                .map(fenced -> Seen.present(Fence.roles(fenced)))
                .orElseGet(() -> sight.ofSource(source -> PreflightStage.appRoles(spec, ends, source)));
        var token = token(spec, before).orElse("");
        return before.with(new Facts(
                roles,
                roles.then(names -> sight.ofSource(source -> ends.fence(source).openingSql(names))),
                sight.cutovers().state(spec.owner(), CutoverRun.WORK, token),
                sight.cutovers().lastProblem(spec.owner(), CutoverRun.WORK),
                LagProbe.see(spec, sight)));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return seen.reached(Step.SWITCHED);
    }

    @Override
    public void plan(EffectiveMigration spec, ObservedMigration seen, Instant now, Plan.Builder<Means> plan) {
        var facts = seen.facts(Facts.class).orElseThrow();
        var ends = seen.ends().value().orElseThrow();
        if (facts.run().isRunning()) {
            plan.waitFor("Wait for the cutover");
            return;
        }
        var fenced = seen.entry(Step.FENCED);
        if (fenced.isPresent()) {
            planFenced(spec, seen, ends, fenced.get(), now, plan);
            return;
        }
        var load = seen.facts(LoadStage.Facts.class).orElseThrow();
        LoadStage.refuseErroredTables(load, plan);
        plan.unless(load.task()).unless(facts.appRoles());
        TablesStage.refuseChanged(seen, plan);
        if (plan.hasProblems() || !ReplicationStage.isReplicating(load, now, plan)) {
            return;
        }
        LagProbe.plan(spec, ends, facts.lag(), now, plan);
        if (isApproved(spec, seen)) {
            planFence(spec, seen, ends, facts, plan);
        }
    }

    /** @return what is done while the object is paused: a fence that nobody works behind is lifted */
    public static Plan<Means> planPaused(ObservedMigration seen) {
        var plan = new Plan.Builder<Means>();
        var isAtWork =
                seen.facts(Facts.class).filter(facts -> facts.run().isRunning()).isPresent();
        if (seen.reached(Step.FENCED) && !seen.reached(Step.SWITCHED) && !isAtWork) {
            seen.ends().value().ifPresent(ends -> plan.step(new CutoverRun.LiftFence(ends, "the object is paused")));
        }
        return plan.build();
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        var type = "CutOver";
        var token = token(spec, seen);
        if (isFinished(spec, seen)) {
            conditions.yes(type, "Switched", "The target is the application's database.");
        } else if (seen.reached(Step.FENCED)) {
            conditions.no(type, "Fenced", "The application's roles cannot log in to the source.");
        } else if (token.isEmpty()) {
            conditions.no(type, "NotYet", "The cutover is not proposed yet.");
        } else if (spec.cutoverMode() == Mode.Never) {
            conditions.no(type, "Never", "spec.cutover.mode is Never: the target is kept in step.");
        } else {
            tellProposal(spec, seen, token.get(), conditions);
        }
    }

    private static void tellProposal(
            EffectiveMigration spec, ObservedMigration seen, String token, Conditions conditions) {
        var approve = "Approve with: kubectl annotate migration %s %s=%s --overwrite"
                .formatted(spec.owner().name(), EffectiveMigration.APPROVAL_ANNOTATION, token);
        var failure = seen.facts(Facts.class).flatMap(Facts::lastFailure);
        if (failure.isPresent()) {
            conditions.no(
                    "CutOver",
                    failure.get().reason().conditionReason(),
                    "%s. The source is open again. %s".formatted(failure.get().message(), approve));
        } else if (spec.approval() != null && !spec.approval().equals(token)) {
            conditions.no(
                    "CutOver",
                    "ApprovalOutdated",
                    "The approval names another cutover than the proposed one. %s".formatted(approve));
        } else {
            conditions.no("CutOver", "WaitingForApproval", approve);
        }
    }

    /** @return the token that approves this cutover; empty until it is proposed */
    public static Optional<String> token(EffectiveMigration spec, ObservedMigration seen) {
        return seen.entry(Step.PROVED).map(proved -> CutoverToken.of(spec.owner(), proved.at()));
    }

    private static boolean isApproved(EffectiveMigration spec, ObservedMigration seen) {
        return switch (spec.cutoverMode()) {
            case Automatic -> true;
            case Manual ->
                token(spec, seen).filter(it -> it.equals(spec.approval())).isPresent();
            default -> false;
        };
    }

    private static void planFence(
            EffectiveMigration spec, ObservedMigration seen, Ends ends, Facts facts, Plan.Builder<Means> plan) {
        if (!facts.lag().isWithin(spec.maxLagSeconds())) {
            plan.waitFor("Wait until the target has caught up, then fence");
            return;
        }
        plan.step(new CutoverRun.Start(
                spec,
                ends,
                token(spec, seen).orElseThrow(),
                facts.appRoles().value().orElse(List.of())));
    }

    /** Nobody works on it: the process that fenced is gone. In time it is gone on with; too late the fence is lifted. */
    private static void planFenced(
            EffectiveMigration spec,
            ObservedMigration seen,
            Ends ends,
            Entry fenced,
            Instant now,
            Plan.Builder<Means> plan) {
        if (now.isBefore(CutoverRun.deadline(fenced))) {
            plan.step(new CutoverRun.Start(spec, ends, token(spec, seen).orElseThrow(), Fence.roles(fenced)));
        } else {
            plan.step(new CutoverRun.LiftFence(ends, "its time is over"));
        }
    }
}
