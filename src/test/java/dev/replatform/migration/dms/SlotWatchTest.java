package dev.replatform.migration.dms;

import static dev.replatform.migration.Migrations.reached;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.Migrations;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.SlotLimits;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.ReplicationSlot;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import org.junit.jupiter.api.Test;

/** What is said and done about write-ahead log that stays on the source's disk. */
class SlotWatchTest {
    private static final long GIB = 1L << 30;
    private static final EffectiveMigration STALLS = Migrations.withSlot(new SlotLimits(5, 20, false));
    private static final EffectiveMigration DROPS = Migrations.withSlot(new SlotLimits(5, 20, true));

    @Test
    void aSlotThatHoldsBackLittleIsNoNews() {
        assertThat(plan(STALLS, retaining(5 * GIB)).isEmpty()).isTrue();
        assertThat(SlotWatch.warning(STALLS, retaining(5 * GIB))).isEmpty();
    }

    @Test
    void aboveTheFirstLimitThereIsAWarningAndNothingIsDone() {
        assertThat(SlotWatch.warning(STALLS, retaining(5 * GIB + 1))).isPresent();
        assertThat(plan(DROPS, retaining(20 * GIB)).isEmpty()).isTrue();
    }

    @Test
    void aboveTheSecondAPersonIsTold() {
        var plan = plan(STALLS, retaining(20 * GIB + 1));

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.problems()).extracting(Problem::reason).containsExactly(FailureReason.SLOT_RETAINS_TOO_MUCH);
        assertThat(plan.problems().get(0).message()).contains("slot_1 holds back more than 20 GiB");
    }

    @Test
    void orTheSlotGoesWhereThatWasAskedFor() {
        assertThat(plan(DROPS, retaining(21 * GIB)).sentences())
                .containsExactly(
                        "Drop replication slot slot_1, which holds back 21 GiB of write-ahead log on the source");
    }

    @Test
    void fromTheFenceOnNothingIsDoneToIt() {
        var fenced = reached(Step.LOADING, Step.PROVED, Step.FENCED).withSlot(holding(21 * GIB));

        assertThat(plan(DROPS, fenced).isEmpty()).isTrue();
        assertThat(plan(STALLS, fenced).isEmpty()).isTrue();
    }

    @Test
    void nothingIsDoneOutOfWhatCouldNotBeSeen() {
        var unseen = reached(Step.LOADING).withSlot(Seen.unknown(FailureReason.DATABASE_BUSY, "Slot: later"));

        assertThat(plan(DROPS, unseen).isEmpty()).isTrue();
    }

    private static Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen) {
        return SlotWatch.plan(spec, seen);
    }

    private static ObservedMigration retaining(long bytes) {
        return reached(Step.LOADING, Step.SCHEMA_PREPARED).withSlot(holding(bytes));
    }

    private static Seen<ReplicationSlot> holding(long bytes) {
        return Seen.present(new ReplicationSlot("slot_1", true, bytes));
    }
}
