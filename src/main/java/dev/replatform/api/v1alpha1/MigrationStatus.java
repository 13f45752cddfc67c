package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;

/** What is true of a migration now. */
public record MigrationStatus(
        @JsonPropertyDescription("The generation of the spec that this status is about; -1 before the first look.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "Ready, Reconciling, Stalled, Paused, DriftDetected, SourceReady, TargetReady, ConnectionsTested, SchemaReady, FullLoaded, CaughtUp, DataValidated, CutOver.")
        List<Condition> conditions,

        @JsonPropertyDescription("The steps that are due, in words.")
        List<String> plan,

        @JsonPropertyDescription("What differs now from what is declared (at most 20 fields).")
        List<Drift> drift,

        @JsonPropertyDescription("The last value of the annotation replatform.dev/reconcile-at that was followed.")
        String lastHandledReconcileAt,

        @JsonPropertyDescription("The AWS resources that this object owns.")
        List<AwsResource> resources,

        @JsonPropertyDescription(
                "Pending, Preflight, Provisioning, TestingConnections, PreparingSchema, FullLoad, Replicating, CuttingOver, CutOver or Completed.")
        String phase,

        @JsonPropertyDescription("How much of the full load is done, by DMS's count; a full load in error may say 100.")
        Integer progressPercent,

        @JsonPropertyDescription("The tables that move.") Tables tables,

        @JsonPropertyDescription("How far the proof of the rows is.")
        Validation validation,

        @JsonPropertyDescription("How far the target is behind the source, in steps of 0, 1, 5, 15, 60 seconds.")
        Integer lagSeconds,

        @JsonPropertyDescription("The database that the application is to use now.")
        ActiveEndpoint activeEndpoint,

        @JsonPropertyDescription("What must be opened: pg_hba.conf lines and security group pairs.")
        List<String> access,

        @JsonPropertyDescription("What the preflight and the schema copy found.")
        List<Finding> findings,

        @JsonPropertyDescription("The switch.") Cutover cutover)
        implements KindStatus {
    /** Before the first look. */
    public static final MigrationStatus NONE = new MigrationStatus(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    @Override
    public MigrationStatus withConditions(Long observedGeneration, List<Condition> conditions) {
        return new MigrationStatus(
                observedGeneration,
                conditions,
                plan,
                drift,
                lastHandledReconcileAt,
                resources,
                phase,
                progressPercent,
                tables,
                validation,
                lagSeconds,
                activeEndpoint,
                access,
                findings,
                cutover);
    }

    @Override
    public MigrationStatus withHandled(String reconcileAt) {
        return new MigrationStatus(
                observedGeneration,
                conditions,
                plan,
                drift,
                reconcileAt,
                resources,
                phase,
                progressPercent,
                tables,
                validation,
                lagSeconds,
                activeEndpoint,
                access,
                findings,
                cutover);
    }

    /** Which side a database is on. */
    public static final String SOURCE = "Source";

    /** Which side a database is on. */
    public static final String TARGET = "Target";

    /** Whether the journal says that the target is the application's database. */
    public boolean switched() {
        return activeEndpoint != null && TARGET.equals(activeEndpoint.side());
    }

    /** Whether the application is kept from the source and not yet sent to the target. */
    public boolean fenceHeld() {
        return cutover != null && cutover.fencedAt() != null && !switched();
    }

    /** The tables that move. */
    public record Tables(
            @JsonPropertyDescription("How many tables move.")
            Integer total,

            @JsonPropertyDescription("How many are loaded.") Integer loaded,

            @JsonPropertyDescription("How many are in error.")
            Integer errored,

            @JsonPropertyDescription("Rows that DMS says it has loaded.")
            Long rowsLoaded,

            @JsonPropertyDescription("Tables in error (at most 20), with DMS's word for it.")
            List<String> problems) {}

    /** How far the proof of the rows is. */
    public record Validation(
            @JsonPropertyDescription("How many tables are proved row by row.")
            Integer tables,

            @JsonPropertyDescription("Over how many of them the pass is complete.")
            Integer tablesPassed,

            @JsonPropertyDescription("Rows of the source that were compared with their copies.")
            Long rows,

            @JsonPropertyDescription("How many there are, by the source's statistics.")
            Long estimatedRows,

            @JsonPropertyDescription("Rows that were not equal when they were looked at, and are looked at again.")
            Long pending,

            @JsonPropertyDescription("Rows that differ for good.")
            Long different,

            @JsonPropertyDescription("These rows (at most 20): table, key and columns, never values.")
            List<String> differences,

            @JsonPropertyDescription("What keeps tables from being proved (at most 20).")
            List<String> held,

            @JsonPropertyDescription("Seconds until the pass is complete, at its present pace.")
            Long secondsLeft) {}

    /** The database that the application is to use now. */
    public record ActiveEndpoint(
            @JsonPropertyDescription("Host name or IP address.")
            String host,

            @JsonPropertyDescription("TCP port.") Integer port,

            @JsonPropertyDescription("Name of the database.")
            String database,

            @JsonPropertyDescription("Source or Target.") String side) {}

    /** One thing that was found, with what to do about it. */
    public record Finding(
            @JsonPropertyDescription("Blocker, Unknown (it could not be looked at), Warning or Note.")
            String severity,

            @JsonPropertyDescription("What kind of thing, in one word.")
            String code,

            @JsonPropertyDescription("The database object.") String object,
            @JsonPropertyDescription("What was found.") String text,
            @JsonPropertyDescription("What to do about it.") String remedy) {}

    /** The switch. */
    public record Cutover(
            @JsonPropertyDescription("The token that approves this cutover, once it is proposed.")
            String token,

            @JsonPropertyDescription("When the application's roles were kept from logging in to the source.")
            String fencedAt,

            @JsonPropertyDescription("When the target became the application's database.")
            String switchedAt,

            @JsonPropertyDescription("Seconds from the fence to the switch.")
            Integer writeDowntimeSeconds,

            @JsonPropertyDescription(
                    "What a person runs on the source to lift the fence should the operator be gone. Never after the switch.")
            List<String> unfenceSql) {}
}
