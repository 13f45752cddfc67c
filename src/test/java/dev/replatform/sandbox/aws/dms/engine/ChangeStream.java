package dev.replatform.sandbox.aws.dms.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.postgresql.PGConnection;
import org.postgresql.replication.LogSequenceNumber;
import org.postgresql.replication.PGReplicationStream;

/** The messages of a slot from a position on. */
final class ChangeStream implements AutoCloseable {
    private final Connection session;
    private final PGReplicationStream stream;

    ChangeStream(Sessions sessions, PostgresEnd source, Slot slot, LogSequenceNumber from) throws SQLException {
        session = sessions.openReplication(source);
        stream = session.unwrap(PGConnection.class)
                .getReplicationAPI()
                .replicationStream()
                .logical()
                // pgjdbc does not quote it, and a task's name may begin with a digit.
                .withSlotName(TableName.quoted(slot.name()))
                .withStartPosition(from)
                .withSlotOption("include-xids", false)
                .withSlotOption("skip-empty-xacts", true)
                .withStatusInterval(200, TimeUnit.MILLISECONDS)
                .start();
    }

    /** The next message, or null where none is there yet. */
    Change poll() throws SQLException {
        ByteBuffer message = stream.readPending();
        return message == null
                ? null
                : ChangeText.parse(StandardCharsets.UTF_8.decode(message).toString());
    }

    /** The position of the message that came last; for a commit the one right after its transaction. */
    LogSequenceNumber position() {
        return stream.getLastReceiveLSN();
    }

    /** Everything up to here is on the target: the source may forget it. */
    void confirm(LogSequenceNumber position) throws SQLException {
        stream.setAppliedLSN(position);
        stream.setFlushedLSN(position);
    }

    /** Tells the source at once how far the target is, so that a stop loses no confirmation. */
    void flush() throws SQLException {
        stream.forceUpdateStatus();
    }

    @Override
    public void close() throws SQLException {
        // The session first: a stream's own close waits for the server to drain what it wants to send.
        session.close();
    }
}
