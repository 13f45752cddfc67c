package dev.replatform.sandbox.aws.dms;

import dev.replatform.sandbox.aws.dms.engine.Outcome;
import dev.replatform.sandbox.aws.dms.engine.Replication;
import dev.replatform.sandbox.aws.dms.engine.TableProgress;
import dev.replatform.sandbox.aws.dms.engine.TaskSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.databasemigration.model.Filter;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTaskStats;
import software.amazon.awssdk.services.databasemigration.model.TableStatistics;

/** One replication task: what is told of it, and the replication that it drives. */
final class TaskState {
    private final Replication replication;
    private ReplicationTask description;
    private Instant freshStart;
    private Instant start;
    private Instant stop;

    TaskState(ReplicationTask description, Replication replication) {
        this.description = description;
        this.replication = replication;
    }

    Replication replication() {
        return replication;
    }

    synchronized ReplicationTask description() {
        return description;
    }

    synchronized void change(UnaryOperator<ReplicationTask.Builder> change) {
        description = change.apply(description.toBuilder()).build();
    }

    void status(String status) {
        change(builder -> builder.status(status));
    }

    boolean isIn(Set<String> states) {
        return states.contains(description().status());
    }

    synchronized boolean ranBefore() {
        return freshStart != null;
    }

    /** It starts; {@code afresh} where it begins from the beginning. */
    synchronized void starting(boolean afresh) {
        start = Instant.now();
        freshStart = afresh || freshStart == null ? start : freshStart;
        stop = null;
        description = description.toBuilder()
                .status("starting")
                .stopReason(null)
                .lastFailureMessage(null)
                .recoveryCheckpoint(null)
                .replicationTaskStartDate(start)
                .build();
    }

    synchronized void ended(Outcome outcome) {
        stop = Instant.now();
        description = description.toBuilder()
                .status(outcome.failed() ? "failed" : "stopped")
                .stopReason(outcome.stopReason())
                .lastFailureMessage(outcome.lastFailure())
                .recoveryCheckpoint(replication.checkpoint().orElse(null))
                .build();
    }

    /** As {@code DescribeReplicationTasks} shows it. */
    synchronized ReplicationTask shown(boolean withoutSettings) {
        var shown = description.toBuilder().replicationTaskStats(statistics());
        if (withoutSettings) {
            return shown.tableMappings(null).replicationTaskSettings(null).build();
        }
        var id = Names.lastPart(description.replicationTaskArn());
        var instance = Names.lastPart(description.replicationInstanceArn());
        return shown.replicationTaskSettings(TaskSettings.parse(description.replicationTaskSettings())
                        .json("dms-tasks-" + instance, "dms-task-" + id))
                .build();
    }

    /** The tables that all filters let through. */
    List<TableStatistics> tables(List<Filter> filters) {
        return replication.tables().stream()
                .map(TaskState::describe)
                .filter(table -> filters.stream().allMatch(filter -> matches(filter, table)))
                .toList();
    }

    private ReplicationTaskStats statistics() {
        var tables = replication.tables();
        var weight = tables.stream().mapToLong(TableProgress::weight).sum();
        var done = tables.stream()
                .mapToDouble(table -> table.weight() * table.fraction())
                .sum();
        var end = stop == null ? Instant.now() : stop;
        return ReplicationTaskStats.builder()
                .fullLoadProgressPercent(weight == 0 ? 0 : (int) Math.floor(100 * done / weight))
                .elapsedTimeMillis(
                        start == null ? 0 : Duration.between(start, end).toMillis())
                .tablesLoaded(count(tables, TableProgress::isLoaded))
                .tablesLoading(count(tables, TableProgress::isLoading))
                .tablesErrored(count(tables, TableProgress::isErrored))
                .tablesQueued(count(tables, table -> !table.isLoaded() && !table.isLoading() && !table.isErrored()))
                .freshStartDate(freshStart)
                .startDate(start)
                .stopDate(stop)
                .fullLoadStartDate(replication.loadStart().orElse(null))
                .fullLoadFinishDate(replication.loadFinish().orElse(null))
                .build();
    }

    private static int count(List<TableProgress> tables, Predicate<TableProgress> which) {
        return (int) tables.stream().filter(which).count();
    }

    private static boolean matches(Filter filter, TableStatistics table) {
        return switch (filter.name()) {
            case "schema-name" -> filter.values().contains(table.schemaName());
            case "table-name" -> filter.values().contains(table.tableName());
            case "table-state" -> filter.values().contains(table.tableState());
            default -> throw DmsFaults.invalidValue("Invalid filter name: " + filter.name());
        };
    }

    private static TableStatistics describe(TableProgress table) {
        return TableStatistics.builder()
                .schemaName(table.name().schema())
                .tableName(table.name().table())
                .tableState(table.state())
                .fullLoadRows(table.rows())
                .fullLoadCondtnlChkFailedRows(0L)
                .fullLoadErrorRows(0L)
                .fullLoadStartTime(table.loadStart())
                .fullLoadEndTime(table.loadEnd())
                .fullLoadReloaded(table.reloaded())
                .inserts(table.inserts())
                .updates(table.updates())
                .deletes(table.deletes())
                .ddls(table.ddls())
                .appliedInserts(table.appliedInserts())
                .appliedUpdates(table.appliedUpdates())
                .appliedDeletes(table.appliedDeletes())
                .appliedDdls(table.appliedDdls())
                .lastUpdateTime(table.updated())
                .validationState("Not enabled")
                .validationPendingRecords(0L)
                .validationFailedRecords(0L)
                .validationSuspendedRecords(0L)
                .build();
    }
}
