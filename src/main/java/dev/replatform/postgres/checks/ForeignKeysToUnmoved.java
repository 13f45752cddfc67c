package dev.replatform.postgres.checks;

import dev.replatform.postgres.TableName;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

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
        var byKey = at
                .ofSourceTables(
                        """
                        SELECT moved.nspname || '.' || moved.relname, k.conname, target.nspname || '.' || r.relname,
                          format('ALTER TABLE %I.%I DROP CONSTRAINT %I', moved.nspname, moved.relname, k.conname), ns.nspname, leaf.relname
                        FROM moved JOIN pg_constraint k ON k.conrelid = moved.oid AND k.contype = 'f' AND k.conparentid = 0
                        JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace target ON target.oid = r.relnamespace
                        CROSS JOIN LATERAL (SELECT k.confrelid AS oid WHERE r.relkind = 'r'
                          UNION SELECT relid FROM pg_partition_tree(k.confrelid) WHERE isleaf) leaves
                        JOIN pg_class leaf ON leaf.oid = leaves.oid JOIN pg_namespace ns ON ns.oid = leaf.relnamespace
                        ORDER BY 1, 2
                        """,
                        row -> Map.entry(
                                new Key(row.getString(1), row.getString(2), row.getString(3), row.getString(4)),
                                at.patterns().moves(new TableName(row.getString(5), row.getString(6)))))
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, Boolean::logicalOr, LinkedHashMap::new));
        return byKey.entrySet().stream()
                .filter(key -> !key.getValue())
                .map(key -> key.getKey().found())
                .toList();
    }

    /** One foreign key; of a partitioned table it is enough that one of its partitions moves. */
    private record Key(String table, String name, String target, String drop) {
        Finding found() {
            return ABOUT.found(
                    table,
                    "foreign key %s refers to %s, whose rows do not move".formatted(name, target),
                    "add %s to spec.tables.include (and take it out of exclude); or %s".formatted(target, drop));
        }
    }
}
