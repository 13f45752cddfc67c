package dev.replatform.sandbox.aws.dms.engine;

import dev.replatform.sandbox.aws.dms.engine.SourceTable.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads the captured tables from the source's catalog; that takes no right but CONNECT. */
final class SourceCatalog {
    /**
     * LOB in DMS's sense: text, varchar without a length, JSON, bytea, XML, arrays and what comes with text-like
     * extensions.
     */
    private static final String COLUMNS = """
            SELECT n.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
                   t.typnamespace = 'pg_catalog'::regnamespace,
                   base.typcategory = 'A'
                     OR base.typname IN ('text', 'json', 'jsonb', 'bytea', 'xml', 'citext', 'hstore')
                     OR (base.typname = 'varchar' AND a.atttypmod = -1 AND t.typtypmod = -1),
                   a.attnotnull,
                   coalesce(a.attnum = ANY ((key.indkey::int2[])[0:key.indnkeyatts - 1]), false),
                   pg_catalog.pg_relation_size(c.oid)
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            JOIN pg_catalog.pg_type base ON base.oid = coalesce(nullif(t.typbasetype, 0), t.oid)
            LEFT JOIN pg_catalog.pg_index key ON key.indrelid = c.oid
              AND CASE c.relreplident WHEN 'i' THEN key.indisreplident ELSE key.indisprimary END
            WHERE c.relkind = 'r' AND c.relpersistence = 'p'
              AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relname !~ '^awsdms_'
            ORDER BY n.nspname, c.relname, a.attnum
            """;

    private SourceCatalog() {}

    static List<SourceTable> read(Connection source, TableMappings mappings) throws SQLException {
        Map<TableName, SourceTable> tables = new LinkedHashMap<>();
        try (var statement = source.createStatement();
                var rows = statement.executeQuery(COLUMNS)) {
            while (rows.next()) {
                var name = new TableName(rows.getString(1), rows.getString(2));
                if (mappings.select(name.schema(), name.table())) {
                    var table = tables.get(name);
                    if (table == null) {
                        table = new SourceTable(name, new ArrayList<>(), new ArrayList<>(), rows.getLong(9));
                        tables.put(name, table);
                    }
                    addColumn(table, rows, mappings);
                }
            }
        }
        return List.copyOf(tables.values());
    }

    private static void addColumn(SourceTable table, ResultSet row, TableMappings mappings) throws SQLException {
        var column = row.getString(3);
        if (mappings.remove(table.name().schema(), table.name().table(), column)) {
            return;
        }
        table.columns()
                .add(new Column(column, row.getString(4), row.getBoolean(5), row.getBoolean(6), row.getBoolean(7)));
        if (row.getBoolean(8)) {
            table.key().add(column);
        }
    }
}
