package dev.replatform.sandbox.aws.dms.engine;

import dev.replatform.sandbox.aws.dms.engine.Change.Begin;
import dev.replatform.sandbox.aws.dms.engine.Change.Commit;
import dev.replatform.sandbox.aws.dms.engine.Change.Delete;
import dev.replatform.sandbox.aws.dms.engine.Change.Insert;
import dev.replatform.sandbox.aws.dms.engine.Change.Other;
import dev.replatform.sandbox.aws.dms.engine.Change.Truncate;
import dev.replatform.sandbox.aws.dms.engine.Change.Update;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads what test_decoding prints (contrib/test_decoding/test_decoding.c): names quoted as {@code quote_identifier}
 * does, types in brackets, numbers and booleans bare, all else in quotes that are doubled within. Only names and values
 * are kept: the target's server parses the values.
 */
final class ChangeText {
    private static final String UNCHANGED = "unchanged-toast-datum";
    private static final String NO_TUPLE = "(no-tuple-data)";

    private final String text;
    private int at;

    private ChangeText(String text) {
        this.text = text;
    }

    static Change parse(String message) {
        if (message.startsWith("BEGIN")) {
            return new Begin();
        }
        if (message.startsWith("COMMIT")) {
            return new Commit();
        }
        return message.startsWith("table ") ? new ChangeText(message).tableChange() : new Other();
    }

    private Change tableChange() {
        at = "table ".length();
        var tables = new ArrayList<TableName>();
        tables.add(tableName());
        while (skip(", ")) {
            tables.add(tableName());
        }
        expect(": ");
        var table = tables.get(0);
        if (skip("TRUNCATE:")) {
            return new Truncate(tables);
        }
        if (skip("INSERT:")) {
            return new Insert(table, tuple());
        }
        if (skip("DELETE:")) {
            return new Delete(table, tuple());
        }
        expect("UPDATE:");
        Map<String, String> oldKey = skip(" old-key:") ? tuple() : Map.of();
        skip(" new-tuple:");
        return new Update(table, oldKey, tuple());
    }

    private TableName tableName() {
        var schema = identifier();
        expect(".");
        return new TableName(schema, identifier());
    }

    /** Columns until the end, or until the new tuple begins. */
    private Map<String, String> tuple() {
        var values = new LinkedHashMap<String, String>();
        while (at < text.length() && !text.startsWith(" new-tuple:", at) && !text.startsWith(" " + NO_TUPLE, at)) {
            expect(" ");
            var column = identifier();
            skipType();
            expect(":");
            var start = at;
            var value = value();
            if (!text.substring(start, at).equals(UNCHANGED)) {
                values.put(column, value);
            }
        }
        return values;
    }

    private String identifier() {
        if (text.charAt(at) == '"') {
            return quoted('"');
        }
        var start = at;
        while (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_' || text.charAt(at) == '$') {
            at++;
        }
        return text.substring(start, at);
    }

    /** {@code [integer[]]}, {@code ["odd]name"]}: brackets nest, quoted names hide theirs. */
    private void skipType() {
        var depth = 0;
        do {
            var c = text.charAt(at);
            if (c == '"') {
                quoted('"');
                continue;
            }
            depth += c == '[' ? 1 : c == ']' ? -1 : 0;
            at++;
        } while (depth > 0);
    }

    private String value() {
        if (text.startsWith("B'", at)) {
            at++;
        }
        if (text.charAt(at) == '\'') {
            return quoted('\'');
        }
        var end = text.indexOf(' ', at);
        var bare = text.substring(at, end < 0 ? text.length() : end);
        at += bare.length();
        return bare.equals("null") ? null : bare;
    }

    private String quoted(char quote) {
        var content = new StringBuilder();
        for (at++; ; at++) {
            var c = text.charAt(at);
            if (c == quote) {
                if (at + 1 == text.length() || text.charAt(at + 1) != quote) {
                    at++;
                    return content.toString();
                }
                at++;
            }
            content.append(c);
        }
    }

    private boolean skip(String expected) {
        var there = text.startsWith(expected, at);
        at += there ? expected.length() : 0;
        return there;
    }

    private void expect(String expected) {
        if (!skip(expected)) {
            throw new IllegalStateException("test_decoding printed something unknown at character " + at);
        }
    }
}
