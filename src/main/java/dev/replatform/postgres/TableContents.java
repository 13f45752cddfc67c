package dev.replatform.postgres;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** What is in a table: its rows counted, and its content as a checksum that needs neither order nor a key. */
public final class TableContents {
    /** Under which every value prints the same on both sides, whatever database, role or version. */
    private static final String FIXED_SETTINGS = """
            SET timezone = 'UTC'; SET datestyle = 'ISO, YMD'; SET intervalstyle = 'iso_8601'; SET extra_float_digits = 1;
            SET bytea_output = 'hex'; SET xmlbinary = 'base64'; SET lc_monetary = 'C'; SET row_security = off;
            """;

    private final Session session;

    public TableContents(Session session) {
        this.session = session;
        printAlike(session);
    }

    /** From now on the session prints a value as every session does that was told so. */
    public static void printAlike(Session session) {
        session.execute(FIXED_SETTINGS);
    }

    /**
     * Rows and their checksum.
     *
     * @param checksum sum over all rows of a 64-bit hash of the row's text; zero for an empty table
     */
    public record Contents(long rows, BigDecimal checksum) {}

    /**
     * @param columns in the order in which both sides are to be read
     * @return rows and checksum
     */
    public Contents contents(TableName table, List<String> columns) {
        var text = columns.isEmpty()
                ? "''"
                : columns.stream()
                        .map(column -> "t.\"" + column.replace("\"", "\"\"") + "\"")
                        .collect(Collectors.joining(", ", "ROW(", ")::text"));
        var sql = "SELECT count(*), coalesce(sum(hashtextextended(%s, 0)::numeric), 0) FROM ONLY %s t"
                .formatted(text, table.quoted());
        return session.first(sql, row -> new Contents(row.getLong(1), row.getBigDecimal(2)))
                .orElseThrow();
    }

    /** @return the columns of a table by name, dropped ones left out */
    public List<String> columns(TableName table) {
        return session.query("""
                SELECT a.attname FROM pg_attribute a
                JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = ? AND c.relname = ? AND a.attnum > 0 AND NOT a.attisdropped
                ORDER BY a.attname
                """, row -> row.getString(1), table.schema(), table.table());
    }
}
