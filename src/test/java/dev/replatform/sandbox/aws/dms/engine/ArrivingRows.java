package dev.replatform.sandbox.aws.dms.engine;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.stream.Collectors;

/** What becomes of a row on its way: each value by its column's carriage, LOBs cut where they are too long. */
final class ArrivingRows {
    private static final String NULL = "\\N";

    private final SourceTable table;
    private final LobLimit limit;
    private final boolean arePlain;

    ArrivingRows(SourceTable table, LobLimit limit) {
        this.table = table;
        this.limit = limit;
        this.arePlain = table.columns().stream()
                .allMatch(column ->
                        column.carriage() == Carriage.AS_IT_IS && (!column.lob() || limit.bytes() == Long.MAX_VALUE));
    }

    /** @return the value of a column as it arrives; null stays null */
    String value(String column, String value) throws SQLException {
        if (value == null) {
            return null;
        }
        for (var known : table.columns()) {
            if (known.name().equals(column)) {
                return value(known, value);
            }
        }
        return value;
    }

    /** @param row of COPY's text format, with its line's end */
    byte[] of(byte[] row) throws SQLException {
        if (arePlain) {
            return row;
        }
        var fields = new String(row, 0, row.length - 1, StandardCharsets.UTF_8).split("\t", -1);
        var arriving = new ArrayList<String>();
        for (var i = 0; i < fields.length; i++) {
            var column = table.columns().get(i);
            arriving.add(fields[i].equals(NULL) ? NULL : escaped(value(column, unescaped(fields[i]))));
        }
        return (arriving.stream().collect(Collectors.joining("\t")) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private String value(SourceTable.Column column, String value) throws SQLException {
        var arriving = column.carriage().arriving(value);
        return column.lob() ? limit.cut(table.name(), column, arriving) : arriving;
    }

    private static String escaped(String value) {
        return value == null
                ? NULL
                : value.replace("\\", "\\\\")
                        .replace("\b", "\\b")
                        .replace("\f", "\\f")
                        .replace("\n", "\\n")
                        .replace("\r", "\\r")
                        .replace("\t", "\\t")
                        .replace("\u000b", "\\v");
    }

    private static String unescaped(String field) {
        if (field.indexOf('\\') < 0) {
            return field;
        }
        var value = new StringBuilder();
        for (var i = 0; i < field.length(); i++) {
            var c = field.charAt(i);
            if (c == '\\') {
                i++;
                c = field.charAt(i);
                var place = "bfnrtv".indexOf(c);
                c = place < 0 ? c : "\b\f\n\r\t\u000b".charAt(place);
            }
            value.append(c);
        }
        return value.toString();
    }
}
