package dev.replatform.sandbox.aws.dms.engine;

import dev.replatform.sandbox.aws.dms.engine.SourceTable.Column;
import java.sql.SQLException;

/**
 * How long a LOB may be: {@code LobMaxSize} in limited LOB mode, without end in full LOB mode. <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Source.PostgreSQL.html#CHAP_Source-PostgreSQL-DataTypes-LOBs">DMS
 * counts</a> two bytes for each character of an NCLOB, four where one of them has four bytes in UTF-8; the bytes of a BLOB.
 *
 * @param bytes as DMS counts
 * @param fails whether a longer one is an error, rather than cut
 */
record LobLimit(long bytes, boolean fails) {
    static LobLimit of(TaskPlan plan) {
        var full = plan.settings().flag("/TargetMetadata/FullLobMode");
        var limited = plan.settings().number("/TargetMetadata/LobMaxSize") * 1024L;
        return new LobLimit(full ? Long.MAX_VALUE : limited, plan.failOnLobTruncation());
    }

    /** @return the value as it arrives; null stays null */
    String cut(TableName table, Column column, String value) throws SQLException {
        if (value == null || length(column, value) <= bytes) {
            return value;
        }
        if (fails) {
            throw new SQLException(
                    "The value of a LOB column in table '" + table + "' is longer than " + bytes
                            + " bytes, FailTasksOnLobTruncation is set",
                    "22001");
        }
        if (isBytes(column)) {
            return value.substring(0, 2 + (int) bytes * 2);
        }
        return value.substring(0, value.offsetByCodePoints(0, (int) (bytes / width(value))));
    }

    private static long length(Column column, String value) {
        return isBytes(column) ? value.length() / 2 - 1 : value.codePointCount(0, value.length()) * (long) width(value);
    }

    private static int width(String value) {
        return value.codePoints().anyMatch(Character::isSupplementaryCodePoint) ? 4 : 2;
    }

    /** They are printed in hexadecimal digits after {@code \x}. */
    private static boolean isBytes(Column column) {
        return column.base().name().equals("bytea");
    }
}
