package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** DMS refuses a short one. */
public final class WalSenderTimeout implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "WalSenderTimeout",
            "`wal_sender_timeout` of the source",
            "DMS's task fails when it begins to follow changes",
            "ALTER SYSTEM SET wal_sender_timeout = '60s'; SELECT pg_reload_conf()",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.source()
                .query(
                        "SELECT setting FROM pg_settings WHERE name = 'wal_sender_timeout' AND setting::int BETWEEN 1 AND 9999",
                        row -> ABOUT.found(
                                "wal_sender_timeout",
                                "wal_sender_timeout is %s ms: DMS needs 10000 or more, or 0"
                                        .formatted(row.getString(1)),
                                ABOUT.remedy()));
    }
}
