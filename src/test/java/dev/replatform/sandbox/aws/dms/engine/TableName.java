package dev.replatform.sandbox.aws.dms.engine;

/**
 * A table's name.
 *
 * @param schema as PostgreSQL stores it, unquoted
 * @param table likewise
 */
public record TableName(String schema, String table) {
    /** Quoted as SQL takes it. */
    String sql() {
        return quoted(schema) + "." + quoted(table);
    }

    static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    @Override
    public String toString() {
        return schema + "." + table;
    }
}
