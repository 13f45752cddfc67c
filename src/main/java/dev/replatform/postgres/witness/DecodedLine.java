package dev.replatform.postgres.witness;

import dev.replatform.postgres.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads a line of test_decoding, in time linear in its length. The form is fixed by <a
 * href="https://github.com/postgres/postgres/blob/REL_16_STABLE/contrib/test_decoding/test_decoding.c">its source</a>: names as
 * {@code quote_identifier} writes them, a column's type in brackets, numbers and booleans bare, every other value in quotes
 * that are doubled within.
 */
final class DecodedLine {
    private static final String TABLE = "table ";
    private static final String NEW_TUPLE = " new-tuple:";
    private static final String NO_TUPLE = " (no-tuple-data)";
    private static final String UNCHANGED = "unchanged-toast-datum";

    private final String text;
    private int at;

    private DecodedLine(String text) {
        this.text = text;
    }

    /** @throws IllegalStateException where the line has another form: what it tells must not be passed over */
    static Told read(String line) {
        return line.startsWith(TABLE) ? new DecodedLine(line).change() : new Told.Nothing();
    }

    private Told change() {
        at = TABLE.length();
        var tables = new ArrayList<TableName>();
        tables.add(table());
        while (skip(", ")) {
            tables.add(table());
        }
        expect(": ");
        if (skip("TRUNCATE:")) {
            return new Told.Truncation(List.copyOf(tables));
        }
        var table = tables.get(0);
        if (!skip("INSERT:") && !skip("DELETE:")) {
            expect("UPDATE:");
        }
        var tuples = new ArrayList<Map<String, String>>();
        if (skip(" old-key:")) {
            tuples.add(tuple());
            expect(NEW_TUPLE);
        }
        if (skip(NO_TUPLE)) {
            return new Told.UnknownRows(table);
        }
        tuples.add(tuple());
        return new Told.Rows(table, tuples);
    }

    private TableName table() {
        var schema = name();
        expect(".");
        return new TableName(schema, name());
    }

    /** Columns until the end, or until the new tuple begins. */
    private Map<String, String> tuple() {
        var values = new LinkedHashMap<String, String>();
        while (at < text.length() && !text.startsWith(NEW_TUPLE, at) && !text.startsWith(NO_TUPLE, at)) {
            expect(" ");
            var column = name();
            passType();
            expect(":");
            if (!skip(UNCHANGED)) {
                values.put(column, value());
            }
        }
        return values;
    }

    private String name() {
        if (here() == '"') {
            return quoted('"');
        }
        var start = at;
        while (isPlain(here())) {
            at++;
        }
        return text.substring(start, at);
    }

    /** {@code quote_identifier} leaves bare what is made of these, and quotes every other name. */
    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }

    /** For example {@code [integer[]]} or {@code ["odd]name"]}: brackets nest, and quoted names hide theirs. */
    private void passType() {
        var depth = 0;
        do {
            var c = here();
            if (c == '"') {
                quoted('"');
                continue;
            }
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            at++;
        } while (depth > 0);
    }

    private String value() {
        skip("B"); // of bit strings
        if (here() == '\'') {
            return quoted('\'');
        }
        var space = text.indexOf(' ', at);
        var bare = text.substring(at, space < 0 ? text.length() : space);
        at += bare.length();
        return "null".equals(bare) ? null : bare;
    }

    /** What stands between two quotes is taken in one piece: only a doubled quote begins another one. */
    private String quoted(char quote) {
        at++;
        var end = closing(quote);
        var content = text.substring(at, end);
        at = end + 1;
        if (at >= text.length() || text.charAt(at) != quote) {
            return content;
        }
        var pieces = new StringBuilder(content);
        while (at < text.length() && text.charAt(at) == quote) {
            end = text.indexOf(quote, at + 1);
            if (end < 0) {
                throw unknown();
            }
            pieces.append(text, at, end);
            at = end + 1;
        }
        return pieces.toString();
    }

    private int closing(char quote) {
        var end = text.indexOf(quote, at);
        if (end < 0) {
            throw unknown();
        }
        return end;
    }

    private char here() {
        if (at >= text.length()) {
            throw unknown();
        }
        return text.charAt(at);
    }

    private boolean skip(String expected) {
        var stands = text.startsWith(expected, at);
        at += stands ? expected.length() : 0;
        return stands;
    }

    private void expect(String expected) {
        if (!skip(expected)) {
            throw unknown();
        }
    }

    /** The line holds a row: it is not printed. */
    private IllegalStateException unknown() {
        return new IllegalStateException("test_decoding wrote a line whose form is not known, at character %d of %d"
                .formatted(at, text.length()));
    }
}
