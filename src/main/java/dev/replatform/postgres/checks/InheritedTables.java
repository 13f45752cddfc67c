package dev.replatform.postgres.checks;

import dev.replatform.postgres.TableName;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.Map;

/** Who reads a parent reads its children too. */
public final class InheritedTables implements Check<BothEnds> {
    private static final int LONGEST = 200;

    private static final About ABOUT = About.blocker(
            "InheritedTables",
            "tables that others inherit from, as tables were partitioned before PostgreSQL 10",
            "DMS loads the children's rows a second time, into the parent",
            "name the parent in spec.tables.copyUnderFence; or exclude it if it is empty (SELECT FROM ONLY)",
            Pages.manual("ddl-inherit"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at
                .ofSourceTables(
                        """
                        SELECT moved.nspname, moved.relname, string_agg(child.relname, ', ' ORDER BY child.relname), count(*),
                          format('%I.%I', moved.nspname, moved.relname)
                        FROM moved JOIN pg_inherits i ON i.inhparent = moved.oid JOIN pg_class child ON child.oid = i.inhrelid AND NOT child.relispartition
                        GROUP BY moved.nspname, moved.relname ORDER BY 1, 2
                        """,
                        row -> Map.entry(
                                new TableName(row.getString(1), row.getString(2)),
                                ABOUT.found(
                                        row.getString(1) + "." + row.getString(2),
                                        "%d tables inherit from it (%s): DMS would load their rows into it a second time"
                                                .formatted(row.getInt(4), shortened(row.getString(3))),
                                        "exclude it if SELECT count(*) FROM ONLY %s is 0; else name it in spec.tables.copyUnderFence"
                                                .formatted(row.getString(5)))))
                .stream()
                .filter(parent -> !at.patterns().isCopiedUnderFence(parent.getKey()))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static String shortened(String names) {
        return names.length() <= LONGEST ? names : names.substring(0, LONGEST) + "...";
    }
}
