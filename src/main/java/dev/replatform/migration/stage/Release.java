package dev.replatform.migration.stage;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.JournalStep;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.cutover.CutoverRun;
import dev.replatform.migration.dms.Removal;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What becomes of a Migration that is deleted. Before the switch the fence is lifted and the run is closed; after it the
 * source stays fenced, and the target gets what it must have before an application works with it. Then what DMS has is
 * removed; neither database's rows are touched.
 */
final class Release {
    private Release() {}

    /**
     * What may still be under way.
     *
     * @param cutover the job from fence to switch: it takes its fence back by itself, or ends it by the switch
     * @param opening the target is opened anew where that job was cut off
     */
    record Facts(JobState cutover, JobState opening) {}

    /** The namespace goes too, and the Secrets and the Database went before: nobody can make it possible to ask the ends. */
    record WithItsNamespace() {}

    static ObservedMigration see(EffectiveMigration spec, ObservedMigration base, Sight sight) {
        var token = CutoverStage.token(spec, base).orElse("");
        var seen = base.with(Removal.see(spec, sight))
                .with(new Facts(
                        sight.cutovers().state(spec.owner(), CutoverRun.WORK, token),
                        sight.job(spec.owner(), CleanupStage.OPEN, token)));
        var isAlone = base.ends().isUnknown()
                && sight.peers().isNamespaceBeingDeleted(spec.owner().namespace());
        return isAlone ? seen.with(new WithItsNamespace()) : seen;
    }

    static void plan(EffectiveMigration spec, ObservedMigration seen, Instant now, Plan.Builder<Means> plan) {
        if (seen.reached(Step.COMPLETED)) {
            return;
        }
        var removal = seen.facts(Removal.Facts.class).orElseThrow();
        plan.unless(removal.task());
        if (!seen.reached(Step.OPENED)) {
            ends(spec, seen, removal, plan).ifPresent(ends -> planEnd(spec, seen, ends, now, plan));
        }
        if (plan.isIdle()) {
            Removal.plan(spec, removal, false, plan);
        }
    }

    /** A fence can only stand where a task was made: without one an unreachable source holds nobody up. */
    private static Problem slotMayRemain(Problem why) {
        return new Problem(
                FailureReason.SLOT_MAY_REMAIN,
                "A replication slot, and a fence, may remain on the source, which cannot be asked (%s): mend that, or, where the source is gone for good, annotate the Migration with %s=true"
                        .formatted(why.message(), EffectiveMigration.SOURCE_GONE_ANNOTATION));
    }

    /** @return both databases; empty where they cannot be asked, which is a problem unless nothing can remain there */
    private static Optional<Ends> ends(
            EffectiveMigration spec, ObservedMigration seen, Removal.Facts removal, Plan.Builder<Means> plan) {
        if (spec.sourceIsGone() || seen.facts(WithItsNamespace.class).isPresent()) {
            return Optional.empty();
        }
        if (removal.task().isPresent()) {
            plan.unless(seen.target());
            seen.ends().problem().or(seen.source()::problem).ifPresent(why -> plan.problem(slotMayRemain(why)));
        }
        return seen.ends()
                .value()
                .filter(ends -> !plan.hasProblems()
                        && seen.source().isPresent()
                        && seen.target().isPresent());
    }

    private static void planEnd(
            EffectiveMigration spec, ObservedMigration seen, Ends ends, Instant now, Plan.Builder<Means> plan) {
        var facts = seen.facts(Facts.class).orElseThrow();
        if (facts.cutover().isRunning()) {
            plan.waitFor("Wait until the cutover that runs has switched or is taken back");
        } else if (seen.reached(Step.SWITCHED)) {
            CleanupStage.opening(spec, seen, ends).isDone(facts.opening(), now, plan);
        } else if (seen.reached(Step.FENCED)) {
            plan.step(new CutoverRun.LiftFence(ends, "the migration is deleted before the switch"));
        } else if (plan.isIdle() && seen.reached(Step.LOADING)) {
            plan.step(new JournalStep(ends, Step.RELEASED, Map.of(), "Note that this run is closed"));
        }
    }
}
