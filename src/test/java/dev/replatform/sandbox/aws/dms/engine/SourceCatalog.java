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
     * LOB in DMS's sense: what the guide maps to BLOB, CLOB and NCLOB. The key is the primary key, or the index of the
     * replica identity where there is no primary key; it counts only where the change stream tells it.
     */
    private static final String COLUMNS = """
            WITH RECURSIVE base_types AS (
              SELECT oid AS type, oid AS base, -1 AS typmod FROM pg_catalog.pg_type WHERE typtype <> 'd'
              UNION ALL
              SELECT d.oid, b.base, CASE WHEN d.typtypmod = -1 THEN b.typmod ELSE d.typtypmod END
              FROM pg_catalog.pg_type d JOIN base_types b ON b.type = d.typbasetype WHERE d.typtype = 'd')
            SELECT n.nspname, c.relname, a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod),
                   t.typnamespace = 'pg_catalog'::regnamespace,
                   base.typcategory = 'A' OR base.typtype = 'c'
                     OR base.typname IN ('text', 'json', 'jsonb', 'bytea', 'xml', 'citext', 'hstore', 'tsvector', 'tsquery', 'path',
                                         'polygon', 'geometry', 'geography'),
                   a.attnotnull,
                   coalesce(a.attnum = ANY ((key.indkey::int2[])[0:key.indnkeyatts - 1]), false),
                   pg_catalog.pg_relation_size(c.oid),
                   base.typname, base.typtype, base.typcategory = 'A', coalesce(nullif(a.atttypmod, -1), b.typmod) = -1
            FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            JOIN base_types b ON b.type = t.oid
            JOIN pg_catalog.pg_type base ON base.oid = b.base
            LEFT JOIN pg_catalog.pg_index key ON key.indrelid = c.oid AND key.indimmediate
              AND CASE c.relreplident
                    WHEN 'n' THEN false
                    WHEN 'i' THEN key.indisreplident AND (key.indisprimary OR NOT EXISTS (
                      SELECT 1 FROM pg_catalog.pg_index pk WHERE pk.indrelid = c.oid AND pk.indisprimary))
                    ELSE key.indisprimary END
            WHERE c.relkind = 'r' AND c.relpersistence = 'p'
              AND n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND c.relname !~ '^awsdms_'
            ORDER BY n.nspname, c.relname, a.attnum
            """;

    private SourceCatalog() {}

    static List<SourceTable> read(Connection source, TaskPlan plan) throws SQLException {
        Map<TableName, SourceTable> tables = new LinkedHashMap<>();
        try (var statement = source.createStatement();
                var rows = statement.executeQuery(COLUMNS)) {
            while (rows.next()) {
                var name = new TableName(rows.getString(1), rows.getString(2));
                if (plan.mappings().select(name.schema(), name.table())) {
                    var table = tables.get(name);
                    if (table == null) {
                        table = new SourceTable(name, new ArrayList<>(), new ArrayList<>(), rows.getLong(9), false);
                        tables.put(name, table);
                    }
                    addColumn(table, rows, plan);
                }
            }
        }
        return tables.values().stream().map(SourceTable::asDmsTakesIt).toList();
    }

    private static void addColumn(SourceTable table, ResultSet row, TaskPlan plan) throws SQLException {
        var name = row.getString(3);
        if (plan.mappings().remove(table.name().schema(), table.name().table(), name)) {
            return;
        }
        var type = new Carriage.Type(
                row.getString(10), row.getString(11).charAt(0), row.getBoolean(12), row.getBoolean(13));
        var column = new Column(
                name,
                row.getString(4),
                row.getBoolean(5),
                row.getBoolean(6),
                row.getBoolean(7),
                type,
                Carriage.of(type, plan.attributes(), plan.belief()).orElse(null));
        table.columns().add(column);
        if (row.getBoolean(8)) {
            table.key().add(name);
        }
    }
}
