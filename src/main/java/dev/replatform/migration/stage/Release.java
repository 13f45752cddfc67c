package dev.replatform.migration.stage;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.Map;

/**
 * What becomes of a Migration that is deleted. Before the switch the fence is lifted and the run is closed; after it the
 * source stays fenced. Then what DMS has is removed; neither database's rows are touched.
 */
final class Release {
    private Release() {}

    /** The namespace goes too, and the Secrets and the Database went before: nobody can make it possible to ask the ends. */
    record WithItsNamespace() {}

    static ObservedMigration see(EffectiveMigration spec, ObservedMigration base, Sight sight) {
        var seen = base.with(Removal.see(spec, sight));
        var isAlone = base.ends().isUnknown()
                && sight.peers().isNamespaceBeingDeleted(spec.owner().namespace());
        return isAlone ? seen.with(new WithItsNamespace()) : seen;
    }

    static void plan(EffectiveMigration spec, ObservedMigration seen, Plan.Builder<Means> plan) {
        if (seen.reached(Step.COMPLETED)) {
            return;
        }
        var removal = seen.facts(Removal.Facts.class).orElseThrow();
        plan.unless(removal.task());
        if (!seen.reached(Step.SWITCHED)) {
            planRelease(spec, seen, removal, plan);
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

    private static void planRelease(
            EffectiveMigration spec, ObservedMigration seen, Removal.Facts removal, Plan.Builder<Means> plan) {
        if (spec.sourceIsGone() || seen.facts(WithItsNamespace.class).isPresent()) {
            return;
        }
        if (removal.task().isPresent()) {
            plan.unless(seen.target());
            seen.ends().problem().or(seen.source()::problem).ifPresent(why -> plan.problem(slotMayRemain(why)));
        }
        var ends = seen.ends().value();
        if (plan.hasProblems()
                || ends.isEmpty()
                || !seen.source().isPresent()
                || !seen.target().isPresent()) {
            return;
        }
        if (seen.reached(Step.FENCED)) {
            plan.step(new CutoverRun.LiftFence(ends.get(), "the migration is deleted before the switch"));
        }
        if (plan.isIdle() && seen.reached(Step.LOADING)) {
            plan.step(new JournalStep(ends.get(), Step.RELEASED, Map.of(), "Note that this run is closed"));
        }
    }
}
