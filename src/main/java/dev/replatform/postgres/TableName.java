package dev.replatform.postgres;

/** A table with its schema. */
public record TableName(String schema, String table) implements Comparable<TableName> {
    /** @return {@code schema.table}, for messages */
    public String inWords() {
        return schema + "." + table;
    }

    /** @return both names quoted */
    String quoted() {
        return "\"" + schema.replace("\"", "\"\"") + "\".\"" + table.replace("\"", "\"\"") + "\"";
    }

    @Override
    public int compareTo(TableName other) {
        return inWords().compareTo(other.inWords());
    }
}
