package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.replatform.sandbox.kubernetes.ManagedFields.Writer;
import dev.replatform.sandbox.kubernetes.Refusal.Cause;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** What becomes of an object that somebody creates, replaces, patches or applies. */
final class Writes {
    /** Set by the server alone; what a request says about them is ignored. */
    private static final List<String> SERVER_OWNED =
            List.of("name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "generation");

    private static final List<String> OMITTED_WHEN_EMPTY =
            List.of("labels", "annotations", "finalizers", "ownerReferences");

    private static final String STRICT = "strict decoding error: ";

    private final Kinds kinds;
    private final Store store;
    private final Deletions deletions;

    Writes(Kinds kinds, Store store, Deletions deletions) {
        this.kinds = kinds;
        this.store = store;
        this.deletions = deletions;
    }

    /**
     * How a request wants to be written.
     *
     * @param fieldValidation {@code Strict}, {@code Warn} or {@code Ignore}: what becomes of unknown fields
     * @param dryRun whether nothing is to be stored
     * @param warning takes what the answer's {@code Warning} headers say
     */
    record Options(Writer writer, String fieldValidation, boolean dryRun, Consumer<String> warning) {
        boolean isStrict() {
            return fieldValidation.equals("Strict");
        }
    }

    /** @param created false where the object was there before */
    record Written(boolean created, ObjectNode object) {}

    Written create(Kind kind, String namespace, ObjectNode object, Options options) {
        synchronized (store) {
            var metadata = object.withObject("/metadata");
            if (!metadata.has("name") && metadata.has("generateName")) {
                var suffix = UUID.randomUUID().toString().substring(0, 5);
                metadata.put("name", metadata.path("generateName").asText() + suffix);
            }
            if (!metadata.path("namespace").asText(namespace).equals(namespace)) {
                throw Refusal.badRequest(
                        "the namespace of the provided object does not match the namespace sent on" + " the request");
            }
            var name = metadata.path("name").asText();
            if (name.isEmpty()) {
                var cause = new Cause(
                        "FieldValueRequired", "metadata.name", "Required value: name or generateName is required");
                throw Refusal.invalid(kind, name, List.of(cause));
            }
            if (metadata.has("resourceVersion")) {
                throw Refusal.internal("resourceVersion should not be set on objects to be created");
            }
            var key = new Store.Key(kind.storedAs(), namespace, name);
            deletions.requireRoomFor(kind, key);
            if (store.get(key).isPresent()) {
                throw Refusal.alreadyExists(kind, name);
            }
            metadata.remove(SERVER_OWNED);
            metadata.put("name", name);
            if (!namespace.isEmpty()) {
                metadata.put("namespace", namespace);
            }
            metadata.put("uid", UUID.randomUUID().toString());
            metadata.put("creationTimestamp", now());
            if (kind.countsGenerations()) {
                metadata.put("generation", 1);
            }
            if (kind.hasStatus()) {
                object.remove("status");
            }
            admit(kind, object, options);
            if (kind.isEventOfToday()) {
                refuse(kind, name, EventRules.ofCreate(object));
            }
            var managed = ManagedFields.of(object);
            managed.updated(options.writer, Json.object(), object, kind);
            managed.writeTo(object);
            return new Written(true, stored(key, object, options));
        }
    }

    Written replace(Kind kind, Store.Key key, ObjectNode object, Options options) {
        synchronized (store) {
            var live = store.get(key).orElseThrow(() -> Refusal.notFound(kind, key.name()));
            new Preconditions(kind, key, live).requireUid(object);
            if (kind.custom() && !object.path("metadata").has("resourceVersion")) {
                var cause = Cause.invalid("metadata.resourceVersion", "0x0", "must be specified for an update");
                throw Refusal.invalid(kind, key.name(), List.of(cause));
            }
            return update(kind, key, live, object, options);
        }
    }

    Written patch(Kind kind, Store.Key key, UnaryOperator<ObjectNode> patch, Options options) {
        synchronized (store) {
            var live = store.get(key).orElseThrow(() -> Refusal.notFound(kind, key.name()));
            var seen = kind.present(live);
            var patched = patch.apply(seen.deepCopy());
            var unknown = kind.schema().prune(patched.deepCopy());
            if (options.isStrict() && !unknown.isEmpty()) {
                throw Refusal.invalidPatch(patched, STRICT + inWords(unknown));
            }
            return update(kind, key, live, kind.storable(patched), options);
        }
    }

    /**
     * <a href="https://kubernetes.io/docs/reference/using-api/server-side-apply/">Server-side apply</a>, always forced:
     * what this writer applied before and does not any more goes, unless somebody else owns it.
     */
    Written apply(Kind kind, Store.Key key, ObjectNode wanted, Options options) {
        synchronized (store) {
            if (wanted.path("metadata").has("managedFields")) {
                throw Refusal.badRequest("metadata.managedFields must be nil");
            }
            new Preconditions(kind, key, wanted).requireName(wanted);
            AppliedTypes.check(wanted, kind);
            if (!options.writer.subresource().isEmpty()) {
                wanted.retain("apiVersion", "kind", "metadata", "status");
            } else if (kind.hasStatus()) {
                wanted.remove("status");
            }
            var owned = ManagedFields.ownedBy(options.writer, wanted, kind);
            var fields = FieldPaths.of(owned, kind.schema()).keySet();
            fields.remove(List.of());
            var found = store.get(key);
            if (found.isEmpty()) {
                return applyNew(kind, key, wanted, fields, options);
            }
            var live = found.get();
            var managed = ManagedFields.of(live);
            var gone = noLongerApplied(managed, fields, options.writer);
            var kept = FieldPaths.without(live, kind.schema(), gone);
            var candidate = (ObjectNode) FieldPaths.merge(kept, wanted, kind.schema());
            FieldPaths.nullWhatIsEmptied(live, kept, candidate);
            managed.applied(options.writer, kind.apiVersion(), fields);
            managed.writeTo(candidate);
            return update(kind, key, live, candidate, options);
        }
    }

    private Written applyNew(Kind kind, Store.Key key, ObjectNode wanted, Set<List<String>> fields, Options options) {
        if (!options.writer.subresource().isEmpty()) {
            throw Refusal.notFound(kind, key.name());
        }
        var uid = wanted.path("metadata").path("uid");
        if (uid.isTextual()) {
            var why = "uid mismatch: the provided object specified uid %s, and no existing object was found";
            throw Refusal.conflict(kind, key.name(), why.formatted(uid.asText()));
        }
        wanted.withObject("/metadata").put("name", key.name()).remove("resourceVersion");
        var managed = ManagedFields.of(wanted);
        managed.applied(options.writer, kind.apiVersion(), fields);
        managed.writeTo(wanted);
        return create(kind, key.namespace(), wanted, options);
    }

    private static Set<List<String>> noLongerApplied(ManagedFields managed, Set<List<String>> fields, Writer writer) {
        var owned = managed.ofOthersThan(writer);
        owned.addAll(fields);
        var gone = new LinkedHashSet<>(managed.of(writer));
        owned.forEach(kept -> gone.removeAll(FieldPaths.leadingTo(kept)));
        return gone;
    }

    private Written update(Kind kind, Store.Key key, ObjectNode live, ObjectNode wanted, Options options) {
        var preconditions = new Preconditions(kind, key, live);
        preconditions.requireLatest(wanted);
        preconditions.requireName(wanted);
        if (options.writer.subresource().isEmpty()) {
            preconditions.requireUnchangedUid(wanted);
        }
        var candidate = options.writer.subresource().equals("status") ? withStatusOf(live, wanted) : wanted;
        candidate.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
        var metadata = candidate.withObject("/metadata");
        SERVER_OWNED.forEach(field -> {
            metadata.remove(field);
            if (live.path("metadata").has(field)) {
                metadata.set(field, live.path("metadata").get(field));
            }
        });
        metadata.set("resourceVersion", live.path("metadata").get("resourceVersion"));
        if (!metadata.has("managedFields") && live.path("metadata").has("managedFields")) {
            metadata.set("managedFields", live.path("metadata").get("managedFields"));
        }
        if (kind.hasStatus() && options.writer.subresource().isEmpty()) {
            candidate.remove("status");
            if (live.has("status")) {
                candidate.set("status", live.get("status").deepCopy());
            }
        }
        admit(kind, candidate, options);
        if (kind.isEventOfToday()) {
            refuse(kind, key.name(), EventRules.ofUpdate(candidate, live));
        }
        preconditions.requireNoNewFinalizers(candidate);
        if (kind.countsGenerations() && !declared(live).equals(declared(candidate))) {
            metadata.put("generation", live.path("metadata").path("generation").longValue() + 1);
        }
        var managed = ManagedFields.of(candidate);
        managed.updated(options.writer, live, candidate, kind);
        managed.writeTo(candidate);
        if (candidate.equals(live)) {
            return new Written(false, live);
        }
        if (Deletions.isDue(candidate) && !options.dryRun && !deletions.holdsContents(key)) {
            return new Written(false, deletions.remove(key, candidate));
        }
        return new Written(false, stored(key, candidate, options));
    }

    private static ObjectNode withStatusOf(ObjectNode live, ObjectNode wanted) {
        var candidate = live.deepCopy();
        candidate.remove("status");
        if (wanted.has("status")) {
            candidate.set("status", wanted.get("status"));
        }
        if (wanted.path("metadata").has("managedFields")) {
            candidate
                    .withObject("/metadata")
                    .set("managedFields", wanted.path("metadata").get("managedFields"));
        }
        return candidate;
    }

    private void admit(Kind kind, ObjectNode object, Options options) {
        refuseOrWarn(kind, kind.schema().prune(object), options);
        kind.schema().setDefaults(object);
        dropEmptyMetadata(object);
        BuiltIns.complete(kind, object);
        refuse(kind, object.path("metadata").path("name").asText(), Validation.of(object, kind));
    }

    private static void refuse(Kind kind, String name, List<Cause> causes) {
        if (!causes.isEmpty()) {
            throw Refusal.invalid(kind, name, causes);
        }
    }

    private static void dropEmptyMetadata(ObjectNode object) {
        var metadata = object.withObject("/metadata");
        OMITTED_WHEN_EMPTY.stream()
                .filter(field -> metadata.path(field).isEmpty())
                .forEach(metadata::remove);
    }

    private static void refuseOrWarn(Kind kind, List<String> unknown, Options options) {
        if (unknown.isEmpty()) {
            return;
        }
        if (options.isStrict()) {
            throw Refusal.badRequest("%1$s in version \"%2$s\" cannot be handled as a %1$s: %3$s"
                    .formatted(kind.kind(), kind.version(), STRICT + inWords(unknown)));
        }
        if (options.fieldValidation.equals("Warn")) {
            unknown.forEach(path -> options.warning.accept(inWords(List.of(path))));
        }
    }

    private static String inWords(List<String> unknown) {
        return unknown.stream()
                .sorted()
                .map(path -> "unknown field \"" + path + "\"")
                .collect(Collectors.joining(", "));
    }

    private ObjectNode stored(Store.Key key, ObjectNode object, Options options) {
        if (options.dryRun) {
            return object;
        }
        var stored = store.put(key, object);
        if (key.kind().equals(BuiltIns.DEFINITIONS)) {
            kinds.define(stored);
        }
        return stored;
    }

    private static JsonNode declared(ObjectNode object) {
        return object.deepCopy().without(List.of("apiVersion", "kind", "metadata", "status"));
    }

    static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    }
}
