package dev.replatform.sandbox.aws.dms.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;
import java.util.UUID;
import org.postgresql.replication.LogSequenceNumber;

/**
 * The logical replication slot of a task on its source.
 *
 * @param name {@code <16 characters of the task>_<database OID>_<UUID>} where DMS made it
 * @param ours whether DMS made it, and so drops it with the task
 */
record Slot(String name, boolean ours) {
    static Slot create(Connection source, String externalId) throws SQLException {
        var task = externalId.substring(0, Math.min(16, externalId.length())).toLowerCase(Locale.ROOT);
        var uuid = UUID.randomUUID().toString().replace('-', '_');
        try (var statement = source.createStatement();
                var rows = statement.executeQuery(
                        "SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database()")) {
            rows.next();
            var slot = new Slot("%s_%08d_%s".formatted(task, rows.getLong(1), uuid), true);
            try (var create = source.prepareStatement(
                    "SELECT pg_catalog.pg_create_logical_replication_slot(?, 'test_decoding')")) {
                create.setString(1, slot.name());
                create.execute();
            }
            return slot;
        }
    }

    /** How far changes were confirmed; a slot that is gone is PostgreSQL's own error. */
    LogSequenceNumber confirmed(Connection source) throws SQLException {
        try (var query = source.prepareStatement(
                "SELECT confirmed_flush_lsn FROM pg_catalog.pg_replication_slots WHERE slot_name = ?")) {
            query.setString(1, name);
            try (var rows = query.executeQuery()) {
                if (!rows.next()) {
                    throw new SQLException("replication slot \"" + name + "\" does not exist", "42704");
                }
                return LogSequenceNumber.valueOf(rows.getString(1));
            }
        }
    }

    void drop(Connection source) throws SQLException {
        try (var drop = source.prepareStatement("SELECT pg_catalog.pg_drop_replication_slot(slot_name)"
                + " FROM pg_catalog.pg_replication_slots WHERE slot_name = ?")) {
            drop.setString(1, name);
            drop.execute();
        }
    }
}
