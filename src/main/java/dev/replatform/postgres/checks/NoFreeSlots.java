package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** DMS needs a replication slot, and the operator one of its own. */
public final class NoFreeSlots implements Check<BothEnds> {
    private static final int NEEDED = 2;

    private static final About ABOUT = About.blocker(
            "NoFreeSlots",
            "`max_replication_slots` of the source, and the slots in use",
            "DMS's task or the operator cannot make its replication slot",
            "SELECT pg_drop_replication_slot('NAME') for a slot that nobody needs; or ALTER SYSTEM SET max_replication_slots, and restart the source",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.source()
                .query(
                        """
                SELECT used, allowed FROM (SELECT (SELECT count(*) FROM pg_replication_slots) AS used,
                  current_setting('max_replication_slots')::int AS allowed) slots WHERE allowed - used < ?
                """,
                        row -> ABOUT.found(
                                "max_replication_slots",
                                "%d of %d replication slots are in use, and two are needed: DMS's and the operator's"
                                        .formatted(row.getInt(1), row.getInt(2)),
                                "drop a slot that nobody needs; or ALTER SYSTEM SET max_replication_slots = %d, and restart the source"
                                        .formatted(row.getInt(1) + NEEDED)),
                        NEEDED);
    }
}
