package dev.replatform.postgres;

import java.util.Collections;

/** Names in statements, quoted by PostgreSQL itself. */
final class Identifiers {
    private Identifiers() {}

    /**
     * @param format with {@code %I} for names and {@code %L} for literals
     * @return the statement
     */
    static String quoted(Session session, String format, Object... names) {
        var places = String.join(", ", Collections.nCopies(names.length, "?"));
        var arguments = new Object[names.length + 1];
        arguments[0] = format;
        System.arraycopy(names, 0, arguments, 1, names.length);
        return session.first("SELECT format(?, %s)".formatted(places), row -> row.getString(1), arguments)
                .orElseThrow();
    }
}
