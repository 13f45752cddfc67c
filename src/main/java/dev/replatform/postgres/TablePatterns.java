package dev.replatform.postgres;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which tables move, and how. A pattern is {@code schema.table}; {@code *} stands for any characters, everything else for
 * itself. A name with a dot in it is quoted as SQL does it, {@code public."orders.2024.csv"}: within the quotes everything
 * stands for itself, and a quote is written twice.
 */
public final class TablePatterns {
    /** One name of a pattern: quoted, or with no dot in it. */
    private static final String NAME = "(\"(?:[^\"]|\"\")+\"|[^.\"][^.]*)";

    private static final Pattern PATTERN = Pattern.compile(NAME + "\\." + NAME);
    private static final Pattern NEEDS_QUOTES = Pattern.compile("[.*]|^\"");

    private final List<TablePattern> include;
    private final List<TablePattern> exclude;
    private final List<TablePattern> insertOnly;
    private final List<TablePattern> copyUnderFence;

    private record TablePattern(Pattern schema, Pattern table) {
        boolean matches(TableName name) {
            return schema.matcher(name.schema()).matches()
                    && table.matcher(name.table()).matches();
        }
    }

    /**
     * @param include tables that move
     * @param exclude tables whose rows stay behind
     * @param insertOnly tables without a key that are only inserted into: copied by the operator, not by DMS
     * @param copyUnderFence tables that DMS would not carry as they are: copied by the operator as well
     * @throws IllegalArgumentException where one is no pattern; the API server has refused such a one before
     */
    public TablePatterns(
            List<String> include, List<String> exclude, List<String> insertOnly, List<String> copyUnderFence) {
        this.include = parsed(include);
        this.exclude = parsed(exclude);
        this.insertOnly = parsed(insertOnly);
        this.copyUnderFence = parsed(copyUnderFence);
    }

    /** @return the pattern that stands for this table and no other */
    public static String of(TableName table) {
        return name(table.schema()) + "." + name(table.table());
    }

    /** @return whether the table is meant to move, were it not excluded */
    public boolean includes(TableName table) {
        return any(include, table);
    }

    /** @return whether the table's rows move */
    public boolean moves(TableName table) {
        return any(include, table) && !any(exclude, table);
    }

    /** @return whether the operator copies its rows under the fence, so that DMS has nothing to do with it */
    public boolean isCopiedUnderFence(TableName table) {
        return moves(table) && (any(insertOnly, table) || any(copyUnderFence, table));
    }

    /** @return whether a schema of that name may hold tables that move */
    public boolean includesSchema(String schema) {
        return include.stream()
                .anyMatch(pattern -> pattern.schema().matcher(schema).matches());
    }

    @Override
    public String toString() {
        return List.of(include, exclude, insertOnly, copyUnderFence).toString();
    }

    private static boolean any(List<TablePattern> patterns, TableName table) {
        return patterns.stream().anyMatch(pattern -> pattern.matches(table));
    }

    private static List<TablePattern> parsed(List<String> patterns) {
        return patterns.stream().map(TablePatterns::parsed).toList();
    }

    private static TablePattern parsed(String pattern) {
        var names = PATTERN.matcher(pattern);
        if (!names.matches()) {
            throw new IllegalArgumentException(pattern + " is no pattern of schema.table");
        }
        return new TablePattern(glob(names.group(1)), glob(names.group(2)));
    }

    private static Pattern glob(String name) {
        if (name.startsWith("\"")) {
            return Pattern.compile(
                    Pattern.quote(name.substring(1, name.length() - 1).replace("\"\"", "\"")));
        }
        return Pattern.compile(Pattern.quote(name).replace("*", "\\E.*\\Q"), Pattern.DOTALL);
    }

    private static String name(String name) {
        return NEEDS_QUOTES.matcher(name).find() ? TableName.quoted(name) : name;
    }
}
