package dev.replatform.sandbox.aws.dms.engine;

import dev.replatform.sandbox.aws.dms.engine.SourceTable.Column;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.replication.LogSequenceNumber;

/** Copies one table: COPY out of the source, COPY into the target, a commit every {@code CommitRate} rows. */
final class TableLoad {
    private final TaskPlan plan;
    private final Sessions sessions;
    private final SourceTable table;
    private final TableProgress progress;
    private final LoadPace pace;
    private final StopSignal stop;

    TableLoad(
            TaskPlan plan,
            Sessions sessions,
            SourceTable table,
            TableProgress progress,
            LoadPace pace,
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
            var columns = selectList(source);
            source.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            source.setAutoCommit(false);
            var asOf = snapshotPosition(source);
            var select = "COPY (SELECT " + columns + " FROM " + table.name().sql() + ") TO STDOUT";
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
        CopyIn in = null;
        try {
            var rows = 0L;
            for (var row = out.readFromCopy(); row != null; row = out.readFromCopy()) {
                pace.row(stop);
                if (stop.isGiven()) {
                    return false;
                }
                if (in == null) {
                    in = copyIn.copyIn(insert);
                }
                in.writeToCopy(row, 0, row.length);
                progress.row(row.length);
                rows++;
                if (rows % commitRate == 0) {
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

    /** Names the columns, and cuts LOBs where one of the table's is too long. */
    private String selectList(Connection source) throws SQLException {
        var lobs = table.columns().stream().filter(Column::lob).toList();
        var limit = LobLimit.of(plan);
        if (lobs.isEmpty() || limit.bytes() == Long.MAX_VALUE) {
            return table.columnList();
        }
        var tooLong = lobs.stream()
                .map(column -> "max(pg_catalog.octet_length(" + text(column) + "))")
                .collect(Collectors.joining(
                        ", ", "SELECT greatest(", ") FROM " + table.name().sql()));
        try (var statement = source.createStatement();
                var rows = statement.executeQuery(tooLong)) {
            rows.next();
            if (rows.getLong(1) <= limit.bytes()) {
                return table.columnList();
            }
        }
        limit.refuse(table.name());
        return table.columns().stream()
                .map(column -> column.lob()
                        ? "pg_catalog.left(" + text(column) + ", " + limit.bytes() + ")"
                        : TableName.quoted(column.name()))
                .collect(Collectors.joining(", "));
    }

    private static String text(Column column) {
        return TableName.quoted(column.name()) + "::pg_catalog.text";
    }
}
