package dev.replatform.sandbox.aws.dms.engine;

/**
 * All that a run of a task goes by.
 *
 * @param externalId the last part of the task's ARN
 * @param loads whether the task copies what is there
 * @param replicates whether it applies what changes
 * @param mappings which tables
 * @param settings how
 * @param source where rows come from
 * @param target where they go
 * @param afterConnectScript what the target endpoint runs in the session that applies changes; null for nothing
 * @param executeTimeout seconds that a statement of that session may take
 * @param slotName a slot that somebody else made, from the source endpoint; null where DMS makes its own
 * @param startPosition an LSN to begin at, for tasks that only replicate; null for the slot's own position
 * @param attributes the extra connection attributes that both ends agree on
 * @param belief what holds where sources contradict
 * @param failOnLobTruncation whether a LOB that is longer than {@code LobMaxSize} is an error
 */
public record TaskPlan(
        String externalId,
        boolean loads,
        boolean replicates,
        TableMappings mappings,
        TaskSettings settings,
        PostgresEnd source,
        PostgresEnd target,
        String afterConnectScript,
        int executeTimeout,
        String slotName,
        String startPosition,
        EndpointAttributes attributes,
        Belief belief,
        boolean failOnLobTruncation) {

    String controlSchema() {
        var schema = settings.text("/ControlTablesSettings/ControlSchema");
        return schema.isEmpty() ? "public" : schema;
    }
}
