package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import java.util.List;
import java.util.Map;

/** What is true of an RDS instance now. */
public record DatabaseStatus(
        @JsonPropertyDescription("The generation of the spec that this status is about; -1 before the first look.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "Ready, Reconciling, Stalled, Paused, DriftDetected, Available, ParametersInSync, CredentialsInSync.")
        List<Condition> conditions,

        @JsonPropertyDescription("The steps that are due, in words.")
        List<String> plan,

        @JsonPropertyDescription("What differs now from what is declared (at most 20 fields).")
        List<Drift> drift,

        @JsonPropertyDescription("The last value of the annotation replatform.dev/reconcile-at that was followed.")
        String lastHandledReconcileAt,

        @JsonPropertyDescription("The AWS resources that this object owns.")
        List<AwsResource> resources,

        @JsonPropertyDescription("State of the instance in RDS's words.")
        String state,

        @JsonPropertyDescription("Where the database listens, once it does.")
        Endpoint endpoint,

        @JsonPropertyDescription("The PostgreSQL version that runs.")
        String engineVersion,

        @JsonPropertyDescription("Changes that RDS has accepted and not made yet, by field of the spec.")
        Map<String, String> pending,

        @JsonPropertyDescription(
                "Under managementPolicy: Observe, what AWS has as YAML of this object: applied, it leaves nothing to do. Holds no secret value.")
        String live)
        implements KindStatus {
    /** Before the first look. */
    public static final DatabaseStatus NONE =
            new DatabaseStatus(null, null, null, null, null, null, null, null, null, null, null);

    @Override
    public DatabaseStatus withConditions(Long observedGeneration, List<Condition> conditions) {
        return new DatabaseStatus(
                observedGeneration,
                conditions,
                plan,
                drift,
                lastHandledReconcileAt,
                resources,
                state,
                endpoint,
                engineVersion,
                pending,
                live);
    }

    @Override
    public DatabaseStatus withHandled(String reconcileAt) {
        return new DatabaseStatus(
                observedGeneration,
                conditions,
                plan,
                drift,
                reconcileAt,
                resources,
                state,
                endpoint,
                engineVersion,
                pending,
                live);
    }

    @Override
    public DatabaseStatus withLive(String live) {
        return new DatabaseStatus(
                observedGeneration,
                conditions,
                plan,
                drift,
                lastHandledReconcileAt,
                resources,
                state,
                endpoint,
                engineVersion,
                pending,
                live);
    }
}
