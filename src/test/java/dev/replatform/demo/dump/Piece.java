package dev.replatform.demo.dump;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One piece of the dump.
 *
 * @param line where it begins, counted from 1
 * @param text the statement without its semicolon, or the psql command with its backslash
 */
record Piece(int line, String text) {
    private static final String NAME =
            "((?:\"(?:[^\"]|\"\")+\"|[^\\s\"(.]+)(?:\\.(?:\"(?:[^\"]|\"\")+\"|[^\\s\"(.]+))?)";
    private static final Pattern COPY = pattern(
            "COPY\\s+(?:ONLY\\s+)?" + NAME + "\\s*(?:\\((?:\"(?:[^\"]|\"\")*\"|[^\")])*\\))?\\s*FROM\\s+([^\\s(]+).*");
    private static final Pattern TABLE =
            pattern("CREATE\\s+(?:UNLOGGED\\s+|FOREIGN\\s+)?TABLE\\s+(?:IF\\s+NOT\\s+EXISTS\\s+)?" + NAME + ".*");
    private static final Pattern LITERAL = pattern("'(?:[^']|'')*'?");
    private static final int ENOUGH_TO_FIND_IT = 100;

    boolean isPsqlCommand() {
        return text.startsWith("\\");
    }

    /** @return whether its rows follow it in the dump */
    boolean isCopy() {
        return copyFrom().equalsIgnoreCase("stdin");
    }

    /** @return where a COPY takes its rows from: {@code stdin}, {@code PROGRAM} or a file's name; empty if it is none */
    String copyFrom() {
        var copy = COPY.matcher(text);
        return copy.matches() ? copy.group(2) : "";
    }

    /** @return the table that a COPY fills or a CREATE TABLE makes, as it stands there; empty for another statement */
    String table() {
        var copy = COPY.matcher(text);
        var table = TABLE.matcher(text);
        return copy.matches() ? copy.group(1) : table.matches() ? table.group(1) : "";
    }

    boolean makesTable() {
        return matches(TABLE).matches();
    }

    /** @param statement a regular expression; its case means nothing, and a dot matches a line's end too */
    boolean is(String statement) {
        return matches(pattern(statement)).matches();
    }

    Matcher matches(Pattern pattern) {
        return pattern.matcher(text);
    }

    static Pattern pattern(String expression) {
        return Pattern.compile(expression, Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    /** @return the statement's beginning, enough to find it again; values, which may be passwords or persons' data, are left out */
    String head() {
        var start = text.length() > 4 * ENOUGH_TO_FIND_IT ? text.substring(0, 4 * ENOUGH_TO_FIND_IT) : text;
        var oneLine = LITERAL.matcher(start)
                .replaceAll("'...'")
                .replaceAll("\\s+", " ")
                .strip();
        return oneLine.length() > ENOUGH_TO_FIND_IT ? oneLine.substring(0, ENOUGH_TO_FIND_IT - 3) + "..." : oneLine;
    }
}
