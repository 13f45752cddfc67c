package dev.replatform.sandbox.aws.dms.engine;

import dev.replatform.sandbox.aws.dms.engine.SourceTable.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;

/**
 * Prepares a table on the target. DMS makes what is missing with columns and primary key, nothing else. <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Target.PostgreSQL.html">User guide</a>.
 */
final class TargetTables {
    private TargetTables() {}

    static void prepare(Connection target, SourceTable table, String prepMode) throws SQLException {
        var sql = table.name().sql();
        try (var statement = target.createStatement()) {
            if (prepMode.equals("DROP_AND_CREATE")) {
                statement.execute("DROP TABLE IF EXISTS " + sql);
            }
            if (!exists(target, table)) {
                Missing.make(
                        target,
                        "CREATE SCHEMA IF NOT EXISTS "
                                + TableName.quoted(table.name().schema()));
                statement.execute(definition(table));
            } else if (prepMode.equals("TRUNCATE_BEFORE_LOAD")) {
                statement.execute("TRUNCATE TABLE " + sql);
            }
        }
    }

    private static boolean exists(Connection target, SourceTable table) throws SQLException {
        try (var query = target.prepareStatement("SELECT pg_catalog.to_regclass(?) IS NOT NULL")) {
            query.setString(1, table.name().sql());
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getBoolean(1);
            }
        }
    }

    private static String definition(SourceTable table) {
        var columns = table.columns().stream()
                .map(column -> TableName.quoted(column.name()) + " " + type(column)
                        + (column.notNull() && !column.lob() ? " NOT NULL" : ""))
                .collect(Collectors.joining(", "));
        var key = table.key().stream().map(TableName::quoted).collect(Collectors.joining(", "));
        return "CREATE TABLE " + table.name().sql() + " (" + columns
                + (key.isEmpty() ? "" : ", PRIMARY KEY (" + key + ")") + ")";
    }

    /** What becomes of a type on its way through DMS's own types. */
    private static String type(Column column) {
        if (!column.builtIn()) {
            return "character varying(8000)";
        }
        return switch (column.type()) {
            case "character varying" -> "character varying(8000)";
            case "numeric" -> "numeric(28,6)";
            case "boolean" -> "character varying(5)";
            default -> column.type();
        };
    }
}
