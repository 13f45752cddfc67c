package dev.replatform.postgres;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** Values that stand in the source's rows and for which DMS's types have no room. */
public final class OddValues {
    private static final String BETWEEN_COLUMNS = "\u0001";
    private static final String BETWEEN_PARTS = "\u0002";

    private final Session source;

    public OddValues(Session source) {
        this.source = source;
    }

    /** A table's query. */
    public record Look(TableName table, String statement) {}

    /**
     * Values of a column.
     *
     * @param kind in words, for example {@code years before Christ}
     */
    public record Found(String column, String kind, long rows) {}

    /** @return a look for each table of the schemas that has columns of such types */
    public List<Look> looks(List<String> schemas) {
        return source.query(
                SqlFile.read("common") + SqlFile.read("odd_values"),
                row -> new Look(
                        new TableName(row.getString("schema"), row.getString("table")), row.getString("statement")),
                String.join("\u0001", schemas));
    }

    /** @return what stands in the table; reads all its rows once */
    public List<Found> in(Look look) {
        return source.first(look.statement(), row -> row.getString(1)).stream()
                .flatMap(found -> found.isEmpty() ? Stream.of() : Arrays.stream(found.split(BETWEEN_COLUMNS, -1)))
                .map(found -> found.split(BETWEEN_PARTS, -1))
                .map(parts -> new Found(parts[0], parts[1], Long.parseLong(parts[2])))
                .toList();
    }

    /** @return the size of a table in words */
    public String size(TableName table) {
        return source.first(
                        "SELECT pg_size_pretty(pg_table_size(?::text::regclass))",
                        row -> row.getString(1),
                        table.quoted())
                .orElse("");
    }
}
