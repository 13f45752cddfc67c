package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** A slot that nobody reads fills the disk. */
public final class OrphanedSlots implements Check<BothEnds> {
    private static final About ABOUT = About.warning(
            "OrphanedSlots",
            "replication slots of the source that nobody reads",
            "the source keeps write-ahead log for them until its disk is full",
            "SELECT pg_drop_replication_slot('NAME')",
            Pages.manual("view-pg-replication-slots"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.source()
                .query(
                        """
                SELECT slot_name, coalesce(restart_lsn::text, '-'), quote_literal(slot_name) FROM pg_replication_slots
                WHERE NOT active AND NOT temporary ORDER BY slot_name
                """,
                        row -> ABOUT.found(
                                row.getString(1),
                                "nobody reads the slot: the source keeps all write-ahead log from %s on"
                                        .formatted(row.getString(2)),
                                "SELECT pg_drop_replication_slot(%s) if nobody needs it".formatted(row.getString(3))));
    }
}
