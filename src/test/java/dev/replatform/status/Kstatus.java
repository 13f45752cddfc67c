package dev.replatform.status;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * What Helm 4, Flux and kpt read out of a custom resource.
 *
 * @see <a href="https://github.com/kubernetes-sigs/cli-utils/tree/master/pkg/kstatus">kstatus</a>
 */
public enum Kstatus {
    IN_PROGRESS,
    FAILED,
    CURRENT,
    TERMINATING;

    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    public static Kstatus of(HasMetadata resource) {
        JsonNode object = json(resource);
        if (object.path("metadata").hasNonNull("deletionTimestamp")) {
            return TERMINATING;
        }
        var observed = object.path("status").path("observedGeneration");
        if (observed.isNumber()
                && observed.longValue()
                        != object.path("metadata").path("generation").longValue()) {
            return IN_PROGRESS;
        }
        for (var condition : object.path("status").path("conditions")) {
            if (is(condition, "Reconciling", "True")) {
                return IN_PROGRESS;
            }
            if (is(condition, "Stalled", "True")) {
                return FAILED;
            }
        }
        for (var condition : object.path("status").path("conditions")) {
            if (is(condition, "Ready", "False") || is(condition, "Ready", "Unknown")) {
                return IN_PROGRESS;
            }
        }
        return CURRENT;
    }

    /** @return whether {@code kubectl wait --for=condition=Ready} would end */
    public static boolean isAwaited(HasMetadata resource) {
        JsonNode object = json(resource);
        for (var condition : object.path("status").path("conditions")) {
            if (is(condition, "Ready", "True")) {
                var generation = object.path("metadata").path("generation").longValue();
                return condition.path("observedGeneration").longValue() >= generation;
            }
        }
        return false;
    }

    private static boolean is(JsonNode condition, String type, String status) {
        return condition.path("type").asText().equals(type)
                && condition.path("status").asText().equals(status);
    }

    private static JsonNode json(HasMetadata resource) {
        return JSON.convertValue(resource, JsonNode.class);
    }
}
