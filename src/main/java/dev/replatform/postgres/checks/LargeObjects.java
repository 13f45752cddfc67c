package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** Large objects are rows of a system table, which DMS leaves alone. */
public final class LargeObjects implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "LargeObjects",
            "`pg_largeobject_metadata` of the source",
            "DMS does not move large objects: the columns that name them would point nowhere",
            "UPDATE the tables to hold lo_get(oid) in a bytea column, then SELECT lo_unlink(oid)",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.source()
                .query(
                        "SELECT count(*), min(oid::bigint) FROM pg_largeobject_metadata HAVING count(*) > 0",
                        row -> ABOUT.found(
                                "pg_largeobject",
                                "there are %d large objects, the first with oid %d: DMS does not move them"
                                        .formatted(row.getLong(1), row.getLong(2)),
                                "move their content into bytea columns (lo_get) or files, then SELECT lo_unlink(oid) FROM pg_largeobject_metadata"));
    }
}
