package dev.replatform.postgres;

import dev.replatform.secrets.Login;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Proves, before the fence, that the application will be able to work on the target. */
public final class AppLogin {
    private AppLogin() {}

    /** @return why not; empty where its login, reading and inserting work */
    public static Optional<String> refused(PostgresAddress target, Login app, List<TableName> tables) {
        try (var session = Session.open(target, app, Session.SHORT)) {
            for (var table : tables) {
                session.first("SELECT 1 FROM %s LIMIT 1".formatted(table.quoted()), row -> row.getInt(1));
                insertNothing(session, table);
            }
            return Optional.empty();
        } catch (SqlFailure e) {
            return Optional.of("the application's role %s on the target: %s".formatted(app.username(), e.getMessage()));
        }
    }

    /** PostgreSQL checks the right to insert before it looks for rows. */
    private static void insertNothing(Session session, TableName table) {
        var columns = session
                .query(
                        "SELECT attname FROM pg_attribute WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' AND attidentity <> 'a'",
                        row -> "\"" + row.getString(1).replace("\"", "\"\"") + "\"",
                        table.quoted())
                .stream()
                .collect(Collectors.joining(", "));
        if (!columns.isEmpty()) {
            session.update(
                    "INSERT INTO %1$s (%2$s) SELECT %2$s FROM %1$s WHERE false".formatted(table.quoted(), columns));
        }
    }
}
