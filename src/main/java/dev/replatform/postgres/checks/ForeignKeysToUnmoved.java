package dev.replatform.postgres.checks;

import dev.replatform.postgres.TableName;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** A foreign key needs the rows that it refers to. */
public final class ForeignKeysToUnmoved implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "ForeignKeysToUnmoved",
            "foreign keys of tables that move to tables that do not",
            "the foreign key cannot be made when the load is done",
            "include the table that the finding names; or ALTER TABLE ... DROP CONSTRAINT",
            Pages.manual("ddl-constraints"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var keys = at.ofSourceTables(
                """
                , leaves AS (SELECT oid FROM moved UNION SELECT pg_partition_root(oid) FROM moved WHERE pg_partition_root(oid) IS NOT NULL
                  UNION SELECT inhparent FROM moved JOIN pg_inherits ON inhrelid = moved.oid)
                SELECT nspname || '.' || relname, k.conname, k.confrelid::regclass::text,
                  format('ALTER TABLE %I.%I DROP CONSTRAINT %I', nspname, relname, k.conname),
                  (SELECT n.nspname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.oid = k.confrelid),
                  (SELECT c.relname FROM pg_class c WHERE c.oid = k.confrelid)
                FROM moved JOIN pg_constraint k ON k.conrelid = moved.oid AND k.contype = 'f' AND k.conparentid = 0
                WHERE NOT EXISTS (SELECT FROM leaves WHERE leaves.oid = k.confrelid) ORDER BY 1, 2
                """,
                row -> new ForeignKey(
                        row.getString(1),
                        row.getString(2),
                        row.getString(3),
                        row.getString(4),
                        new TableName(row.getString(5), row.getString(6))));
        // Tables that are added to a Migration refer to ones that move already and are not looked at again.
        return keys.stream()
                .filter(key -> !at.patterns().moves(key.to()))
                .map(key -> ABOUT.found(
                        key.table(),
                        "foreign key %s refers to %s, whose rows do not move".formatted(key.name(), key.toInSql()),
                        "add %s to spec.tables.include (and take it out of exclude); or %s"
                                .formatted(key.toInSql(), key.drop())))
                .toList();
    }

    private record ForeignKey(String table, String name, String toInSql, String drop, TableName to) {}
}
