package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.replatform.sandbox.kubernetes.Refusal.Cause;
import java.util.ArrayList;
import java.util.List;

/**
 * What has to hold between an object as it is and as somebody wants it to be.
 *
 * @param live the object as it is
 */
record Preconditions(Kind kind, Store.Key key, ObjectNode live) {
    /** An object that names a revision must name the latest. */
    void requireLatest(ObjectNode wanted) {
        var revision = text(wanted, "resourceVersion");
        if (!revision.isEmpty() && !revision.equals(text(live, "resourceVersion"))) {
            throw Refusal.conflict(
                    kind,
                    key.name(),
                    "the object has been modified; please apply your changes to the latest version and try again");
        }
    }

    void requireName(ObjectNode wanted) {
        var name = text(wanted, "name");
        if (!name.isEmpty() && !name.equals(key.name())) {
            throw Refusal.badRequest(
                    "the name of the object (%s) does not match the name on the URL (%s)".formatted(name, key.name()));
        }
    }

    /** Who replaces an object must mean this one, and not an earlier one of its name. */
    void requireUid(ObjectNode wanted) {
        if (namesAnotherUid(wanted)) {
            var why = "StorageError: invalid object, Code: 4, Key: /registry/%s/%s/%s/%s, ResourceVersion: 0,"
                    + " AdditionalErrorMsg: Precondition failed: UID in precondition: %s, UID in object meta: %s";
            throw Refusal.conflict(
                    kind,
                    key.name(),
                    why.formatted(
                            kind.group(),
                            kind.plural(),
                            key.namespace(),
                            key.name(),
                            text(wanted, "uid"),
                            text(live, "uid")));
        }
    }

    /** A patch of the main resource cannot give it another uid. A real API server does not look at it in one of a status. */
    void requireUnchangedUid(ObjectNode wanted) {
        if (namesAnotherUid(wanted)) {
            var cause = Cause.invalid("metadata.uid", '"' + text(wanted, "uid") + '"', "field is immutable");
            throw Refusal.invalid(kind, key.name(), List.of(cause));
        }
    }

    void requireNoNewFinalizers(ObjectNode wanted) {
        if (!live.path("metadata").has("deletionTimestamp")) {
            return;
        }
        var added = new ArrayList<String>();
        wanted.path("metadata").path("finalizers").forEach(finalizer -> added.add(finalizer.asText()));
        live.path("metadata").path("finalizers").forEach(finalizer -> added.remove(finalizer.asText()));
        if (!added.isEmpty()) {
            var message = "Forbidden: no new finalizers can be added if the object is being deleted, found new"
                    + " finalizers []string{\"" + String.join("\", \"", added) + "\"}";
            var cause = new Cause("FieldValueForbidden", "metadata.finalizers", message);
            throw Refusal.invalid(kind, key.name(), List.of(cause));
        }
    }

    private boolean namesAnotherUid(ObjectNode wanted) {
        var uid = text(wanted, "uid");
        return !uid.isEmpty() && !uid.equals(text(live, "uid"));
    }

    private static String text(ObjectNode object, String field) {
        return object.path("metadata").path(field).asText();
    }
}
