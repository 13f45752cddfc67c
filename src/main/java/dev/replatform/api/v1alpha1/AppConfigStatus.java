package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import java.util.List;

/** What is true of a set of parameters now. */
public record AppConfigStatus(
        @JsonPropertyDescription("The generation of the spec that this status is about; -1 before the first look.")
        Long observedGeneration,

        @JsonPropertyDescription(
                "Ready, Reconciling, Stalled, Paused, DriftDetected, SourcesResolved, ParametersInSync, AccessGranted, ChangeApplied.")
        List<Condition> conditions,

        @JsonPropertyDescription("The steps that are due, in words.")
        List<String> plan,

        @JsonPropertyDescription("What differs now from what is declared (at most 20 fields).")
        List<Drift> drift,

        @JsonPropertyDescription("The last value of the annotation replatform.dev/reconcile-at that was followed.")
        String lastHandledReconcileAt,

        @JsonPropertyDescription("The AWS resources that this object owns.")
        List<AwsResource> resources,

        @JsonPropertyDescription("Digest of the names and versions of all parameters.")
        String revision,

        @JsonPropertyDescription("How many parameters are as declared.")
        Integer parametersInSync,

        @JsonPropertyDescription("The parameters, without their values.")
        List<Parameter> parameters,

        @JsonPropertyDescription("Which side of which Migration the written parameters say.")
        List<Published> published,

        @JsonPropertyDescription("The last Run Command.") OnChange onChange,

        @JsonPropertyDescription(
                "Keys of the extra AWS tags that this object has set. One that is no longer declared is taken away.")
        List<String> tagKeys,

        @JsonPropertyDescription(
                "Under managementPolicy: Observe, what AWS has as YAML of this object: applied, it leaves nothing to do. Holds no secret value.")
        String live)
        implements KindStatus {
    /** Before the first look. */
    public static final AppConfigStatus NONE =
            new AppConfigStatus(null, null, null, null, null, null, null, null, null, null, null, null, null);

    @Override
    public AppConfigStatus withConditions(Long observedGeneration, List<Condition> conditions) {
        return new AppConfigStatus(
                observedGeneration,
                conditions,
                plan,
                drift,
                lastHandledReconcileAt,
                resources,
                revision,
                parametersInSync,
                parameters,
                published,
                onChange,
                tagKeys,
                live);
    }

    @Override
    public AppConfigStatus withHandled(String reconcileAt) {
        return new AppConfigStatus(
                observedGeneration,
                conditions,
                plan,
                drift,
                reconcileAt,
                resources,
                revision,
                parametersInSync,
                parameters,
                published,
                onChange,
                tagKeys,
                live);
    }

    @Override
    public AppConfigStatus withLive(String live) {
        return new AppConfigStatus(
                observedGeneration,
                conditions,
                plan,
                drift,
                lastHandledReconcileAt,
                resources,
                revision,
                parametersInSync,
                parameters,
                published,
                onChange,
                tagKeys,
                live);
    }

    /** One parameter, without its value. */
    public record Parameter(
            @Required @JsonPropertyDescription("Name below the path.")
            String name,

            @JsonPropertyDescription("Version in SSM.") Long version,

            @JsonPropertyDescription("InSync, OutOfDate, Missing, Waiting (its source is not ready) or Foreign.")
            String state) {}

    /** Which side of a Migration the parameters say. */
    public record Published(
            @Required @JsonPropertyDescription("Name of the Migration.")
            String migration,

            @JsonPropertyDescription("Source or Target.") String side) {}

    /** The last Run Command. */
    public record OnChange(
            @JsonPropertyDescription("The revision that it was run for.")
            String revision,

            @JsonPropertyDescription("Id of the command.") String commandId,

            @JsonPropertyDescription("Its state in SSM's words.")
            String state) {}
}
