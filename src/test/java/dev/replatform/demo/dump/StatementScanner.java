package dev.replatform.demo.dump;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Finds where SQL statements end, by psql's rules: a semicolon outside of quotes, dollar quotes, comments, parentheses and
 * the {@code BEGIN ATOMIC ... END} of a function's body (<a
 * href="https://www.postgresql.org/docs/current/sql-syntax-lexical.html">lexical structure</a>).
 */
final class StatementScanner {
    private static final Pattern DOLLAR_QUOTE = Pattern.compile("\\$([A-Za-z_\\x80-\\uffff][\\w\\x80-\\uffff]*)?\\$");
    private static final Pattern ROUTINE = Pattern.compile("create (or replace )?(function|procedure)( .*)?");

    private final StringBuilder statement = new StringBuilder();
    private final StringBuilder firstWords = new StringBuilder();
    private final List<String> finished = new ArrayList<>();
    /** What closes the text that is open: a quote, a dollar quote's tag, or the end of a comment; empty outside of one. */
    private String closedBy = "";

    private boolean backslashEscapes;
    private int comments;
    private int parentheses;
    private int bodies;
    private boolean blank = true;
    private boolean backslashesEscapeEverywhere;
    private boolean backslash;
    private String line = "";
    private int at;

    /** @return the statements that end on this line, without their semicolon */
    List<String> feed(String nextLine) {
        line = nextLine + "\n";
        finished.clear();
        at = 0;
        backslash = false;
        while (at < line.length()) {
            if (comments > 0) {
                inComment();
            } else if (!closedBy.isEmpty()) {
                inQuotes();
            } else {
                inSql();
            }
        }
        return List.copyOf(finished);
    }

    /** @return whether nothing of a statement has been read since the last one ended */
    boolean betweenStatements() {
        return comments == 0 && blank;
    }

    /** @return whether a backslash stood outside of quotes and comments in the line that was fed last: a command to psql */
    boolean metBackslash() {
        return backslash;
    }

    /** @return what is open; empty where nothing is */
    String open() {
        if (comments > 0) {
            return "a comment (/*)";
        }
        if (!closedBy.isEmpty()) {
            return closedBy.startsWith("$") ? "a dollar quote (" + closedBy + ")" : "a quote (" + closedBy + ")";
        }
        return blank ? "" : "a statement";
    }

    /** @param off whether a backslash escapes in every quoted string from now on, as it did before PostgreSQL 9.1 */
    void standardConformingStrings(boolean off) {
        backslashesEscapeEverywhere = off;
    }

    private void inSql() {
        char c = line.charAt(at);
        if (line.startsWith("--", at)) {
            at = line.length() - 1;
            take(1);
        } else if (line.startsWith("/*", at)) {
            comments = 1;
            at += 2;
        } else if (c == '\'' || c == '"') {
            open(String.valueOf(c), c == '\'' && backslashesEscapeEverywhere);
        } else if (c == '$' && opensDollarQuote()) {
            return;
        } else if (Character.isLetter(c) || c == '_') {
            word();
        } else if (c == ';' && parentheses == 0 && bodies == 0) {
            finish();
        } else {
            backslash |= c == '\\';
            parentheses = Math.max(parentheses + (c == '(' ? 1 : c == ')' ? -1 : 0), 0);
            take(1);
        }
    }

    private void open(String closing, boolean withBackslashes) {
        closedBy = closing;
        backslashEscapes = withBackslashes;
        take(1);
    }

    private boolean opensDollarQuote() {
        var tag = DOLLAR_QUOTE.matcher(line).region(at, line.length());
        if (!tag.lookingAt()) {
            return false;
        }
        closedBy = tag.group();
        backslashEscapes = false;
        take(closedBy.length());
        return true;
    }

    /** A doubled quote is part of the text. */
    private void inQuotes() {
        if (backslashEscapes && line.charAt(at) == '\\') {
            take(2);
        } else if (closedBy.length() == 1 && line.startsWith(closedBy + closedBy, at)) {
            take(2);
        } else if (line.startsWith(closedBy, at)) {
            take(closedBy.length());
            closedBy = "";
        } else {
            take(1);
        }
    }

    /** Comments nest. */
    private void inComment() {
        if (line.startsWith("/*", at)) {
            comments++;
            at += 2;
        } else if (line.startsWith("*/", at)) {
            comments--;
            at += 2;
        } else {
            at++;
        }
    }

    private void word() {
        int end = at;
        while (end < line.length()
                && (Character.isLetterOrDigit(line.charAt(end)) || "_$".indexOf(line.charAt(end)) >= 0)) {
            end++;
        }
        var word = line.substring(at, end).toLowerCase(Locale.ROOT);
        take(end - at);
        if (word.equals("e") && line.charAt(at) == '\'') {
            open("'", true);
            return;
        }
        if (firstWords.length() < 40) {
            firstWords.append(firstWords.isEmpty() ? "" : " ").append(word);
        }
        if (parentheses == 0 && ROUTINE.matcher(firstWords).matches()) {
            countBodies(word);
        }
    }

    private void countBodies(String word) {
        switch (word) {
            case "begin" -> bodies++;
            case "case" -> bodies += bodies > 0 ? 1 : 0;
            case "end" -> bodies -= bodies > 0 ? 1 : 0;
            default -> {}
        }
    }

    private void take(int characters) {
        int end = Math.min(at + characters, line.length());
        for (int i = at; blank && i < end; i++) {
            blank = Character.isWhitespace(line.charAt(i));
        }
        statement.append(line, at, end);
        at = end;
    }

    private void finish() {
        at++;
        finished.add(statement.toString().strip());
        statement.setLength(0);
        blank = true;
        firstWords.setLength(0);
    }
}
