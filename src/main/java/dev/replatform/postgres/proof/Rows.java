package dev.replatform.postgres.proof;

import dev.replatform.postgres.Session;
import dev.replatform.postgres.TableContents;
import dev.replatform.postgres.proof.KeyedTable.Column;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The rows of one side, as hashes that the server makes: no value but of keys leaves it. */
final class Rows {
    private final Session session;
    private final boolean bytesDiffer;

    /** @param bytesDiffer whether the two databases store text in different encodings */
    Rows(Session session, boolean bytesDiffer) {
        this.session = session;
        this.bytesDiffer = bytesDiffer;
        TableContents.printAlike(session);
    }

    /** @return how that database stores text */
    static String encoding(Session session) {
        return session.first("SHOW server_encoding", row -> row.getString(1)).orElseThrow();
    }

    /** How many rows there are, and the sum of their hashes. */
    record Digest(long rows, BigDecimal sum) {}

    /**
     * Rows from a key on.
     *
     * @param last the last row's key; empty where no row follows
     */
    record Range(Digest digest, Optional<List<String>> last) {}

    /**
     * @param after the key that the range begins behind; null for the first
     * @param to the last key; null for all that follow
     * @return so many rows at most, in the order of their keys
     */
    Range range(KeyedTable table, List<String> after, List<String> to, int most) {
        var width = table.key().size();
        var names = IntStream.range(0, width).mapToObj(i -> "k" + i).toList();
        var keys = IntStream.range(0, width)
                .mapToObj(i -> table.key().get(i).quoted() + " AS k" + i)
                .collect(Collectors.joining(", "));
        var last = "(SELECT %s::text FROM r ORDER BY "
                + names.stream().map(name -> "r." + name + " DESC").collect(Collectors.joining(", ")) + " LIMIT 1)";
        var sql = """
                WITH r AS MATERIALIZED (SELECT %s, %s AS h FROM ONLY %s t %s ORDER BY %s LIMIT %d)
                SELECT count(*), coalesce(sum(h::numeric), 0), %s FROM r
                """.formatted(
                        keys,
                        hash(table),
                        table.name().quoted(),
                        between(table, after, to),
                        table.keyColumns(),
                        most,
                        names.stream().map(last::formatted).collect(Collectors.joining(", ")));
        return session.first(
                        sql,
                        row -> new Range(
                                new Digest(row.getLong(1), row.getBigDecimal(2)),
                                row.getLong(1) < most ? Optional.empty() : Optional.of(texts(row, 3, width))),
                        bounds(after, to))
                .orElseThrow();
    }

    /** @return all rows behind the one key and up to the other; null for no bound */
    Digest between(KeyedTable table, Optional<List<String>> after, Optional<List<String>> to) {
        var sql = "SELECT count(*), coalesce(sum(%s::numeric), 0) FROM ONLY %s t %s"
                .formatted(hash(table), table.name().quoted(), between(table, after.orElse(null), to.orElse(null)));
        return session.first(
                        sql,
                        row -> new Digest(row.getLong(1), row.getBigDecimal(2)),
                        bounds(after.orElse(null), to.orElse(null)))
                .orElseThrow();
    }

    /** @return the hash of each row by its key, in the order of the keys; so many at most */
    Map<List<String>, Long> list(KeyedTable table, List<String> after, List<String> to, int most) {
        var sql = "SELECT %s, %s FROM ONLY %s t %s ORDER BY %s LIMIT %d"
                .formatted(
                        keyTexts(table),
                        hash(table),
                        table.name().quoted(),
                        between(table, after, to),
                        table.keyColumns(),
                        most);
        return hashes(table, sql, bounds(after, to));
    }

    /** @return the hash of each of these rows that is there */
    Map<List<String>, Long> of(KeyedTable table, Collection<List<String>> keys) {
        return byKey(table, keys, hash(table));
    }

    /** @return the hash of each column of one row; empty where the row is not there */
    Map<String, Long> columns(KeyedTable table, List<String> key) {
        var byColumn = new LinkedHashMap<String, Long>();
        table.columns().forEach(column -> byKey(table, List.of(key), hash(List.of(column)))
                .values()
                .forEach(hash -> byColumn.put(column.name(), hash)));
        return byColumn;
    }

    /** Each row is found by the index: a plan that reads the table for a few rows would take the source's breath. */
    private Map<List<String>, Long> byKey(KeyedTable table, Collection<List<String>> keys, String hash) {
        if (keys.isEmpty()) {
            return Map.of();
        }
        var width = table.key().size();
        var places = IntStream.range(0, width).mapToObj(i -> "?::text[]").collect(Collectors.joining(", "));
        var names = IntStream.range(0, width).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        var same = IntStream.range(0, width)
                .mapToObj(i -> "%s = k.c%d::%s"
                        .formatted(
                                table.key().get(i).quoted(),
                                i,
                                table.key().get(i).type()))
                .collect(Collectors.joining(" AND "));
        var sql = "SELECT %s, r.h FROM unnest(%s) k(%s), LATERAL (SELECT %s AS h FROM ONLY %s t WHERE %s OFFSET 0) r"
                .formatted(
                        IntStream.range(0, width).mapToObj(i -> "k.c" + i).collect(Collectors.joining(", ")),
                        places,
                        names,
                        hash,
                        table.name().quoted(),
                        same);
        var arguments = IntStream.range(0, width)
                .mapToObj(i -> keys.stream().map(key -> key.get(i)).toArray(String[]::new))
                .toArray();
        return hashes(table, sql, arguments);
    }

    private Map<List<String>, Long> hashes(KeyedTable table, String sql, Object... arguments) {
        var width = table.key().size();
        var hashes = new LinkedHashMap<List<String>, Long>();
        session.query(sql, row -> hashes.put(texts(row, 1, width), row.getLong(width + 1)), arguments);
        return hashes;
    }

    private String hash(KeyedTable table) {
        return hash(table.columns());
    }

    private String hash(List<Column> columns) {
        var row = columns.stream().map(Column::compared).collect(Collectors.joining(", ", "ROW(", ")::text"));
        return bytesDiffer
                ? "hashtextextended(encode(convert_to(%s, 'UTF8'), 'hex'), 0)".formatted(row)
                : "hashtextextended(%s, 0)".formatted(row);
    }

    private static String keyTexts(KeyedTable table) {
        return table.key().stream().map(column -> column.quoted() + "::text").collect(Collectors.joining(", "));
    }

    private static String between(KeyedTable table, List<String> after, List<String> to) {
        var place = table.key().stream().map(column -> "?::" + column.type()).collect(Collectors.joining(", "));
        var bounds = new ArrayList<String>();
        if (after != null) {
            bounds.add("(%s) > (%s)".formatted(table.keyColumns(), place));
        }
        if (to != null) {
            bounds.add("(%s) <= (%s)".formatted(table.keyColumns(), place));
        }
        return bounds.isEmpty() ? "" : "WHERE " + String.join(" AND ", bounds);
    }

    private static Object[] bounds(List<String> after, List<String> to) {
        var values = new ArrayList<String>();
        if (after != null) {
            values.addAll(after);
        }
        if (to != null) {
            values.addAll(to);
        }
        return values.toArray();
    }

    private static List<String> texts(ResultSet row, int first, int width) throws SQLException {
        var texts = new ArrayList<String>();
        for (int i = 0; i < width; i++) {
            texts.add(row.getString(first + i));
        }
        return texts;
    }
}
