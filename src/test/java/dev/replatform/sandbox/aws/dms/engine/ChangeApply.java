package dev.replatform.sandbox.aws.dms.engine;

import dev.replatform.sandbox.aws.dms.engine.Change.Delete;
import dev.replatform.sandbox.aws.dms.engine.Change.Insert;
import dev.replatform.sandbox.aws.dms.engine.Change.Update;
import dev.replatform.sandbox.aws.dms.engine.TableProgress.Kind;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.postgresql.replication.LogSequenceNumber;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies changes to the target, one source transaction in one target transaction, in order. As DMS does, a LOB is
 * inserted as NULL and updated after, and to a table without a key nothing but inserts is applied.
 */
final class ChangeApply {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeApply.class);

    private final Connection target;
    private final TaskSettings settings;
    private final LobLimit lobLimit;
    private final ControlTables control;
    private final Map<TableName, CapturedTable> tables;
    private final RowStatements rows;

    /**
     * A table whose changes are taken.
     *
     * @param loadedUntil changes up to here may be in what was loaded: those that are come again and do no harm
     */
    record CapturedTable(SourceTable table, TableProgress progress, LogSequenceNumber loadedUntil) {}

    /** @param target a session without auto-commit */
    ChangeApply(
            Connection target,
            TaskSettings settings,
            LobLimit lobLimit,
            ControlTables control,
            Map<TableName, CapturedTable> tables) {
        this.target = target;
        this.settings = settings;
        this.lobLimit = lobLimit;
        this.control = control;
        this.tables = tables;
        this.rows = new RowStatements(target);
    }

    /** The same session, with the tables as they are after a reload. */
    ChangeApply with(Map<TableName, CapturedTable> reloaded) {
        return new ChangeApply(target, settings, lobLimit, control, reloaded);
    }

    /** Applies a change of a row or a truncation; {@code at} is its position. */
    void apply(Change change, LogSequenceNumber at) throws SQLException, FatalError {
        if (change instanceof Insert insert) {
            guarded(insert.table(), at, Kind.INSERT, (table, again) -> insert(table, insert, again));
        } else if (change instanceof Update update) {
            guarded(update.table(), at, Kind.UPDATE, (table, again) -> update(table, update, again));
        } else if (change instanceof Delete delete) {
            guarded(delete.table(), at, Kind.DELETE, (table, again) -> delete(table, delete, again));
        }
        // A TRUNCATE is not applied: "AWS DMS does not support change processing of TRUNCATE operations".
    }

    /** The source transaction ended at this position. */
    void commit(LogSequenceNumber position) throws SQLException {
        control.reached(target, position);
        target.commit();
    }

    private interface Application {
        /** @return whether a row of the target changed */
        boolean apply(SourceTable table, boolean mayBeThere) throws SQLException, FatalError;
    }

    private void guarded(TableName name, LogSequenceNumber at, Kind kind, Application application)
            throws SQLException, FatalError {
        var captured = tables.get(name);
        if (captured == null || captured.progress().isErrored()) {
            return;
        }
        var mayBeThere = at.compareTo(captured.loadedUntil()) <= 0;
        var stops = settings.text("/ErrorBehavior/DataErrorPolicy").equals("STOP_TASK");
        var savepoint = stops ? null : target.setSavepoint();
        try {
            captured.progress().change(kind, application.apply(captured.table(), mayBeThere));
            if (savepoint != null) {
                target.releaseSavepoint(savepoint);
            }
        } catch (SQLException e) {
            if (Failures.isPassing(e)) {
                throw e;
            }
            if (stops) {
                throw new FatalError(Failures.ofComponent("Failed to apply a change to table '" + name + "'", e));
            }
            target.rollback(savepoint);
            captured.progress().change(kind, false);
            passOver(captured, "ErrorBehavior/DataErrorPolicy", kind + " " + name, Failures.text(e));
        }
    }

    private boolean insert(SourceTable table, Insert insert, boolean mayBeThere) throws SQLException, FatalError {
        var row = captured(table, insert.row());
        var withoutLobs = new LinkedHashMap<>(row);
        table.lobs().forEach(lob -> withoutLobs.replace(lob, null));
        var policy = settings.text("/ErrorBehavior/ApplyErrorInsertPolicy");
        var strict = !mayBeThere && policy.equals("STOP_TASK");
        var inserted =
                rows.insert(table.name(), withoutLobs, !strict && !table.key().isEmpty()) == 1;
        if (!inserted && (mayBeThere || policy.equals("UPDATE_RECORD"))) {
            return updateRow(table, row);
        }
        if (!inserted) {
            passOver(
                    tables.get(table.name()),
                    "ErrorBehavior/ApplyErrorInsertPolicy",
                    "INSERT INTO " + table.name(),
                    "duplicate key value violates unique constraint");
            return false;
        }
        var lobs = lobs(table, row);
        if (!lobs.isEmpty() && !table.key().isEmpty()) {
            rows.update(table.name(), lobs, key(table, row));
        }
        return true;
    }

    private boolean update(SourceTable table, Update update, boolean mayBeThere) throws SQLException, FatalError {
        if (table.key().isEmpty()) {
            return false;
        }
        var row = captured(table, update.row());
        // DMS looks for the row by its new key: an update of a key finds nothing and is passed over in silence.
        var movesKey = !update.oldKey().isEmpty()
                && !key(table, captured(table, update.oldKey())).equals(key(table, row));
        var found = updateRow(table, row);
        if (!found && !mayBeThere && !movesKey) {
            passOver(
                    tables.get(table.name()),
                    "ErrorBehavior/ApplyErrorUpdatePolicy",
                    "UPDATE " + table.name(),
                    "0 rows affected");
        }
        return found;
    }

    private boolean delete(SourceTable table, Delete delete, boolean mayBeThere) throws SQLException, FatalError {
        if (table.key().isEmpty()) {
            return false;
        }
        var found = rows.delete(table.name(), key(table, captured(table, delete.key()))) > 0;
        if (!found && !mayBeThere) {
            passOver(
                    tables.get(table.name()),
                    "ErrorBehavior/ApplyErrorDeletePolicy",
                    "DELETE FROM " + table.name(),
                    "0 rows affected");
        }
        return found;
    }

    /** Updates what is no LOB first, LOBs after. */
    private boolean updateRow(SourceTable table, Map<String, String> row) throws SQLException {
        var key = key(table, row);
        var plain = new LinkedHashMap<>(row);
        plain.keySet().removeAll(key.keySet());
        plain.keySet().removeAll(table.lobs());
        var found = plain.isEmpty() || rows.update(table.name(), plain, key) > 0;
        var lobs = lobs(table, row);
        return found && (lobs.isEmpty() || rows.update(table.name(), lobs, key) > 0);
    }

    private static Map<String, String> lobs(SourceTable table, Map<String, String> row) {
        var lobs = new LinkedHashMap<>(row);
        lobs.keySet().retainAll(table.lobs());
        return lobs;
    }

    /** What a policy other than {@code STOP_TASK} makes of a change that cannot be applied. */
    private void passOver(CapturedTable captured, String policy, String statement, String error)
            throws SQLException, FatalError {
        switch (settings.text("/" + policy)) {
            case "STOP_TASK" ->
                throw new FatalError("Failed to execute statement: " + statement + ": " + error + ", stopped by "
                        + policy + " [1020401]");
            case "SUSPEND_TABLE" -> captured.progress().errored();
            case "LOG_ERROR" -> control.exception(target, captured.table().name(), statement, error);
            default -> LOG.debug("ignored: {} {}", statement, error);
        }
    }

    private Map<String, String> captured(SourceTable table, Map<String, String> row) throws SQLException {
        var captured = new LinkedHashMap<>(row);
        captured.keySet().retainAll(table.columnNames());
        var arriving = new ArrivingRows(table, lobLimit);
        for (var value : captured.entrySet()) {
            value.setValue(arriving.value(value.getKey(), value.getValue()));
        }
        return captured;
    }

    private static Map<String, String> key(SourceTable table, Map<String, String> row) {
        var key = new LinkedHashMap<String, String>();
        table.key().forEach(column -> key.put(column, row.get(column)));
        return key;
    }
}
