package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** A slot that may lose its log is lost with it. */
public final class SlotWalLimit implements Check<BothEnds> {
    private static final About ABOUT = About.warning(
            "SlotWalLimit",
            "`max_slot_wal_keep_size` of the source",
            "where DMS falls behind by more, its slot is lost, and the migration begins again",
            "ALTER SYSTEM SET max_slot_wal_keep_size = -1; SELECT pg_reload_conf()",
            "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.AssessmentReport.PG.html");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.source()
                .query(
                        """
                SELECT value FROM (SELECT current_setting('max_slot_wal_keep_size', true) AS value) it WHERE value NOT IN ('-1', '-1MB')
                """,
                        row -> ABOUT.found(
                                "max_slot_wal_keep_size",
                                "the source drops the slots' log from %s on: a migration that falls behind is lost"
                                        .formatted(row.getString(1)),
                                ABOUT.remedy() + ", and let spec.slot watch the disk"));
    }
}
