package dev.replatform.postgres;

import java.util.Comparator;

/** A table with its schema. */
public record TableName(String schema, String table) implements Comparable<TableName> {
    private static final Comparator<TableName> ORDER =
            Comparator.comparing(TableName::schema).thenComparing(TableName::table);

    /** @return {@code schema.table}, for messages */
    public String inWords() {
        return schema + "." + table;
    }

    /** @return both names quoted, as SQL takes them */
    public String quoted() {
        return quoted(schema) + "." + quoted(table);
    }

    /** @return one name as SQL takes it, whatever its characters */
    static String quoted(String name) {
        return "\"" + name.replace("\"", "\"\"") + "\"";
    }

    @Override
    public int compareTo(TableName other) {
        return ORDER.compare(this, other);
    }
}
