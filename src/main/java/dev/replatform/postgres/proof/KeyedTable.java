package dev.replatform.postgres.proof;

import dev.replatform.ownership.Owner;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A table whose rows have a key that the witness tells: its replica identity's index, or else its primary key.
 *
 * @param key in the order of the index
 * @param columns all that there are, in the order of their names
 */
record KeyedTable(TableName name, List<Column> key, List<Column> columns) {
    /** Types whose values every server puts in the same order; text follows the server's own collation. */
    private static final Set<String> SAME_ORDER = Set.of(
            "bool", "bytea", "date", "int2", "int4", "int8", "numeric", "oid", "timestamp", "timestamptz", "uuid");

    private static final String COLUMNS = """
            SELECT n.nspname, c.relname, a.attname, format_type(a.atttypid, -1), coalesce(b.typname, t.typname), a.atttypmod,
              coalesce(array_position(k.columns, a.attnum), 0)
            FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_type t ON t.oid = a.atttypid LEFT JOIN pg_type b ON b.oid = t.typbasetype AND t.typtype = 'd'
            JOIN LATERAL (SELECT (i.indkey::int2[])[0:i.indnkeyatts - 1] AS columns FROM pg_index i
                          WHERE i.indrelid = c.oid AND i.indisvalid
                            AND CASE c.relreplident WHEN 'i' THEN i.indisreplident ELSE i.indisprimary END) k ON true
            WHERE c.relkind = 'r' AND n.nspname = ANY (?::text[])
            ORDER BY 1, 2, 3
            """;

    /**
     * A column.
     *
     * @param type as SQL spells it
     * @param kind the type's bare name; of a domain its base type's
     * @param modifier -1 where the type has none
     */
    record Column(String name, String type, String kind, int modifier) {
        String quoted() {
            return "t.\"" + name.replace("\"", "\"\"") + "\"";
        }

        /** @return what is hashed: the value as PostgreSQL compares it where that is not how it prints */
        String compared() {
            return switch (kind) {
                case "float4", "float8" -> kind + "send(" + quoted() + ")";
                case "numeric" -> modifier == -1 ? withoutTrailingZeros() : quoted();
                default -> quoted();
            };
        }

        /** As {@code trim_scale} does, which PostgreSQL 12 does not have. */
        private String withoutTrailingZeros() {
            return "CASE WHEN %1$s::text LIKE '%%.%%' THEN rtrim(rtrim(%1$s::text, '0'), '.') ELSE %1$s::text END"
                    .formatted(quoted());
        }
    }

    /** @return those of the tables that have such a key, in the order of their names */
    static List<KeyedTable> among(Session source, Collection<TableName> tables) {
        var wanted = new HashSet<>(tables);
        var schemas = tables.stream().map(TableName::schema).distinct().toArray(String[]::new);
        var found = new TreeMap<TableName, List<Placed>>();
        source
                .query(
                        COLUMNS,
                        row -> new Placed(
                                new TableName(row.getString(1), row.getString(2)),
                                new Column(row.getString(3), row.getString(4), row.getString(5), row.getInt(6)),
                                row.getInt(7)),
                        (Object) schemas)
                .stream()
                .filter(placed -> wanted.contains(placed.table()))
                .forEach(placed -> found.computeIfAbsent(placed.table(), name -> new ArrayList<>())
                        .add(placed));
        return found.entrySet().stream()
                .map(table -> of(table.getKey(), table.getValue()))
                .toList();
    }

    private static KeyedTable of(TableName name, List<Placed> columns) {
        return new KeyedTable(
                name,
                columns.stream()
                        .filter(it -> it.place() > 0)
                        .sorted(Comparator.comparingInt(Placed::place))
                        .map(Placed::column)
                        .toList(),
                columns.stream().map(Placed::column).toList());
    }

    /** @return whether a range of keys holds the same rows on both servers */
    boolean isOrderedAlike() {
        return key.stream().map(Column::kind).allMatch(SAME_ORDER::contains);
    }

    /** @return changes when a column or the key does: what was proved before counts no more */
    String definition() {
        return Owner.sha256(key.toString() + columns).substring(0, 16);
    }

    String keyColumns() {
        return key.stream().map(Column::quoted).collect(Collectors.joining(", "));
    }

    /** @param place in the key, from 1; 0 where it is none of it */
    private record Placed(TableName table, Column column, int place) {}
}
