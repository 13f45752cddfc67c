package dev.replatform.migration;

import dev.replatform.api.v1alpha1.MigrationSpec;
import java.util.Objects;

/**
 * How much write-ahead log the slot may hold back on the source, whose disk it fills.
 *
 * @param dropsSlot whether the slot goes, and the run with it, where it is too much; else a person is told
 */
public record SlotLimits(int warnGib, int maxGib, boolean dropsSlot) {
    private static final long GIB = 1L << 30;
    private static final int DEFAULT_WARN_GIB = 5;
    private static final int DEFAULT_MAX_GIB = 20;

    /** @return how much is too much */
    public long maxBytes() {
        return maxGib * GIB;
    }

    /** @return from how much on it is worth a warning */
    public long warnBytes() {
        return warnGib * GIB;
    }

    /** @param slot null where nothing is said */
    static SlotLimits of(MigrationSpec.Slot slot) {
        return slot == null
                ? new SlotLimits(DEFAULT_WARN_GIB, DEFAULT_MAX_GIB, false)
                : new SlotLimits(
                        Objects.requireNonNullElse(slot.warnRetainedGiB(), DEFAULT_WARN_GIB),
                        Objects.requireNonNullElse(slot.maxRetainedGiB(), DEFAULT_MAX_GIB),
                        slot.onExceeded() == MigrationSpec.Slot.OnExceeded.DropSlot);
    }
}
