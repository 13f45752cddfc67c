package dev.replatform.sandbox.aws.dms.engine;

import java.sql.SQLException;
import java.util.Set;
import org.postgresql.util.PSQLException;

/** PostgreSQL's errors in the words of DMS. */
public final class Failures {
    /** The server goes down, was not up yet, or the connection broke: these pass. */
    private static final Set<String> PASSING = Set.of("57P01", "57P02", "57P03", "55006", "53300");

    private Failures() {}

    /** What {@code DescribeConnections} shows after a test that failed. */
    public static String ofConnectionTest(SQLException e) {
        return "Test Endpoint failed: Application-Status: 1020912, Application-Message: Failed to connect Network error"
                + " has occurred, Application-Detailed-Message: RetCode: SQL_ERROR SqlState: 08001 NativeError: 101"
                + " Message: " + text(e);
    }

    static String ofTask(String message, String level) {
        return "Last Error  " + message + " Stop Reason " + level + "_ERROR Error Level " + level;
    }

    static String ofComponent(String component, SQLException e) {
        return component + " RetCode: SQL_ERROR SqlState: " + e.getSQLState() + " NativeError: 1 Message: "
                + text(e) + " [1020403] Task error notification received from subtask 0, thread 0"
                + " [reptask/replicationtask.c:2673] [1020403]";
    }

    static boolean isPassing(SQLException e) {
        return e.getSQLState() != null && (e.getSQLState().startsWith("08") || PASSING.contains(e.getSQLState()));
    }

    /** What the server said, without the detail: that may hold a row's values. */
    static String text(SQLException e) {
        if (e instanceof PSQLException fromServer && fromServer.getServerErrorMessage() != null) {
            var text = fromServer.getServerErrorMessage();
            return text.getSeverity() + ": " + text.getMessage();
        }
        return e.getMessage();
    }
}
