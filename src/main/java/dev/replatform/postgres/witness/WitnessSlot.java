package dev.replatform.postgres.witness;

import dev.replatform.ownership.Owner;
import dev.replatform.postgres.ReplicationSlot;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SqlFailure;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.postgresql.replication.LogSequenceNumber;

/**
 * The slot {@code replatform_<hash of the owner>} with the plugin test_decoding. It is peeked, and advanced only when what it
 * told has been compared. See <a
 * href="https://www.postgresql.org/docs/current/functions-admin.html#FUNCTIONS-REPLICATION">PostgreSQL's replication
 * functions</a>; the role needs REPLICATION.
 */
public final class WitnessSlot {
    private static final int HASH_LENGTH = 16;
    private static final int LINES_AT_ONCE = 100;

    private final Session source;
    private final String name;

    /** @param owner {@code <cluster>/<namespace>/<name>}: an object that is applied again finds its slot */
    public WitnessSlot(Session source, String owner) {
        this.source = source;
        this.name = name(owner);
    }

    /** @return the name of the owner's slot */
    public static String name(String owner) {
        return "replatform_" + Owner.sha256(owner).substring(0, HASH_LENGTH).toLowerCase(Locale.ROOT);
    }

    /**
     * How far one look came.
     *
     * @param until the end of the last transaction that was told
     * @param isAll whether everything was told that had been committed when the look began
     * @param transactions that were told
     */
    public record Peeked(LogSequenceNumber until, boolean isAll, Set<String> transactions) {}

    /** @return whether it stands and can be read from; one that the server has invalidated tells nothing any more */
    public boolean stands() {
        return source.first("""
                        SELECT coalesce(to_jsonb(s) ->> 'wal_status', '') <> 'lost' AND restart_lsn IS NOT NULL
                        FROM pg_replication_slots s WHERE slot_name = ? AND database = current_database()
                        """, row -> row.getBoolean(1), name).orElse(false);
    }

    /**
     * Makes it; one that was invalidated is replaced. It waits for the transactions that are open.
     *
     * @throws SqlFailure of kind PERMISSION_DENIED where the role has no REPLICATION
     */
    public void make() {
        drop();
        source.query(
                "SELECT 1 FROM pg_create_logical_replication_slot(?, 'test_decoding')", row -> row.getInt(1), name);
    }

    /** Drops it where it stands. */
    public void drop() {
        new ReplicationSlot(name, false, 0).drop(source);
    }

    /**
     * Tells what has changed since it was last advanced; the same is told again until it is.
     *
     * @param atLeast lines after which the look ends with the transaction; one transaction is always told whole
     * @param told called for every line, while the answer is read
     */
    public Peeked peek(int atLeast, Consumer<Told> told) {
        var flushed = source.first("SELECT pg_current_wal_flush_lsn()::text", row -> row.getString(1))
                .map(LogSequenceNumber::valueOf)
                .orElseThrow();
        var look = new Look();
        source.forEach(
                """
                SELECT lsn::text, xid::text, data
                FROM pg_logical_slot_peek_changes(?, ?::pg_lsn, ?, 'skip-empty-xacts', '1', 'include-xids', '0')
                """,
                LINES_AT_ONCE,
                row -> {
                    look.took(row.getString(1), row.getString(2));
                    told.accept(DecodedLine.read(row.getString(3)));
                },
                name,
                flushed.asString(),
                atLeast);
        return look.lines < atLeast
                ? new Peeked(flushed, true, look.transactions)
                : new Peeked(LogSequenceNumber.valueOf(look.last), false, look.transactions);
    }

    /**
     * A transaction is told when its end is written; other sessions see its rows a moment later, with synchronous standbys
     * not before these have answered.
     *
     * @return whether everybody sees what these transactions did
     */
    public boolean isVisible(Set<String> transactions) {
        return source.first("""
                        SELECT NOT EXISTS (SELECT 1 FROM pg_locks
                          WHERE locktype = 'transactionid' AND mode = 'ExclusiveLock' AND granted AND transactionid::text = ANY (?::text[]))
                        """, row -> row.getBoolean(1), (Object) transactions.toArray(String[]::new))
                .orElse(false);
    }

    /** What was told up to there is never told again. */
    public void advance(LogSequenceNumber until) {
        source.query("""
                SELECT 1 FROM pg_replication_slots s, pg_replication_slot_advance(s.slot_name, ?::pg_lsn)
                WHERE s.slot_name = ? AND s.confirmed_flush_lsn < ?::pg_lsn
                """, row -> row.getInt(1), until.asString(), name, until.asString());
    }

    /** @return bytes of write-ahead log between what has been compared and now; empty where there is no slot */
    public Optional<Long> lagBytes() {
        return source.first("""
                SELECT pg_wal_lsn_diff(pg_current_wal_flush_lsn(), confirmed_flush_lsn)::bigint
                FROM pg_replication_slots WHERE slot_name = ?
                """, row -> row.getLong(1), name);
    }

    /** What is counted while a look goes on. */
    private static final class Look {
        private final Set<String> transactions = new HashSet<>();
        private long lines;
        private String last;

        void took(String position, String transaction) {
            lines++;
            last = position;
            transactions.add(transaction);
        }
    }
}
