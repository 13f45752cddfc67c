package dev.replatform.migration.stage;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.Conditions;
import java.time.Instant;

/** One stage of the journey. */
public interface Stage {
    /** @return the phase that the status shows while this is the first stage that is not finished */
    String phase(EffectiveMigration spec, ObservedMigration seen);

    /** Reads what this stage is about; no side effects. */
    ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight);

    /** @return whether the next stage may begin */
    boolean isFinished(EffectiveMigration spec, ObservedMigration seen);

    /** @return what is due; asked only while this is the first stage that is not finished */
    Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen, Instant now);

    /** Tells the stage's conditions; called for every stage. */
    void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions);
}
