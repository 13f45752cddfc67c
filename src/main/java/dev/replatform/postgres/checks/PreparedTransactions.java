package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** A transaction that is prepared waits for somebody, for ever. */
public final class PreparedTransactions implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "PreparedTransactions",
            "`pg_prepared_xacts` of the source",
            "the replication slot cannot be made, as it waits for every open transaction; and a prepared one could commit behind the fence",
            "COMMIT PREPARED 'GID' or ROLLBACK PREPARED 'GID'",
            Pages.manual("sql-prepare-transaction"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.source()
                .query(
                        "SELECT gid, owner, prepared::timestamptz(0)::text, quote_literal(gid) FROM pg_prepared_xacts WHERE database = current_database() ORDER BY 1",
                        row -> ABOUT.found(
                                row.getString(1),
                                "%s prepared a transaction at %s: the slot cannot be made, and it could commit behind the fence"
                                        .formatted(row.getString(2), row.getString(3)),
                                "COMMIT PREPARED %1$s or ROLLBACK PREPARED %1$s".formatted(row.getString(4))));
    }
}
