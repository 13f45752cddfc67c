package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** DMS reads its slot through a WAL sender. */
public final class NoFreeSenders implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "NoFreeSenders",
            "`max_wal_senders` of the source, and the senders in use",
            "DMS cannot read its replication slot",
            "ALTER SYSTEM SET max_wal_senders, and restart the source",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        // pg_stat_replication lists every sender, base backups too, whatever rights the one who asks has.
        return at.source()
                .query(
                        """
                SELECT used, allowed FROM (SELECT (SELECT count(*) FROM pg_stat_replication) AS used,
                  current_setting('max_wal_senders')::int AS allowed) senders WHERE used >= allowed
                """,
                        row -> ABOUT.found(
                                "max_wal_senders",
                                "all %d WAL senders are in use: DMS needs one".formatted(row.getInt(2)),
                                "ALTER SYSTEM SET max_wal_senders = %d, and restart the source"
                                        .formatted(row.getInt(1) + 1)));
    }
}
