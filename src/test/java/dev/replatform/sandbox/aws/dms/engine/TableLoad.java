package dev.replatform.sandbox.aws.dms.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.replication.LogSequenceNumber;

/** Copies one table: COPY out of the source, COPY into the target, a commit every {@code CommitRate} rows. */
final class TableLoad {
    private final TaskPlan plan;
    private final Sessions sessions;
    private final SourceTable table;
    private final TableProgress progress;
    private final EngineControls pace;
    private final StopSignal stop;

    TableLoad(
            TaskPlan plan,
            Sessions sessions,
            SourceTable table,
            TableProgress progress,
            EngineControls pace,
            StopSignal stop) {
        this.plan = plan;
        this.sessions = sessions;
        this.table = table;
        this.progress = progress;
        this.pace = pace;
        this.stop = stop;
    }

    /**
     * Loads the table, or as much of it as there is before the stop. A parent is read with the rows of its children, as no page of
     * AWS says otherwise; changes come from the table where they happen.
     *
     * @return the position of the source that the load shows, empty where it was stopped
     */
    Optional<LogSequenceNumber> run(String prepMode) throws SQLException, InterruptedException {
        try (var source = sessions.open(plan.source());
                var target = sessions.open(plan.target())) {
            TargetTables.prepare(target, table, prepMode);
            if (table.isSuspended()) {
                throw new SQLException("Table " + table.name() + " has an ARRAY column and no primary key", "0A000");
            }
            source.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            source.setAutoCommit(false);
            var asOf = snapshotPosition(source);
            // Not FROM ONLY: DMS does not tell the rows of a table's heirs from its own.
            var select = "COPY (SELECT " + table.columnList() + " FROM "
                    + table.name().sql() + ") TO STDOUT";
            return copy(source, target, select) ? Optional.of(asOf) : Optional.empty();
        }
    }

    /** The first statement takes the snapshot and reads the position after: all that the snapshot shows lies before. */
    private static LogSequenceNumber snapshotPosition(Connection source) throws SQLException {
        try (var statement = source.createStatement();
                var rows = statement.executeQuery("SELECT pg_catalog.pg_current_wal_insert_lsn()")) {
            rows.next();
            return LogSequenceNumber.valueOf(rows.getString(1));
        }
    }

    private boolean copy(Connection source, Connection target, String select)
            throws SQLException, InterruptedException {
        var insert = "COPY " + table.name().sql() + " (" + table.columnList() + ") FROM STDIN";
        var copyIn = target.unwrap(PGConnection.class).getCopyAPI();
        var out = source.unwrap(PGConnection.class).getCopyAPI().copyOut(select);
        var commitRate = plan.settings().number("/FullLoadSettings/CommitRate");
        var arriving = new ArrivingRows(table, LobLimit.of(plan));
        CopyIn in = null;
        try {
            var count = 0L;
            for (var row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                pace.row(stop);
                if (stop.isGiven()) {
                    return false;
                }
                if (in == null) {
                    in = copyIn.copyIn(insert);
                }
                var changed = arriving.of(row);
                in.writeToCopy(changed, 0, changed.length);
                progress.row(row.length);
                count++;
                if (count % commitRate == 0) {
                    in.endCopy();
                    in = null;
                }
            }
            if (in != null) {
                in.endCopy();
            }
            return true;
        } finally {
            cancel(in);
            if (out.isActive()) {
                out.cancelCopy();
            }
        }
    }

    private static void cancel(CopyIn in) throws SQLException {
        if (in != null && in.isActive()) {
            in.cancelCopy();
        }
    }
}
