package dev.replatform.sandbox.aws.dms;

import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.Later;
import dev.replatform.sandbox.aws.dms.engine.EndpointAttributes;
import dev.replatform.sandbox.aws.dms.engine.EngineControls;
import dev.replatform.sandbox.aws.dms.engine.InvalidTask;
import dev.replatform.sandbox.aws.dms.engine.Replication;
import dev.replatform.sandbox.aws.dms.engine.TableMappings;
import dev.replatform.sandbox.aws.dms.engine.TableName;
import dev.replatform.sandbox.aws.dms.engine.TaskPlan;
import dev.replatform.sandbox.aws.dms.engine.TaskSettings;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.databasemigration.model.CreateReplicationTaskRequest;
import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ModifyReplicationTaskRequest;
import software.amazon.awssdk.services.databasemigration.model.ReloadTablesRequest;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskRequest;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;

/**
 * Replication tasks and what becomes of them. <a
 * href="https://docs.aws.amazon.com/dms/latest/APIReference/API_ReplicationTask.html">States</a>, <a
 * href="https://docs.aws.amazon.com/dms/latest/APIReference/API_StartReplicationTask.html">start types</a>.
 */
final class ReplicationTasks implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicationTasks.class);
    private static final Set<String> AT_REST = Set.of("ready", "stopped", "failed");

    private final Map<String, TaskState> byArn = new ConcurrentHashMap<>();
    private final EngineControls pace = new EngineControls();
    private final ReplicationInstances instances;
    private final Endpoints endpoints;
    private final Connections connections;
    private final DmsTags tags;
    private final Later later;
    private final Delays delays;
    private final ExecutorService runs = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "dms-task");
        thread.setDaemon(true);
        return thread;
    });

    ReplicationTasks(
            ReplicationInstances instances,
            Endpoints endpoints,
            Connections connections,
            DmsTags tags,
            Later later,
            Delays delays) {
        this.instances = instances;
        this.endpoints = endpoints;
        this.connections = connections;
        this.tags = tags;
        this.later = later;
        this.delays = delays;
    }

    synchronized ReplicationTask create(CreateReplicationTaskRequest request) {
        var id = Names.identifier("ReplicationTaskIdentifier", request.replicationTaskIdentifier(), 255);
        if (byArn.values().stream()
                .anyMatch(
                        other -> other.description().replicationTaskIdentifier().equals(id))) {
            throw DmsFaults.alreadyExists("ReplicationTask " + id + " already exists");
        }
        instances.available(request.replicationInstanceArn());
        checkEndpoint(request.sourceEndpointArn(), ReplicationEndpointTypeValue.SOURCE);
        checkEndpoint(request.targetEndpointArn(), ReplicationEndpointTypeValue.TARGET);
        checkDocuments(request.tableMappings(), request.replicationTaskSettings());
        var arn = Names.arn("task", request.resourceIdentifier());
        var task = new TaskState(
                ReplicationTask.builder()
                        .replicationTaskIdentifier(id)
                        .replicationTaskArn(arn)
                        .replicationInstanceArn(request.replicationInstanceArn())
                        .sourceEndpointArn(request.sourceEndpointArn())
                        .targetEndpointArn(request.targetEndpointArn())
                        .migrationType(request.migrationType())
                        .tableMappings(request.tableMappings())
                        .replicationTaskSettings(request.replicationTaskSettings())
                        .cdcStartPosition(request.cdcStartPosition())
                        .replicationTaskCreationDate(Instant.now())
                        .status("creating")
                        .build(),
                new Replication(connections.sessions(request.replicationInstanceArn()), pace, delays));
        byArn.put(arn, task);
        tags.create(arn, request.tags());
        later.after(Duration.ofSeconds(40), () -> task.status("ready"));
        return task.shown(false);
    }

    synchronized ReplicationTask start(StartReplicationTaskRequest request) {
        var task = one(request.replicationTaskArn());
        if (!task.isIn(AT_REST)) {
            throw DmsFaults.invalidState("Replication Task cannot be started, invalid state");
        }
        checkStartType(task, request.startReplicationTaskType());
        checkConnections(task);
        var afresh = request.startReplicationTaskType() != StartReplicationTaskTypeValue.RESUME_PROCESSING;
        var forgets = request.startReplicationTaskType() == StartReplicationTaskTypeValue.RELOAD_TARGET;
        task.starting(afresh);
        task.replication().ready();
        later.after(Duration.ofMinutes(1), () -> runs.execute(() -> run(task, forgets)));
        return task.shown(false);
    }

    /**
     * Takes a task that rests for an assessment.
     *
     * @return its state before
     */
    synchronized String testing(TaskState task) {
        if (!task.isIn(AT_REST)) {
            throw DmsFaults.invalidState("Replication Task cannot be assessed, invalid state");
        }
        checkConnections(task);
        var before = task.description().status();
        task.status("testing");
        return before;
    }

    private void checkConnections(TaskState task) {
        var description = task.description();
        for (var endpoint : List.of(description.sourceEndpointArn(), description.targetEndpointArn())) {
            if (!connections.successful(description.replicationInstanceArn(), endpoint)) {
                throw DmsFaults.invalidState(
                        "Test connection for replication instance and endpoint should be successful"
                                + " for starting the replication task");
            }
        }
    }

    synchronized ReplicationTask stop(String arn) {
        var task = one(arn);
        if (!task.isIn(Set.of("running"))) {
            throw DmsFaults.invalidState("Replication Task cannot be stopped, invalid state");
        }
        task.status("stopping");
        task.replication().stop();
        return task.shown(false);
    }

    synchronized ReplicationTask modify(ModifyReplicationTaskRequest request) {
        var task = one(request.replicationTaskArn());
        if (!task.isIn(AT_REST)) {
            throw DmsFaults.invalidState(
                    "Replication Task, excluding logging severity task settings, cannot be modified" + " while it is "
                            + task.description().status() + " state");
        }
        checkDocuments(
                request.tableMappings() == null ? task.description().tableMappings() : request.tableMappings(),
                request.replicationTaskSettings());
        var before = task.description();
        task.change(builder -> builder.status("modifying")
                .tableMappings(request.tableMappings() == null ? before.tableMappings() : request.tableMappings())
                .replicationTaskSettings(
                        request.replicationTaskSettings() == null
                                ? before.replicationTaskSettings()
                                : request.replicationTaskSettings()));
        later.after(Duration.ofSeconds(35), () -> task.status(before.status()));
        return task.shown(false);
    }

    /** @param whenGone told when the task is no more */
    synchronized ReplicationTask delete(String arn, Runnable whenGone) {
        var task = one(arn);
        if (!task.isIn(AT_REST)) {
            throw DmsFaults.invalidState("Replication Task cannot be deleted, invalid state");
        }
        task.status("deleting");
        later.after(Duration.ofMinutes(2), () -> {
            dropSlot(task);
            byArn.remove(arn);
            tags.remove(arn);
            whenGone.run();
        });
        return task.shown(false);
    }

    void reload(ReloadTablesRequest request) {
        var task = one(request.replicationTaskArn());
        if (!task.isIn(Set.of("running"))) {
            throw DmsFaults.invalidState(
                    "Replication Task " + request.replicationTaskArn() + " must be in running state to reload tables");
        }
        if (request.tablesToReload().isEmpty() || request.tablesToReload().size() > 10) {
            throw DmsFaults.invalidValue("TablesToReload must hold 1 to 10 tables");
        }
        task.replication()
                .reload(request.tablesToReload().stream()
                        .map(table -> new TableName(table.schemaName(), table.tableName()))
                        .toList());
    }

    TaskState one(String arn) {
        var task = byArn.get(arn);
        if (task == null) {
            throw DmsFaults.notFound("Replication Task \"" + arn + "\" not found.");
        }
        return task;
    }

    List<ReplicationTask> all(boolean withoutSettings) {
        return byArn.values().stream().map(task -> task.shown(withoutSettings)).toList();
    }

    /** @throws RuntimeException AWS's fault where a task has the endpoint */
    void refuseIfEndpointIsUsed(String endpointArn) {
        if (tasksOf(endpointArn).stream().findAny().isPresent()) {
            throw DmsFaults.invalidState("Endpoint " + endpointArn + " is part of one or more ReplicationTasks.");
        }
    }

    /** @throws RuntimeException AWS's fault where a task is at work on the endpoint */
    void refuseIfEndpointIsAtWork(String endpointArn) {
        if (tasksOf(endpointArn).stream().anyMatch(task -> !task.isIn(AT_REST))) {
            throw DmsFaults.invalidState("Endpoint " + endpointArn + " is used by a replication task that is running");
        }
    }

    /** @throws RuntimeException AWS's fault where the instance has tasks */
    void refuseIfInstanceHasTasks(String instanceArn) {
        if (byArn.values().stream()
                .anyMatch(task -> task.description().replicationInstanceArn().equals(instanceArn))) {
            throw DmsFaults.invalidState(
                    "Replication Instance \"" + instanceArn + "\" has one or more replication tasks");
        }
    }

    EngineControls pace() {
        return pace;
    }

    @Override
    public void close() {
        byArn.values().forEach(task -> task.replication().stop());
        pace.release();
        runs.shutdownNow();
    }

    private List<TaskState> tasksOf(String endpointArn) {
        return byArn.values().stream()
                .filter(task -> task.description().sourceEndpointArn().equals(endpointArn)
                        || task.description().targetEndpointArn().equals(endpointArn))
                .toList();
    }

    private void run(TaskState task, boolean forgets) {
        task.status("running");
        try {
            var outcome = task.replication().run(plan(task.description()), forgets);
            var pause = task.isIn(Set.of("stopping")) ? Duration.ofSeconds(30) : Duration.ZERO;
            later.after(pause, () -> task.ended(outcome));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void dropSlot(TaskState task) {
        try {
            task.replication().dropSlot(plan(task.description()));
        } catch (SQLException e) {
            LOG.warn("the slot of a deleted task stays behind: {}", e.getMessage());
        }
    }

    private TaskPlan plan(ReplicationTask task) {
        var source = endpoints.one(task.sourceEndpointArn()).postgreSQLSettings();
        var target = endpoints.one(task.targetEndpointArn()).postgreSQLSettings();
        return new TaskPlan(
                Names.lastPart(task.replicationTaskArn()),
                task.migrationType() != MigrationTypeValue.CDC,
                task.migrationType() != MigrationTypeValue.FULL_LOAD,
                TableMappings.parse(task.tableMappings()),
                TaskSettings.parse(task.replicationTaskSettings()),
                endpoints.end(task.sourceEndpointArn()),
                endpoints.end(task.targetEndpointArn()),
                target.afterConnectScript(),
                target.executeTimeout() == null ? 60 : target.executeTimeout(),
                source.slotName(),
                task.cdcStartPosition(),
                attributes(task),
                pace.belief(),
                Boolean.TRUE.equals(source.failTasksOnLobTruncation())
                        || Boolean.TRUE.equals(target.failTasksOnLobTruncation()));
    }

    /** What only one end says does not hold. */
    private EndpointAttributes attributes(ReplicationTask task) {
        var source =
                EndpointAttributes.parse(endpoints.one(task.sourceEndpointArn()).extraConnectionAttributes());
        var target =
                EndpointAttributes.parse(endpoints.one(task.targetEndpointArn()).extraConnectionAttributes());
        return new EndpointAttributes(
                source.mapUnboundedNumericAsString() && target.mapUnboundedNumericAsString(),
                Math.min(source.unboundedVarcharMaxSize(), target.unboundedVarcharMaxSize()));
    }

    private void checkEndpoint(String arn, ReplicationEndpointTypeValue type) {
        if (endpoints.one(arn).endpointType() != type) {
            throw DmsFaults.invalidCombination("Endpoint " + arn + " is not a " + type + " endpoint");
        }
    }

    private static void checkStartType(TaskState task, StartReplicationTaskTypeValue type) {
        switch (type) {
            case START_REPLICATION -> {
                if (task.ranBefore()) {
                    throw DmsFaults.invalidCombination(
                            "Start Type : START_REPLICATION, valid only for tasks running for the first time");
                }
            }
            case RESUME_PROCESSING, RELOAD_TARGET -> {
                if (!task.ranBefore()) {
                    throw DmsFaults.invalidCombination(
                            "Start Type : " + type.name() + ", valid only for tasks that have been run before");
                }
            }
            default -> throw DmsFaults.invalidValue("Invalid StartReplicationTaskType");
        }
    }

    private static void checkDocuments(String mappings, String settings) {
        try {
            TableMappings.parse(mappings);
            TaskSettings.parse(settings);
        } catch (InvalidTask e) {
            throw DmsFaults.invalidValue(e.getMessage());
        }
    }
}
