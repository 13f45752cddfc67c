package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** The write-ahead log must hold what logical decoding needs. */
public final class NoLogicalReplication implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "NoLogicalReplication",
            "`wal_level` of the source",
            "DMS cannot follow changes: only the full load would work",
            "ALTER SYSTEM SET wal_level = logical, and restart the source",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.source()
                .query(
                        "SELECT setting, pending_restart FROM pg_settings WHERE name = 'wal_level' AND setting <> 'logical'",
                        row -> ABOUT.found(
                                "wal_level",
                                "wal_level is %s: DMS cannot follow changes".formatted(row.getString(1)),
                                row.getBoolean(2) ? "restart the source: the setting waits for it" : ABOUT.remedy()));
    }
}
