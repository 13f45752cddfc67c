package dev.replatform.postgres;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which tables move. A pattern is {@code schema.table}; {@code *} stands for any characters, everything else for itself.
 *
 * @param include tables that move
 * @param exclude tables whose rows stay behind
 * @param insertOnly tables without a key that are only inserted into: copied by the operator, not by DMS
 */
public record TablePatterns(List<String> include, List<String> exclude, List<String> insertOnly) {
    /** @return whether the table is meant to move, were it not excluded */
    public boolean includes(TableName table) {
        return any(include, table);
    }

    /** @return whether the table's rows move */
    public boolean moves(TableName table) {
        return any(include, table) && !any(exclude, table);
    }

    /** @return whether the operator copies its rows under the fence */
    public boolean isInsertOnly(TableName table) {
        return moves(table) && any(insertOnly, table);
    }

    /** @return whether a schema of that name may hold tables that move */
    public boolean includesSchema(String schema) {
        return include.stream().anyMatch(pattern -> glob(pattern.substring(0, pattern.indexOf('.')), schema));
    }

    private static boolean any(List<String> patterns, TableName table) {
        return patterns.stream().anyMatch(pattern -> {
            var dot = pattern.indexOf('.');
            return glob(pattern.substring(0, dot), table.schema()) && glob(pattern.substring(dot + 1), table.table());
        });
    }

    private static boolean glob(String pattern, String name) {
        var regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
        return Pattern.matches(regex, name);
    }
}
