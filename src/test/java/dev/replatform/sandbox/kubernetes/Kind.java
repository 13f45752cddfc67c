package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * One kind in one version, as its definition describes it.
 *
 * @param group empty for the core group
 * @param names {@code spec.names} of the definition
 * @param definition the version's own part of the definition: schema, subresources, printer columns
 * @param schema the whole object's schema, metadata included
 * @param custom whether a CustomResourceDefinition brought it
 */
record Kind(
        String group,
        String version,
        JsonNode names,
        boolean namespaced,
        JsonNode definition,
        Schema schema,
        boolean custom) {

    static Kind of(JsonNode spec, JsonNode version, ObjectNode objectMeta, boolean custom) {
        return new Kind(
                spec.path("group").textValue(),
                version.path("name").textValue(),
                spec.path("names"),
                spec.path("scope").asText().equals("Namespaced"),
                version,
                Schema.ofObject(version.path("schema").path("openAPIV3Schema"), objectMeta),
                custom);
    }

    String kind() {
        return names.path("kind").textValue();
    }

    String listKind() {
        return names.path("listKind").asText(kind() + "List");
    }

    String plural() {
        return names.path("plural").textValue();
    }

    String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** {@code widgets.example.dev}, or {@code secrets} in the core group. */
    String qualifiedPlural() {
        return group.isEmpty() ? plural() : plural() + "." + group;
    }

    /** {@code Widget.example.dev}, or {@code Secret} in the core group. */
    String qualifiedKind() {
        return group.isEmpty() ? kind() : kind() + "." + group;
    }

    /** What its objects are stored under: all versions of a kind share a store, and so do the two groups of events. */
    String storedAs() {
        return isEventOfToday() ? plural() : qualifiedPlural();
    }

    /** Whether it is events.k8s.io/v1's face of an event. */
    boolean isEventOfToday() {
        return group.equals("events.k8s.io");
    }

    boolean hasStatus() {
        return definition.path("subresources").has("status");
    }

    boolean countsGenerations() {
        return custom || definition.has("generation");
    }

    boolean canOnlyBeCreated() {
        return definition.has("verbs");
    }

    /** Paths beside name and namespace that a field selector may name, without their leading dot. */
    List<String> selectableFields() {
        return StreamSupport.stream(definition.path("selectableFields").spliterator(), false)
                .map(field -> field.path("jsonPath").asText().substring(1))
                .toList();
    }

    /** @return a copy of a stored object as a client of this kind and version sees it */
    ObjectNode present(ObjectNode stored) {
        var seen = Json.object().put("apiVersion", apiVersion()).put("kind", kind());
        var renamed = isEventOfToday() ? EventFields.toEventsGroup(stored) : stored;
        renamed.properties().stream()
                .filter(field -> !seen.has(field.getKey()))
                .forEach(field -> seen.set(field.getKey(), field.getValue()));
        return seen;
    }

    /** @return an object of this kind and version, as a client sees it, in the form in which it is stored */
    ObjectNode storable(ObjectNode seen) {
        return isEventOfToday() ? EventFields.toCore(seen) : seen;
    }
}
