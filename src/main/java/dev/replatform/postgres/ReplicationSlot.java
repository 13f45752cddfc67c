package dev.replatform.postgres;

import java.util.Optional;

/**
 * A logical replication slot, and what it holds back. See <a
 * href="https://www.postgresql.org/docs/current/view-pg-replication-slots.html">pg_replication_slots</a>.
 *
 * @param active whether somebody reads from it now
 * @param retainedBytes of write-ahead log that the server keeps for it; 0 where it was invalidated
 */
public record ReplicationSlot(String name, boolean active, long retainedBytes) {
    /** @return the slot of this database whose name begins so */
    public static Optional<ReplicationSlot> of(Session session, String prefix) {
        return session.first(
                """
                SELECT slot_name, active, coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), restart_lsn), 0)::bigint
                FROM pg_replication_slots
                WHERE database = current_database() AND starts_with(slot_name::text, ?)
                ORDER BY 1
                """, row -> new ReplicationSlot(row.getString(1), row.getBoolean(2), row.getLong(3)), prefix);
    }

    /**
     * Ends whoever reads from it and drops it.
     *
     * @throws SqlFailure of kind BUSY where its reader is not gone yet, or is back
     */
    public void drop(Session session) {
        session.query(
                "SELECT pg_terminate_backend(active_pid) FROM pg_replication_slots WHERE slot_name = ? AND active",
                row -> row.getBoolean(1),
                name);
        session.query(
                "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = ?",
                row -> row.getString(1),
                name);
    }
}
