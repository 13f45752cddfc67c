package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;
import software.amazon.awssdk.services.databasemigration.model.TableToReload;

/** DMS replication tasks and their table statistics. */
public final class DmsTasks {
    /** How many tables DMS takes in one call. */
    public static final int RELOADED_AT_ONCE = 10;

    private static final int STATISTICS_PER_PAGE = 500;

    private final DatabaseMigrationClient dms;
    private final DmsTags tags;

    DmsTasks(DatabaseMigrationClient dms, DmsTags tags) {
        this.dms = dms;
        this.tags = tags;
    }

    /**
     * A replication task.
     *
     * @param status in DMS's words, for example {@code running}
     * @param stopReason null while it runs
     * @param failure DMS's last failure message; null or empty where there is none
     * @param freshStart when it was started for the first time; null where it never was
     * @param restingSince when it stopped or failed last; null where it never did
     * @param progressPercent of the full load, by DMS's count
     * @param documents as DMS tells them: with every default that was not set
     */
    public record Task(
            String identifier,
            String arn,
            String status,
            String stopReason,
            String failure,
            Instant freshStart,
            Instant restingSince,
            int progressPercent,
            int tablesLoaded,
            int tablesErrored,
            Documents documents,
            Map<String, String> tags) {
        public boolean wasNeverStarted() {
            return freshStart == null;
        }

        public boolean isRunning() {
            return "running".equals(status);
        }

        public boolean isStopped() {
            return "stopped".equals(status);
        }

        public boolean hasFailed() {
            return "failed".equals(status);
        }

        /** @return whether it can be neither started nor stopped now */
        public boolean isBetweenStates() {
            return List.of("creating", "starting", "stopping", "modifying", "testing", "deleting", "moving")
                    .contains(status);
        }

        /** @return whether it stopped where the strict profile tells it to: all loaded, no cached change applied */
        public boolean stoppedAfterFullLoad() {
            return isStopped() && stopReason != null && stopReason.contains("STOPPED_AFTER_FULL_LOAD");
        }
    }

    /**
     * What tells a replication task its work, as JSON.
     *
     * @param mappings which tables, and what becomes of their columns
     */
    public record Documents(String mappings, String settings) {}

    /** What a replication task is made of. */
    public record NewTask(
            String identifier,
            String sourceArn,
            String targetArn,
            String instanceArn,
            Documents documents,
            Map<String, String> tags) {}

    /**
     * What DMS says of one table.
     *
     * @param state for example {@code Table completed}
     * @param rowsLoaded staged, not necessarily committed
     */
    public record TableStatistics(String schema, String table, String state, long rowsLoaded, long changesApplied) {
        /** DMS's word for a table that nothing has loaded yet. */
        public static final String NOT_LOADED = "Before load";

        /** DMS's word for a table that is loaded. */
        public static final String LOADED = "Table completed";

        public String name() {
            return schema + "." + table;
        }

        public boolean isLoaded() {
            return LOADED.equals(state);
        }

        public boolean isErrored() {
            return List.of("Table error", "Table cancelled", "Table does not exist")
                    .contains(state);
        }
    }

    /** @return the task of that identifier, with its tags */
    public Seen<Task> one(String identifier) {
        return AwsCalls.see(
                "DescribeReplicationTasks",
                () -> dms
                        .describeReplicationTasks(
                                request -> request.filters(DmsInstances.filter("replication-task-id", identifier)))
                        .replicationTasks()
                        .stream()
                        .findFirst()
                        .map(this::task)
                        .orElseThrow(() -> ResourceNotFoundException.builder().build()),
                ResourceNotFoundException.class);
    }

    /** @return a line for each table that the task knows */
    public Seen<List<TableStatistics>> statistics(String taskArn) {
        return AwsCalls.see(
                "DescribeTableStatistics",
                () -> dms
                        .describeTableStatisticsPaginator(
                                request -> request.replicationTaskArn(taskArn).maxRecords(STATISTICS_PER_PAGE))
                        .stream()
                        .flatMap(page -> page.tableStatistics().stream())
                        .map(table -> new TableStatistics(
                                table.schemaName(),
                                table.tableName(),
                                table.tableState(),
                                orZero(table.fullLoadRows()),
                                orZero(table.inserts()) + orZero(table.updates()) + orZero(table.deletes())))
                        .toList(),
                ResourceNotFoundException.class);
    }

