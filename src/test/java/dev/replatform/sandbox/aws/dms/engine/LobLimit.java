package dev.replatform.sandbox.aws.dms.engine;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;

/**
 * How long a LOB may be: {@code LobMaxSize} in limited LOB mode, without end in full LOB mode. <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.LOBSupport.html">User guide</a>.
 *
 * @param bytes of the LOB's text
 * @param fails whether a longer one is an error, rather than cut
 */
record LobLimit(long bytes, boolean fails) {
    static LobLimit of(TaskPlan plan) {
        var full = plan.settings().flag("/TargetMetadata/FullLobMode");
        var limited = plan.settings().number("/TargetMetadata/LobMaxSize") * 1024L;
        return new LobLimit(full ? Long.MAX_VALUE : limited, plan.failOnLobTruncation());
    }

    /** @return the value as it arrives; null stays null */
    String cut(TableName table, String value) throws SQLException {
        // A quick look first: a character has four bytes at most.
        if (value == null || value.length() * 4L <= bytes || value.getBytes(StandardCharsets.UTF_8).length <= bytes) {
            return value;
        }
        refuse(table);
        return value.substring(
                0, value.offsetByCodePoints(0, (int) Math.min(bytes, value.codePointCount(0, value.length()))));
    }

    /** @throws SQLException where a LOB that is too long is an error */
    void refuse(TableName table) throws SQLException {
        if (fails) {
            throw new SQLException(
                    "The value of a LOB column in table '" + table + "' is longer than " + bytes
                            + " bytes, FailTasksOnLobTruncation is set",
                    "22001");
        }
    }
}
