package dev.replatform.sandbox.aws.dms.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The statements that change one row. Values go as untyped text: the target's server knows its columns' types. */
final class RowStatements {
    private final Connection target;

    RowStatements(Connection target) {
        this.target = target;
    }

    /** @return how many rows were inserted */
    int insert(TableName table, Map<String, String> row, boolean passOverConflicts) throws SQLException {
        var columns = List.copyOf(row.keySet());
        var places = IntStream.range(0, columns.size()).mapToObj(i -> "?").collect(Collectors.joining(", "));
        var sql = columns.isEmpty()
                ? "INSERT INTO " + table.sql() + " DEFAULT VALUES"
                : "INSERT INTO " + table.sql() + " (" + quoted(columns, ", ", "") + ") VALUES (" + places + ")";
        return execute(sql + (passOverConflicts ? " ON CONFLICT DO NOTHING" : ""), row.values(), List.of());
    }

    /** @return how many rows were found */
    int update(TableName table, Map<String, String> values, Map<String, String> key) throws SQLException {
        return execute(
                "UPDATE " + table.sql() + " SET " + quoted(values.keySet(), ", ", " = ?") + where(key),
                values.values(),
                key.values());
    }

    /** @return how many rows were found */
    int delete(TableName table, Map<String, String> key) throws SQLException {
        return execute("DELETE FROM " + table.sql() + where(key), key.values(), List.of());
    }

    private int execute(String sql, Collection<String> first, Collection<String> then) throws SQLException {
        try (var statement = target.prepareStatement(sql)) {
            var place = 1;
            for (var values : List.of(first, then)) {
                for (var value : values) {
                    if (value == null) {
                        statement.setNull(place, Types.NULL);
                    } else {
                        statement.setObject(place, value, Types.OTHER);
                    }
                    place++;
                }
            }
            return statement.executeUpdate();
        }
    }

    private static String where(Map<String, String> key) {
        return " WHERE " + quoted(key.keySet(), " AND ", " = ?");
    }

    private static String quoted(Collection<String> names, String between, String after) {
        return names.stream().map(name -> TableName.quoted(name) + after).collect(Collectors.joining(between));
    }
}
