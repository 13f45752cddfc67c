package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;
import java.util.List;

/** The three ways to patch an object that say themselves what changes. */
enum Patch {
    JSON_PATCH {
        @Override
        ObjectNode on(ObjectNode object, JsonNode patch) {
            try {
                return (ObjectNode) JsonPatch.apply(patch, object);
            } catch (JsonPatchException e) {
                throw Refusal.unprocessable("the server rejected our request due to an error in our request");
            }
        }
    },
    /** <a href="https://www.rfc-editor.org/rfc/rfc7386">RFC 7386</a>. */
    MERGE {
        @Override
        ObjectNode on(ObjectNode object, JsonNode patch) {
            return (ObjectNode) merged(object, patch);
        }
    };

    private static final List<String> FOR_CUSTOM_KINDS =
            List.of("application/json-patch+json", "application/merge-patch+json", "application/apply-patch+yaml");

    abstract ObjectNode on(ObjectNode object, JsonNode patch);

    /**
     * The built-in kinds that are served here have no list that a strategic merge would merge, except finalizers, so a
     * strategic merge patch is a merge patch whose directives are left out.
     *
     * @throws Refusal 415 for another content type
     */
    static Patch of(String contentType, Kind kind) {
        return switch (contentType) {
            case "application/json-patch+json" -> JSON_PATCH;
            case "application/merge-patch+json" -> MERGE;
            case "application/strategic-merge-patch+json" -> {
                if (kind.custom()) {
                    throw Refusal.unsupportedMediaType(FOR_CUSTOM_KINDS);
                }
                yield MERGE;
            }
            default -> throw Refusal.unsupportedMediaType(FOR_CUSTOM_KINDS);
        };
    }

    private static JsonNode merged(JsonNode target, JsonNode patch) {
        if (!patch.isObject()) {
            return patch;
        }
        var merged = target.isObject() ? (ObjectNode) target.deepCopy() : Json.object();
        patch.properties().stream()
                .filter(field -> !field.getKey().startsWith("$"))
                .forEach(field -> {
                    if (field.getValue().isNull()) {
                        merged.remove(field.getKey());
                    } else {
                        merged.set(field.getKey(), merged(merged.path(field.getKey()), field.getValue()));
                    }
                });
        return merged;
    }
}