    /**
     * Loads tables while the task runs: those that were added to a task that had loaded others, too.
     *
     * @param tables at most {@link #RELOADED_AT_ONCE}
     */
    public void reload(String taskArn, List<TableStatistics> tables) {
        AwsCalls.act(
                "ReloadTables",
                () -> dms.reloadTables(request -> request.replicationTaskArn(taskArn)
                        .tablesToReload(tables.stream()
                                .map(table -> TableToReload.builder()
                                        .schemaName(table.schema())
                                        .tableName(table.table())
                                        .build())
                                .toList())));
    }

    public void create(NewTask wanted) {
        AwsCalls.actUnless(
                ResourceAlreadyExistsException.class,
                "CreateReplicationTask",
                () -> dms.createReplicationTask(request -> request.replicationTaskIdentifier(wanted.identifier())
                        .sourceEndpointArn(wanted.sourceArn())
                        .targetEndpointArn(wanted.targetArn())
                        .replicationInstanceArn(wanted.instanceArn())
                        .migrationType(MigrationTypeValue.FULL_LOAD_AND_CDC)
                        .tableMappings(wanted.documents().mappings())
                        .replicationTaskSettings(wanted.documents().settings())
                        .tags(DmsTags.list(wanted.tags()))));
    }

    /** Starts a task that never ran. DMS refuses it for one that did, so that no load is ever begun twice. */
    public void start(String arn) {
        start(arn, StartReplicationTaskTypeValue.START_REPLICATION);
    }

    /** Goes on where the task stopped. */
    public void resume(String arn) {
        start(arn, StartReplicationTaskTypeValue.RESUME_PROCESSING);
    }

    /** Only while it rests: DMS refuses it for one that runs. What the documents do not name stays as it is. */
    public void modify(String arn, Documents documents) {
        AwsCalls.act(
                "ModifyReplicationTask",
                () -> dms.modifyReplicationTask(request -> request.replicationTaskArn(arn)
                        .tableMappings(documents.mappings())
                        .replicationTaskSettings(documents.settings())));
    }

    public void stop(String arn) {
        AwsCalls.act("StopReplicationTask", () -> dms.stopReplicationTask(request -> request.replicationTaskArn(arn)));
    }

    /** Also drops the replication slot that DMS made. */
    public void delete(String arn) {
        AwsCalls.actUnless(
                ResourceNotFoundException.class,
                "DeleteReplicationTask",
                () -> dms.deleteReplicationTask(request -> request.replicationTaskArn(arn)));
    }

    private void start(String arn, StartReplicationTaskTypeValue type) {
        AwsCalls.act(
                "StartReplicationTask",
                () -> dms.startReplicationTask(
                        request -> request.replicationTaskArn(arn).startReplicationTaskType(type)));
    }

    private Task task(ReplicationTask task) {
        var stats = task.replicationTaskStats();
        return new Task(
                task.replicationTaskIdentifier(),
                task.replicationTaskArn(),
                task.status(),
                task.stopReason(),
                task.lastFailureMessage(),
                stats == null ? null : stats.freshStartDate(),
                stats == null ? null : stats.stopDate(),
                stats == null ? 0 : orZero(stats.fullLoadProgressPercent()),
                stats == null ? 0 : orZero(stats.tablesLoaded()),
                stats == null ? 0 : orZero(stats.tablesErrored()),
                new Documents(task.tableMappings(), task.replicationTaskSettings()),
                tags.of(task.replicationTaskArn()));
    }

    private static int orZero(Integer number) {
        return number == null ? 0 : number;
    }

    private static long orZero(Long number) {
        return number == null ? 0 : number;
    }
}
