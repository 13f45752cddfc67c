package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Who set which field of an object last, as {@code metadata.managedFields} keeps it.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/#field-management">Field management</a>
 */
final class ManagedFields {
    private static final Set<String> NOBODYS_METADATA = Set.of(
            "name",
            "namespace",
            "uid",
            "resourceVersion",
            "generation",
            "creationTimestamp",
            "deletionTimestamp",
            "deletionGracePeriodSeconds",
            "selfLink",
            "generateName",
            "managedFields");

    private final List<Entry> entries = new ArrayList<>();

    /**
     * Who writes, and by which door.
     *
     * @param operation {@code Apply} or {@code Update}
     * @param subresource empty for the main one
     */
    record Writer(String manager, String operation, String subresource) {}

    private record Entry(Writer writer, String apiVersion, String time, Set<List<String>> fields) {}

    /** What of an object that writer can own: nothing of the status, where the status has a door of its own. */
    static JsonNode ownedBy(Writer writer, ObjectNode object, Kind kind) {
        var owned = object.deepCopy();
        owned.remove(List.of("apiVersion", "kind"));
        if (kind.hasStatus() && writer.subresource().isEmpty()) {
            owned.remove("status");
        }
        if (owned.path("metadata") instanceof ObjectNode metadata) {
            metadata.remove(NOBODYS_METADATA);
            if (metadata.isEmpty()) {
                owned.remove("metadata");
            }
        }
        return owned;
    }

    static ManagedFields of(JsonNode object) {
        var managed = new ManagedFields();
        for (var entry : object.path("metadata").path("managedFields")) {
            if (entry.has("manager")) {
                var writer = new Writer(
                        entry.path("manager").asText(),
                        entry.path("operation").asText(),
                        entry.path("subresource").asText());
                managed.entries.add(new Entry(
                        writer,
                        entry.path("apiVersion").asText(),
                        entry.path("time").asText(),
                        FieldPaths.fromFieldsV1(entry.path("fieldsV1"))));
            }
        }
        return managed;
    }

    void writeTo(ObjectNode object) {
        var metadata = object.withObject("/metadata");
        metadata.remove("managedFields");
        if (entries.isEmpty()) {
            return;
        }
        var list = metadata.putArray("managedFields");
        for (var entry : entries) {
            var node = list.addObject()
                    .put("manager", entry.writer.manager())
                    .put("operation", entry.writer.operation())
                    .put("apiVersion", entry.apiVersion)
                    .put("time", entry.time)
                    .put("fieldsType", "FieldsV1");
            node.set("fieldsV1", FieldPaths.toFieldsV1(entry.fields));
            if (!entry.writer.subresource().isEmpty()) {
                node.put("subresource", entry.writer.subresource());
            }
        }
    }

    Set<List<String>> of(Writer writer) {
        return entries.stream()
                .filter(entry -> entry.writer.equals(writer))
                .findFirst()
                .<Set<List<String>>>map(Entry::fields)
                .orElse(Set.of());
    }

    Set<List<String>> ofOthersThan(Writer writer) {
        var fields = new LinkedHashSet<List<String>>();
        entries.stream().filter(entry -> !entry.writer.equals(writer)).forEach(entry -> fields.addAll(entry.fields));
        return fields;
    }

    /** What a writer applied is what it owns from now on, no more. */
    void applied(Writer writer, String apiVersion, Set<List<String>> fields) {
        set(writer, apiVersion, fields);
    }

    /** What a writer changed is its own from now on, and nobody else's; what it removed is nobody's. */
    void updated(Writer writer, ObjectNode before, ObjectNode after, Kind kind) {
        var old = FieldPaths.of(ownedBy(writer, before, kind), kind.schema());
        var now = FieldPaths.of(ownedBy(writer, after, kind), kind.schema());
        var changed = new LinkedHashSet<List<String>>();
        now.forEach((path, value) -> {
            if (!path.isEmpty() && !value.equals(old.get(path))) {
                changed.add(path);
            }
        });
        var lost = new LinkedHashSet<>(changed);
        old.keySet().stream().filter(path -> !now.containsKey(path)).forEach(lost::add);
        takeFromOthers(writer, lost);
        if (!writer.operation().equals("Apply")) {
            var fields = new LinkedHashSet<>(of(writer));
            fields.removeAll(lost);
            fields.addAll(changed);
            set(writer, kind.apiVersion(), fields);
        }
    }

    private void takeFromOthers(Writer writer, Set<List<String>> lost) {
        for (var other : List.copyOf(entries)) {
            if (!other.writer.equals(writer)) {
                var left = new LinkedHashSet<>(other.fields);
                left.removeAll(lost);
                set(other.writer, other.apiVersion, left);
            }
        }
    }

    private void set(Writer writer, String apiVersion, Set<List<String>> fields) {
        if (fields.equals(of(writer))) {
            return;
        }
        entries.removeIf(entry -> entry.writer.equals(writer));
        if (!fields.isEmpty()) {
            var now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
            entries.add(new Entry(writer, apiVersion, now, fields));
        }
    }
}
