package dev.replatform.postgres.checks;

import dev.replatform.postgres.TableName;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

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
        return Stream.concat(tables(at), columns(at).stream()).toList();
    }

    private static Stream<Finding> tables(BothEnds at) {
        return at
                .ofSourceTables(
                        """
                        SELECT n.nspname, c.relname, moved.nspname || '.' || moved.relname, format('%I.%I', moved.nspname, moved.relname)
                        FROM moved JOIN pg_class c ON lower(c.relname) = lower(moved.relname) AND c.relkind = 'r' AND c.oid <> moved.oid
                        JOIN pg_namespace n ON n.oid = c.relnamespace AND lower(n.nspname) = lower(moved.nspname)
                        WHERE moved.oid < c.oid OR NOT EXISTS (SELECT FROM moved other WHERE other.oid = c.oid) ORDER BY 3, 1, 2
                        """,
                        row -> Map.entry(
                                new TableName(row.getString(1), row.getString(2)),
                                differs(
                                        row.getString(3),
                                        "the table's name differs by case only from %s.%s"
                                                .formatted(row.getString(1), row.getString(2)),
                                        "ALTER TABLE %s RENAME TO ..., or exclude one of them"
                                                .formatted(row.getString(4)))))
                .stream()
                .filter(pair -> at.patterns().moves(pair.getKey()))
                .map(Map.Entry::getValue);
    }

    private static List<Finding> columns(BothEnds at) {
        return at.ofSourceTables(
                """
                SELECT nspname || '.' || relname, string_agg(attname, ', ' ORDER BY attname), format('%I.%I', nspname, relname)
                FROM moved JOIN pg_attribute a ON a.attrelid = moved.oid AND a.attnum > 0 AND NOT a.attisdropped
                GROUP BY nspname, relname, lower(attname) HAVING count(*) > 1 ORDER BY 1, 2
                """,
                row -> differs(
                        row.getString(1),
                        "the columns %s differ by case only".formatted(row.getString(2)),
                        "ALTER TABLE %s RENAME COLUMN ... TO ...".formatted(row.getString(3))));
    }

    private static Finding differs(String object, String what, String remedy) {
        return ABOUT.found(object, what + ", which DMS does not tell apart", remedy);
    }
}
