package dev.replatform.sandbox.aws.dms.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.postgresql.replication.LogSequenceNumber;

/**
 * DMS's own tables on the target: what could not be applied, and, where {@code TaskRecoveryTableEnabled} says so, how
 * far the task came. <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TaskSettings.ControlTable.html">User
 * guide</a>. They outlive the task.
 */
final class ControlTables {
    private final String exceptions;
    private final String state;
    private final boolean recovery;
    private final String task;

    ControlTables(TaskPlan plan) {
        var schema = TableName.quoted(plan.controlSchema());
        exceptions = schema + ".awsdms_apply_exceptions";
        state = schema + ".awsdms_txn_state";
        recovery = plan.settings().flag("/TargetMetadata/TaskRecoveryTableEnabled");
        task = plan.externalId();
    }

    void create(Connection target) throws SQLException {
        Missing.make(target, "CREATE TABLE IF NOT EXISTS " + exceptions + """
                 ("TASK_NAME" varchar(128) NOT NULL, "TABLE_OWNER" varchar(128) NOT NULL,
                "TABLE_NAME" varchar(128) NOT NULL, "ERROR_TIME" timestamp NOT NULL, "STATEMENT" text NOT NULL,
                "ERROR" text NOT NULL)""");
        if (recovery) {
            Missing.make(target, "CREATE TABLE IF NOT EXISTS " + state + """
                     (server_name varchar(250) NOT NULL, task_name varchar(250) NOT NULL,
                    checkpoint varchar(500) NOT NULL, update_time timestamp NOT NULL,
                    PRIMARY KEY (server_name, task_name))""");
        }
    }

    /** Notes the position in the transaction that brings the target there, so that both hold or neither. */
    void reached(Connection target, LogSequenceNumber position) throws SQLException {
        if (!recovery) {
            return;
        }
        try (var upsert = target.prepareStatement("INSERT INTO " + state
                + " VALUES ('localhost', ?, ?, pg_catalog.now()) ON CONFLICT (server_name, task_name)"
                + " DO UPDATE SET checkpoint = excluded.checkpoint, update_time = excluded.update_time")) {
            upsert.setString(1, task);
            upsert.setString(2, position.asString());
            upsert.executeUpdate();
        }
    }

    /** The position that the target itself remembers. */
    Optional<LogSequenceNumber> position(Connection target) throws SQLException {
        if (!recovery) {
            return Optional.empty();
        }
        try (var query = target.prepareStatement("SELECT checkpoint FROM " + state + " WHERE task_name = ?")) {
            query.setString(1, task);
            try (var rows = query.executeQuery()) {
                return rows.next() ? Optional.of(LogSequenceNumber.valueOf(rows.getString(1))) : Optional.empty();
            }
        }
    }

    /** Writes down a change that was passed over. */
    void exception(Connection target, TableName table, String statement, String error) throws SQLException {
        try (var insert =
                target.prepareStatement("INSERT INTO " + exceptions + " VALUES (?, ?, ?, pg_catalog.now(), ?, ?)")) {
            insert.setString(1, task);
            insert.setString(2, table.schema());
            insert.setString(3, table.table());
            insert.setString(4, statement);
            insert.setString(5, error);
            insert.executeUpdate();
        }
    }
}
