package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.preflight.Severity;
import java.util.List;
import java.util.Objects;

/** What is loaded must fit. */
public final class TargetStorage implements Check<BothEnds> {
    private static final long GIB = 1L << 30;
    /** What RDS makes where nothing is declared. */
    private static final int SMALLEST = 20;

    private static final double FULL = 0.8;

    private static final About ABOUT = About.blocker(
                    "TargetStorage",
                    "the size of the tables that move, and the storage of the target",
                    "the load stops with a full disk",
                    "raise spec.storage.allocatedStorageGiB of the Database, or set maxAllocatedStorageGiB",
                    "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.StorageTypes.html")
            .goesOnUnseen();

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var bytes = at.ofSourceTables(
                        "SELECT coalesce(sum(pg_total_relation_size(oid)), 0)::bigint FROM moved",
                        row -> row.getLong(1))
                .get(0);
        var room = Objects.requireNonNullElse(at.targetGib(), SMALLEST) * GIB;
        if (bytes <= room * FULL) {
            return List.of();
        }
        var needed = (int) (bytes / FULL / GIB) + 1;
        if (at.targetGib() == null) {
            return List.of(ABOUT.unseen(
                    "target",
                    "the Database declares no storage, and the tables that move take %d GiB with their indexes"
                            .formatted((bytes + GIB - 1) / GIB),
                    "declare spec.storage.allocatedStorageGiB of the Database, %d or more".formatted(needed)));
        }
        var severity = bytes > room ? Severity.BLOCKER : Severity.WARNING;
        return List.of(ABOUT.found(
                severity,
                "target",
                "the tables that move take %d GiB with their indexes, and the target has %d GiB"
                        .formatted((bytes + GIB - 1) / GIB, at.targetGib()),
                "raise spec.storage.allocatedStorageGiB of the Database to %d or more".formatted(needed)));
    }
}
