package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * Takes objects away: at once, or when the last finalizer is off. A namespace and a definition go when the last object in
 * them is gone, and what an object owned goes with it, as a cluster's controllers see to it.
 */
final class Deletions {
    private final Kinds kinds;
    private final Store store;

    Deletions(Kinds kinds, Store store) {
        this.kinds = kinds;
        this.store = store;
    }

    /** @return the object as it is while it waits, or a {@code Status} where it is gone */
    ObjectNode delete(Kind kind, Store.Key key, JsonNode options, boolean dryRun) {
        synchronized (store) {
            var live = store.get(key).orElseThrow(() -> Refusal.notFound(kind, key.name()));
            checkPreconditions(kind, live, options.path("preconditions"));
            if (dryRun) {
                return gone(kind, live);
            }
            if (isContainer(key)) {
                mark(kind, key, live);
                contentsOf(key).forEach(this::deleteAnyKind);
                var marked = store.get(key);
                marked.filter(left -> isDue(left) && !holdsContents(key)).ifPresent(left -> remove(key, left));
                return marked.orElse(live);
            }
            if (live.path("metadata").path("finalizers").isEmpty()) {
                remove(key, live);
                return gone(kind, live);
            }
            return live.path("metadata").has("deletionTimestamp") ? live : mark(kind, key, live);
        }
    }

    /** Takes away an object whose time has come, and whatever waited for that. */
    ObjectNode remove(Store.Key key, ObjectNode lastForm) {
        var uid = lastForm.path("metadata").path("uid").asText();
        var last = store.remove(key);
        if (key.kind().equals(BuiltIns.DEFINITIONS)) {
            kinds.withdraw(last);
        }
        store.keys(other -> other.namespace().equals(key.namespace()) && isOwnedBy(uid, other))
                .forEach(this::deleteAnyKind);
        containersOf(key).forEach(container -> store.get(container)
                .filter(held -> isDue(held) && !holdsContents(container))
                .ifPresent(held -> remove(container, held)));
        return last;
    }

    static boolean isDue(JsonNode object) {
        var metadata = object.path("metadata");
        return metadata.has("deletionTimestamp") && isFree(metadata.path("finalizers"));
    }

    private static boolean isFree(JsonNode finalizers) {
        return finalizers.isEmpty()
                || (finalizers.size() == 1 && finalizers.path(0).asText().equals(BuiltIns.CLEANUP));
    }

    boolean holdsContents(Store.Key key) {
        return isContainer(key) && !contentsOf(key).isEmpty();
    }

    /** @throws Refusal where the object's namespace is not there, or is about to go, or its kind is */
    void requireRoomFor(Kind kind, Store.Key key) {
        store.get(new Store.Key(BuiltIns.DEFINITIONS, "", kind.storedAs()))
                .filter(BuiltIns::isTerminating)
                .ifPresent(ending -> {
                    var why = "create not allowed while custom resource definition is terminating";
                    throw Refusal.forbidden(kind, key.name(), why);
                });
        if (!kind.namespaced()) {
            return;
        }
        var namespaces = kinds.builtIn(BuiltIns.NAMESPACES);
        var namespace = store.get(new Store.Key(BuiltIns.NAMESPACES, "", key.namespace()))
                .orElseThrow(() -> Refusal.notFound(namespaces, key.namespace()));
        if (namespace.path("metadata").has("deletionTimestamp")) {
            var why =
                    "unable to create new content in namespace " + key.namespace() + " because it is being terminated";
            throw Refusal.forbidden(kind, key.name(), why);
        }
    }

    private void deleteAnyKind(Store.Key key) {
        kinds.storedAs(key.kind())
                .filter(kind -> store.get(key).isPresent())
                .ifPresent(kind -> delete(kind, key, Json.object(), false));
    }

    private ObjectNode mark(Kind kind, Store.Key key, ObjectNode live) {
        var marked = live.deepCopy();
        var metadata = marked.withObject("/metadata");
        if (!metadata.has("deletionTimestamp")) {
            metadata.put("deletionTimestamp", Writes.now()).put("deletionGracePeriodSeconds", 0);
            if (kind.countsGenerations()) {
                metadata.put("generation", metadata.path("generation").longValue() + 1);
            }
        }
        BuiltIns.complete(kind, marked);
        return store.put(key, marked);
    }

    private static boolean isContainer(Store.Key key) {
        return key.kind().equals(BuiltIns.NAMESPACES) || key.kind().equals(BuiltIns.DEFINITIONS);
    }

    private List<Store.Key> contentsOf(Store.Key container) {
        return container.kind().equals(BuiltIns.NAMESPACES)
                ? store.keys(key -> key.namespace().equals(container.name()))
                : store.keys(key -> key.kind().equals(container.name()));
    }

    private static List<Store.Key> containersOf(Store.Key key) {
        return List.of(
                new Store.Key(BuiltIns.NAMESPACES, "", key.namespace()),
                new Store.Key(BuiltIns.DEFINITIONS, "", key.kind()));
    }

    private boolean isOwnedBy(String uid, Store.Key key) {
        var owners = store.get(key).orElseThrow().path("metadata").path("ownerReferences");
        return owners.findValuesAsText("uid").contains(uid);
    }

    private static void checkPreconditions(Kind kind, ObjectNode live, JsonNode preconditions) {
        checkPrecondition(kind, live, "UID", "uid", preconditions);
        checkPrecondition(kind, live, "ResourceVersion", "resourceVersion", preconditions);
    }

    private static void checkPrecondition(
            Kind kind, ObjectNode live, String title, String field, JsonNode preconditions) {
        var wanted = preconditions.path(field).asText();
        var found = live.path("metadata").path(field).asText();
        if (!wanted.isEmpty() && !wanted.equals(found)) {
            var why = "Precondition failed: %1$s in precondition: %2$s, %1$s in object meta: %3$s";
            var name = live.path("metadata").path("name").asText();
            throw Refusal.conflict(kind, name, why.formatted(title, wanted, found));
        }
    }

    private static ObjectNode gone(Kind kind, ObjectNode object) {
        var status = Json.object().put("kind", "Status").put("apiVersion", "v1");
        status.putObject("metadata");
        status.put("status", "Success");
        var details = status.putObject("details");
        details.put("name", object.path("metadata").path("name").asText());
        if (!kind.group().isEmpty()) {
            details.put("group", kind.group());
        }
        details.put("kind", kind.plural())
                .put("uid", object.path("metadata").path("uid").asText());
        return status;
    }
}
