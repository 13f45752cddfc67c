package dev.replatform.install.argocd;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Argo CD makes of an object with the scripts of {@code deploy/argocd}: its health, the actions that it offers, and the
 * patch that an action sends.
 */
public final class ArgoCd {
    private static final KubernetesSerialization JSON = new KubernetesSerialization();
    private static final String HEALTH = ArgoCdFiles.script("health.lua");
    private static final String DISCOVERY = ArgoCdFiles.script("actions/discovery.lua");

    private ArgoCd() {}

    /**
     * A verdict.
     *
     * @param status Healthy, Progressing, Degraded, Suspended
     * @param message what the UI shows beside it
     */
    public record Health(String status, String message) {}

    public static Health health(HasMetadata object) {
        var verdict = ArgoLua.run(HEALTH, json(object));
        return new Health(
                verdict.path("status").textValue(), verdict.path("message").textValue());
    }

    /** @return name and displayed name of each action that is offered */
    public static Map<String, String> actions(HasMetadata object) {
        var offered = new TreeMap<String, String>();
        ArgoLua.run(DISCOVERY, json(object))
                .properties()
                .forEach(action -> offered.put(
                        action.getKey(), action.getValue().path("displayName").asText()));
        return offered;
    }

    /**
     * @return the JSON merge patch that Argo CD sends for an action
     * @throws org.luaj.vm2.LuaError where the action refuses
     * @see <a href="https://github.com/argoproj/argo-cd/blob/v3.2.11/server/application/application.go">patchResource</a>
     */
    public static String patch(String action, HasMetadata object) {
        var live = json(object);
        var returned = ArgoLua.run(ArgoCdFiles.script("actions/" + action + ".lua"), live);
        return difference(live, emptyAsIn(live, parsed(returned.toString()))).toString();
    }

    private static JsonNode json(HasMetadata object) {
        return parsed(JSON.asJson(object));
    }

    /** As text, and so with the same kind of number on both sides. */
    private static JsonNode parsed(String json) {
        return JSON.unmarshal(json, JsonNode.class);
    }

    /** Argo CD gives back their kind to objects that a script returns as empty lists. */
    private static JsonNode emptyAsIn(JsonNode live, JsonNode returned) {
        if (live.isObject() && returned.isArray() && returned.isEmpty()) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (live.isObject() && returned.isObject()) {
            var object = JsonNodeFactory.instance.objectNode();
            returned.properties()
                    .forEach(field ->
                            object.set(field.getKey(), emptyAsIn(live.path(field.getKey()), field.getValue())));
            return object;
        }
        if (live.isArray() && returned.isArray()) {
            var list = JsonNodeFactory.instance.arrayNode();
            for (int i = 0; i < returned.size(); i++) {
                list.add(emptyAsIn(live.path(i), returned.get(i)));
            }
            return list;
        }
        return returned;
    }

    /** RFC 7396, the other way round. */
    private static ObjectNode difference(JsonNode before, JsonNode after) {
        var patch = JsonNodeFactory.instance.objectNode();
        before.fieldNames().forEachRemaining(field -> {
            if (!after.has(field) && !before.get(field).isNull()) {
                patch.putNull(field);
            }
        });
        after.properties().forEach(field -> {
            var earlier = before.path(field.getKey());
            var later = field.getValue();
            if (earlier.isObject() && later.isObject()) {
                var inside = difference(earlier, later);
                if (!inside.isEmpty()) {
                    patch.set(field.getKey(), inside);
                }
            } else if (!earlier.equals(later)) {
                patch.set(field.getKey(), later);
            }
        });
        return patch;
    }
}
