package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * A <a href="https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema">structural
 * schema</a> at one place in an object: what may stand there and how it is merged, pruned and defaulted.
 *
 * @param node the schema's own JSON; empty where nothing is known, which allows everything
 */
record Schema(JsonNode node) {
    private static final Schema UNKNOWN = new Schema(Json.object().put("x-kubernetes-preserve-unknown-fields", true));

    /** How a list's items are told apart when it is merged. */
    enum ListType {
        ATOMIC,
        SET,
        MAP
    }

    /** The schema of a whole object: what its definition says, and the metadata that every object has. */
    static Schema ofObject(JsonNode definition, ObjectNode objectMeta) {
        var whole = definition.isObject() ? (ObjectNode) definition.deepCopy() : Json.object();
        if (!whole.has("type")) {
            whole.put("type", "object");
        }
        var properties = whole.withObject("/properties");
        properties.putObject("apiVersion").put("type", "string");
        properties.putObject("kind").put("type", "string");
        properties.set("metadata", objectMeta);
        return new Schema(whole);
    }

    Schema field(String name) {
        var properties = node.path("properties");
        if (properties.has(name)) {
            return new Schema(properties.path(name));
        }
        var additional = node.path("additionalProperties");
        return additional.isObject() ? new Schema(additional) : UNKNOWN;
    }

    Schema items() {
        return node.has("items") ? new Schema(node.path("items")) : UNKNOWN;
    }

    ListType listType() {
        return switch (node.path("x-kubernetes-list-type").asText()) {
            case "set" -> ListType.SET;
            case "map" -> ListType.MAP;
            default -> ListType.ATOMIC;
        };
    }

    boolean isAtomicMap() {
        return node.path("x-kubernetes-map-type").asText().equals("atomic");
    }

    /** @return the values of the list-map's keys in that item, by key, in alphabetical order of the keys */
    ObjectNode keyOf(JsonNode item) {
        var key = Json.object();
        StreamSupport.stream(node.path("x-kubernetes-list-map-keys").spliterator(), false)
                .map(JsonNode::asText)
                .sorted()
                .forEach(name -> {
                    var value = item.path(name);
                    var orDefault =
                            value.isMissingNode() ? items().field(name).node.path("default") : value;
                    key.set(name, orDefault.isMissingNode() ? null : orDefault);
                });
        return key;
    }

    /** @return whether a field of that name may stand in the object */
    boolean allows(String name) {
        return node.path("properties").has(name)
                || node.path("additionalProperties").isObject()
                || node.path("additionalProperties").asBoolean()
                || node.path("x-kubernetes-preserve-unknown-fields").asBoolean();
    }

    /**
     * Takes out of an object what its schema does not know.
     *
     * @return the paths of what was taken out
     */
    List<String> prune(ObjectNode object) {
        var unknown = new ArrayList<String>();
        prune(object, "", unknown);
        return unknown;
    }

    private void prune(JsonNode value, String path, List<String> unknown) {
        if (value instanceof ObjectNode object) {
            for (var name : namesOf(object)) {
                var inner = path.isEmpty() ? name : path + "." + name;
                if (allows(name)) {
                    field(name).prune(object.get(name), inner, unknown);
                } else {
                    object.remove(name);
                    unknown.add(inner);
                }
            }
        } else if (value instanceof ArrayNode array) {
            for (int i = 0; i < array.size(); i++) {
                items().prune(array.get(i), path + "[" + i + "]", unknown);
            }
        }
    }

    /** Fills in defaults, also for a null that its schema does not allow. */
    void setDefaults(JsonNode value) {
        if (value instanceof ObjectNode object) {
            node.path("properties").properties().forEach(property -> {
                var byDefault = property.getValue().path("default");
                var given = object.path(property.getKey());
                var nullable = property.getValue().path("nullable").asBoolean();
                if (!byDefault.isMissingNode() && (given.isMissingNode() || (given.isNull() && !nullable))) {
                    object.set(property.getKey(), byDefault.deepCopy());
                }
            });
            object.properties().forEach(field -> field(field.getKey()).setDefaults(field.getValue()));
        } else if (value instanceof ArrayNode array) {
            array.forEach(items()::setDefaults);
        }
    }

    private static List<String> namesOf(ObjectNode object) {
        return object.properties().stream().map(field -> field.getKey()).toList();
    }
}
