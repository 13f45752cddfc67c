package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.replatform.sandbox.kubernetes.Refusal.Cause;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** What the API server itself fills in for the kinds that are built in. */
final class BuiltIns {
    static final String NAMESPACES = "namespaces";
    static final String DEFINITIONS = "customresourcedefinitions.apiextensions.k8s.io";

    /** Keeps a definition until none of its objects is left. */
    static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    private BuiltIns() {}

    static void complete(Kind kind, ObjectNode object) {
        switch (kind.storedAs()) {
            case "secrets" -> completeSecret(object);
            case NAMESPACES -> completeNamespace(object);
            case DEFINITIONS -> completeDefinition(kind, object);
            default -> {}
        }
    }

    /** @return the review with the sandbox's only answer: everybody may do everything */
    static ObjectNode review(ObjectNode review) {
        var status = review.putObject("status").put("allowed", true).put("incomplete", false);
        var all = List.of("*");
        var resources = status.putArray("resourceRules").addObject();
        resources.set("verbs", Json.array(all));
        resources.set("apiGroups", Json.array(all));
        resources.set("resources", Json.array(all));
        var paths = status.putArray("nonResourceRules").addObject();
        paths.set("verbs", Json.array(all));
        paths.set("nonResourceURLs", Json.array(all));
        return review;
    }

    private static void completeSecret(ObjectNode secret) {
        if (secret.remove("stringData") instanceof ObjectNode texts) {
            var data = secret.withObject("/data");
            texts.properties().forEach(text -> {
                var bytes = text.getValue().asText().getBytes(StandardCharsets.UTF_8);
                data.put(text.getKey(), Base64.getEncoder().encodeToString(bytes));
            });
        }
    }

    private static void completeNamespace(ObjectNode namespace) {
        var metadata = namespace.withObject("/metadata");
        metadata.withObject("/labels")
                .put("kubernetes.io/metadata.name", metadata.path("name").asText());
        namespace.withObject("/spec").set("finalizers", Json.array(List.of("kubernetes")));
        namespace.withObject("/status").put("phase", metadata.has("deletionTimestamp") ? "Terminating" : "Active");
    }

    private static void completeDefinition(Kind kind, ObjectNode definition) {
        var spec = definition.withObject("/spec");
        var names = spec.withObject("/names");
        var name = definition.path("metadata").path("name").asText();
        var expected = names.path("plural").asText() + "." + spec.path("group").asText();
        if (!name.equals(expected)) {
            var rule = "must be spec.names.plural+\".\"+spec.group";
            throw Refusal.invalid(kind, name, List.of(Cause.invalid("metadata.name", '"' + name + '"', rule)));
        }
        var ofKind = names.path("kind").asText();
        if (!names.has("singular")) {
            names.put("singular", ofKind.toLowerCase(Locale.ROOT));
        }
        if (!names.has("listKind")) {
            names.put("listKind", ofKind + "List");
        }
        if (!spec.has("conversion")) {
            spec.putObject("conversion").put("strategy", "None");
        }
        establish(definition, names);
        if (definition.path("metadata").has("deletionTimestamp") && !isTerminating(definition)) {
            terminate(definition);
        }
    }

    static boolean isTerminating(ObjectNode definition) {
        return definition.at("/status/conditions").findValuesAsText("type").contains("Terminating");
    }

    private static void terminate(ObjectNode definition) {
        definition.withObject("/metadata").withArray("finalizers").add(CLEANUP);
        definition
                .withObject("/status")
                .withArray("conditions")
                .addObject()
                .put("type", "Terminating")
                .put("status", "True")
                .put("lastTransitionTime", Writes.now())
                .put("reason", "InstanceDeletionInProgress")
                .put("message", "CustomResource deletion is in progress");
    }

    private static void establish(ObjectNode definition, ObjectNode names) {
        var status = definition.withObject("/status");
        status.set("acceptedNames", names.deepCopy());
        var stored = status.putArray("storedVersions");
        definition.path("spec").path("versions").forEach(version -> {
            if (version.path("storage").asBoolean()) {
                stored.add(version.path("name").asText());
            }
        });
        if (!status.has("conditions")) {
            var conditions = status.putArray("conditions");
            var now = Writes.now();
            conditions
                    .addObject()
                    .put("type", "NamesAccepted")
                    .put("status", "True")
                    .put("lastTransitionTime", now)
                    .put("reason", "NoConflicts")
                    .put("message", "no conflicts found");
            conditions
                    .addObject()
                    .put("type", "Established")
                    .put("status", "True")
                    .put("lastTransitionTime", now)
                    .put("reason", "InitialNamesAccepted")
                    .put("message", "the initial names have been accepted");
        }
    }
}
