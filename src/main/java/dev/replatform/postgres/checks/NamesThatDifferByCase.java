package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** DMS does not tell "Orders" from "orders". */
public final class NamesThatDifferByCase implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "NamesThatDifferByCase",
            "names of tables that move, and of their columns, without regard to case",
            "DMS loads one of them into the other",
            "ALTER TABLE \"shop\".\"Orders\" RENAME TO ...; or exclude one of them",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.ofSourceTables(
                """
                SELECT min(nspname || '.' || relname), string_agg(nspname || '.' || relname, ', ' ORDER BY nspname, relname), 'tables', min(format('%I.%I', nspname, relname))
                FROM moved GROUP BY lower(nspname), lower(relname) HAVING count(*) > 1
                UNION ALL
                SELECT nspname || '.' || relname, string_agg(attname, ', ' ORDER BY attname), 'columns', format('%I.%I', nspname, relname)
                FROM moved JOIN pg_attribute a ON a.attrelid = moved.oid AND a.attnum > 0 AND NOT a.attisdropped
                GROUP BY nspname, relname, lower(attname) HAVING count(*) > 1
                ORDER BY 1, 2
                """,
                row -> ABOUT.found(
                        row.getString(1),
                        "the %s %s differ by case only, which DMS does not tell apart"
                                .formatted(row.getString(3), row.getString(2)),
                        row.getString(3).equals("tables")
                                ? "ALTER TABLE %s RENAME TO ..., or exclude one of them".formatted(row.getString(4))
                                : "ALTER TABLE %s RENAME COLUMN ... TO ...".formatted(row.getString(4))));
    }
}
