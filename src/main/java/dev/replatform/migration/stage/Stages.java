package dev.replatform.migration.stage;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.dms.Alterations;
import dev.replatform.migration.dms.SlotWatch;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.Conditions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The stages in their order. The phase is the first that is not finished; only it and those before it are looked at. */
public final class Stages {
    private static final List<Stage> IN_ORDER = List.of(
            new StartAgainStage(),
            new PreflightStage(),
            new ProvisioningStage(),
            new ConnectionTestsStage(),
            new SchemaStage(),
            new TablesStage(),
            new LoadStage(),
            new ReplicationStage(),
            new CutoverStage(),
            new CleanupStage());

    private Stages() {}

    /** @return what the open stage, and those that it stands on, are about */
    public static ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        var base = before.withWitness(SlotWatch.seeWitness(spec, sight));
        if (spec.deleting()) {
            return Release.see(spec, base, sight);
        }
        var seen = base;
        for (var stage : open(base)) {
            seen = stage.observe(spec, seen, sight);
            if (!stage.isFinished(spec, seen)) {
                break;
            }
        }
        return seen;
    }

    /** @return what is due: the open stage's, and what is watched at any stage */
    public static Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        if (spec.deleting()) {
            return Release.plan(spec, seen, now);
        }
        var plan = new Plan.Builder<Means>();
        StartAgainStage.refusalAfterTheSwitch(spec, seen).ifPresent(plan::problem);
        seen.dms().ifPresent(dms -> plan.and(Alterations.tags(spec, dms)));
        current(spec, seen).ifPresent(stage -> plan.and(stage.plan(spec, seen, now)));
        return plan.and(SlotWatch.plan(spec, seen)).build();
    }

    /** @return the phase in one word */
    public static String phase(EffectiveMigration spec, ObservedMigration seen) {
        return current(spec, seen).map(stage -> stage.phase(spec, seen)).orElse("Completed");
    }

    /** Tells every stage's conditions. */
    public static void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        IN_ORDER.forEach(stage -> stage.tell(spec, seen, conditions));
    }

    private static Optional<Stage> current(EffectiveMigration spec, ObservedMigration seen) {
        return open(seen).stream()
                .filter(stage -> !stage.isFinished(spec, seen))
                .findFirst();
    }

    /**
     * After the switch there is only the clean-up: what it removes must not be made again. Behind the fence there is only the
     * cutover: nothing that AWS does not answer may keep it from being ended.
     */
    private static List<Stage> open(ObservedMigration seen) {
        if (seen.reached(Step.SWITCHED)) {
            return List.of(new CleanupStage());
        }
        return seen.reached(Step.FENCED) ? List.of(new CutoverStage()) : IN_ORDER;
    }
}
