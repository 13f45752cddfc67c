package dev.replatform.sandbox.aws.dms.engine;

import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.postgresql.replication.LogSequenceNumber;

/** What {@code DescribeTableStatistics} tells of one table. */
public final class TableProgress {
    /** A kind of change. */
    enum Kind {
        INSERT,
        UPDATE,
        DELETE,
        DDL
    }

    private final TableName name;
    private final long expectedBytes;
    private final Map<Kind, Long> captured = new EnumMap<>(Kind.class);
    private final Map<Kind, Long> applied = new EnumMap<>(Kind.class);
    private String state = "Before load";
    private long rows;
    private long bytes;
    private Instant loadStart;
    private Instant loadEnd;
    private boolean reloaded;
    private Instant updated = Instant.now();
    private LogSequenceNumber loadedUntil = LogSequenceNumber.INVALID_LSN;

    TableProgress(TableName name, long expectedBytes) {
        this.name = name;
        this.expectedBytes = expectedBytes;
    }

    synchronized void awaitingReload() {
        state = "Table is being reloaded";
    }

    synchronized void loading(boolean again) {
        state = again ? "Table is being reloaded" : "Full load";
        reloaded = again;
        rows = 0;
        bytes = 0;
        loadStart = Instant.now();
        loadEnd = null;
    }

    synchronized void row(int length) {
        rows++;
        bytes += length;
    }

    /** All is loaded, as of this position of the source. */
    synchronized void completed(LogSequenceNumber asOf) {
        loadedUntil = asOf;
        end("Table completed");
    }

    synchronized void errored() {
        end("Table error");
    }

    synchronized void cancelled() {
        end("Before load");
    }

    /** A change came from the slot; {@code wasApplied} where a row of the target changed by it. */
    synchronized void change(Kind kind, boolean wasApplied) {
        captured.merge(kind, 1L, Long::sum);
        applied.merge(kind, wasApplied ? 1L : 0L, Long::sum);
        updated = Instant.now();
    }

    /** Changes up to here may be in what was loaded. */
    synchronized LogSequenceNumber loadedUntil() {
        return loadedUntil;
    }

    /** How much of the load is done, by size: 0 to 1. */
    public synchronized double fraction() {
        if (isLoaded() || isErrored()) {
            return 1;
        }
        return loadStart == null ? 0 : Math.min(0.99, (double) bytes / Math.max(1, expectedBytes));
    }

    /** A table's weight in the whole: empty ones count too. */
    public long weight() {
        return expectedBytes + 8192;
    }

    public TableName name() {
        return name;
    }

    public synchronized String state() {
        return state;
    }

    public synchronized boolean isLoaded() {
        return state.equals("Table completed");
    }

    public synchronized boolean isErrored() {
        return state.equals("Table error");
    }

    public synchronized boolean isLoading() {
        return loadStart != null && loadEnd == null;
    }

    public synchronized long rows() {
        return rows;
    }

    public synchronized Instant loadStart() {
        return loadStart;
    }

    public synchronized Instant loadEnd() {
        return loadEnd;
    }

    public synchronized boolean reloaded() {
        return reloaded;
    }

    public synchronized Instant updated() {
        return updated;
    }

    public long inserts() {
        return count(captured, Kind.INSERT);
    }

    public long updates() {
        return count(captured, Kind.UPDATE);
    }

    public long deletes() {
        return count(captured, Kind.DELETE);
    }

    public long ddls() {
        return count(captured, Kind.DDL);
    }

    public long appliedInserts() {
        return count(applied, Kind.INSERT);
    }

    public long appliedUpdates() {
        return count(applied, Kind.UPDATE);
    }

    public long appliedDeletes() {
        return count(applied, Kind.DELETE);
    }

    public long appliedDdls() {
        return count(applied, Kind.DDL);
    }

    private synchronized long count(Map<Kind, Long> counts, Kind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    private void end(String newState) {
        state = newState;
        loadEnd = Instant.now();
        updated = loadEnd;
    }
}
