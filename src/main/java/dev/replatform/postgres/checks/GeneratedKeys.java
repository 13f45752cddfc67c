package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** The target computes a generated column itself, so DMS does not write it. */
public final class GeneratedKeys implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "GeneratedKeys",
            "primary keys over generated columns",
            "DMS cannot find the row of an update or delete",
            "ALTER TABLE \"shop\".\"orders\" ALTER COLUMN ... DROP EXPRESSION",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.ofSourceTables(
                """
                SELECT nspname || '.' || relname, attname, format('ALTER TABLE %I.%I ALTER COLUMN %I DROP EXPRESSION', nspname, relname, attname)
                FROM moved JOIN pg_index i ON i.indrelid = moved.oid AND i.indisprimary
                JOIN pg_attribute a ON a.attrelid = moved.oid AND a.attnum = ANY (i.indkey) AND a.attgenerated <> '' ORDER BY 1, 2
                """,
                row -> ABOUT.found(
                        row.getString(1),
                        "column %s of its primary key is generated: DMS does not write it, and cannot find rows by it"
                                .formatted(row.getString(2)),
                        row.getString(3) + ", or exclude the table"));
    }
}
