package dev.replatform.sandbox.aws.dms.engine;

import java.sql.Connection;
import java.sql.SQLException;

/** Makes on a target what two tasks, or two loads of one, may find missing at the same moment. */
final class Missing {
    private Missing() {}

    /**
     * IF NOT EXISTS fails where two sessions come to it at once: they come one after the other.
     *
     * @param target a session outside of any transaction
     */
    static void make(Connection target, String sql) throws SQLException {
        try (var statement = target.createStatement()) {
            statement.execute(
                    "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('AWS DMS', 0)); " + sql + "; COMMIT");
        }
    }
}
