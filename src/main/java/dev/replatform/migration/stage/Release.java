package dev.replatform.migration.stage;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.JournalStep;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.cutover.CutoverProposal;
import dev.replatform.migration.cutover.CutoverRun;
import dev.replatform.migration.cutover.DeletionFacts;
import dev.replatform.migration.cutover.LiftFence;
import dev.replatform.migration.cutover.TargetOpening;
import dev.replatform.migration.dms.DmsResources;
import dev.replatform.migration.dms.Removal;
import dev.replatform.migration.proof.DropWitness;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What becomes of a Migration that is deleted. Before the switch the fence is lifted and the run is closed; after it the
 * source stays fenced, and the target gets what it must have before an application works with it. Then what DMS has is
 * removed; neither database's rows are touched.
 */
final class Release {
    private Release() {}

    static ObservedMigration see(EffectiveMigration spec, ObservedMigration base, Sight sight) {
        var token = CutoverProposal.inputs(spec, base);
        return base.withDeletion(new DeletionFacts(
                sight.cutovers().state(spec.owner(), CutoverRun.WORK, token),
                sight.job(spec.owner(), TargetOpening.WORK, token),
                DmsResources.see(spec, sight),
                base.ends().isUnknown()
                        && sight.peers().isNamespaceBeingDeleted(spec.owner().namespace())));
    }

    /** @return finished where nothing is left to do */
    static Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        var plan = new Plan.Builder<Means>();
        if (seen.reached(Step.COMPLETED)) {
            return plan.buildForDeletion();
        }
        var facts = seen.deletion().orElseThrow();
        plan.unless(facts.remaining().task());
        var maySlotRemain = facts.remaining().task().isPresent() || seen.reached(Step.SCHEMA_PREPARED);
        var mustAsk = !seen.reached(Step.OPENED) && !spec.sourceIsGone() && !facts.goesWithItsNamespace();
        if (mustAsk && maySlotRemain) {
            unreachable(seen).forEach(plan::problem);
        }
        var canAsk = seen.ends().isPresent()
                && seen.source().isPresent()
                && seen.target().isPresent();
        var isDecided = !seen.reached(Step.FENCED) || seen.reached(Step.SWITCHED);
        if (canAsk
                && isDecided
                && !facts.cutover().isRunning()
                && seen.witness().isPresent()) {
            return plan.step(new DropWitness(
                            seen.ends().value().orElseThrow(),
                            seen.witness().value().orElseThrow()))
                    .buildForDeletion();
        }
        if (mustAsk && canAsk && !plan.hasProblems()) {
            plan.and(end(spec, seen, facts, now));
        }
        if (plan.isIdle()) {
            plan.and(Removal.plan(spec, facts.remaining(), false));
        }
        return plan.buildForDeletion();
    }

    /** @return why what must not stay cannot be taken back: it can only stand where a task was made */
    private static List<Problem> unreachable(ObservedMigration seen) {
        var problems = new ArrayList<Problem>();
        seen.target().problem().ifPresent(problems::add);
        seen.ends()
                .problem()
                .or(seen.source()::problem)
                .map(Release::slotMayRemain)
                .ifPresent(problems::add);
        return problems;
    }

    private static Plan<Means> end(EffectiveMigration spec, ObservedMigration seen, DeletionFacts facts, Instant now) {
        var ends = seen.ends().value().orElseThrow();
        if (facts.cutover().isRunning()) {
            return Plan.waitFor("Wait until the cutover that runs has switched or is taken back");
        }
        if (seen.reached(Step.SWITCHED)) {
            return TargetOpening.job(spec, ends, CutoverProposal.inputs(spec, seen))
                    .plan(facts.opening(), now);
        }
        if (seen.reached(Step.FENCED)) {
            return Plan.of(new LiftFence(ends, "the migration is deleted before the switch"));
        }
        return seen.reached(Step.LOADING)
                ? Plan.of(new JournalStep(ends, Step.RELEASED, Map.of(), "Note that this run is closed"))
                : Plan.nothing();
    }

    /** A fence can only stand where a task was made: without one an unreachable source holds nobody up. */
    private static Problem slotMayRemain(Problem why) {
        return new Problem(
                FailureReason.SLOT_MAY_REMAIN,
                "A replication slot, and a fence, may remain on the source, which cannot be asked (%s): mend that, or, where the source is gone for good, annotate the Migration with %s=true"
                        .formatted(why.message(), EffectiveMigration.SOURCE_GONE_ANNOTATION));
    }
}
