package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;

/**
 * Holds an applied configuration against the schema before it is merged. A real API server answers 500 to what does not
 * fit, without a reason, which fabric8 tries again and again: so does this one.
 */
final class AppliedTypes {
    private final List<String> errors = new ArrayList<>();

    private AppliedTypes() {}

    /** @throws Refusal 500 where the configuration has fields that the schema does not declare, or of other types */
    static void check(JsonNode applied, Kind kind) {
        var types = new AppliedTypes();
        types.value(applied, kind.schema(), "");
        if (!types.errors.isEmpty()) {
            var metadata = applied.path("metadata");
            throw Refusal.internal("failed to create typed patch object (%s/%s; %s, Kind=%s): %s"
                    .formatted(
                            metadata.path("namespace").asText(),
                            metadata.path("name").asText(),
                            kind.apiVersion(),
                            kind.kind(),
                            types.inWords()));
        }
    }

    private String inWords() {
        return errors.size() == 1 ? errors.get(0) : "errors:\n  " + String.join("\n  ", errors);
    }

    private void value(JsonNode value, Schema schema, String path) {
        if (value.isNull() || schema.node().path("x-kubernetes-int-or-string").asBoolean()) {
            return;
        }
        switch (schema.node().path("type").asText()) {
            case "integer", "number" -> expect(value.isNumber(), path, "numeric (int or float)", goType(value));
            case "boolean" ->
                expect(value.isBoolean(), path, "boolean", "&value.valueUnstructured{Value:" + value + "}");
            case "string" -> expect(value.isTextual(), path, "string", "&value.valueUnstructured{Value:" + value + "}");
            case "array" -> {
                expect(value.isArray(), path, "list", "&{" + value.asText() + "}");
                items(value, schema, path);
            }
            case "object" -> {
                expect(value.isObject(), path, "map", "&{" + value.asText() + "}");
                fields(value, schema, path);
            }
            default -> {}
        }
    }

    private void expect(boolean isSo, String path, String expected, String found) {
        if (!isSo) {
            errors.add("%s: expected %s, got %s".formatted(path, expected, found));
        }
    }

    private void fields(JsonNode object, Schema schema, String path) {
        object.properties().forEach(field -> {
            var at = path + "." + field.getKey();
            if (schema.allows(field.getKey())) {
                value(field.getValue(), schema.field(field.getKey()), at);
            } else {
                errors.add(at + ": field not declared in schema");
            }
        });
    }

    private void items(JsonNode list, Schema schema, String path) {
        var seen = new HashSet<String>();
        for (var item : list) {
            var identity = schema.listType() == Schema.ListType.MAP ? keyInWords(schema.keyOf(item)) : "=" + item;
            if (schema.listType() != Schema.ListType.ATOMIC && !seen.add(identity)) {
                errors.add("%s: duplicate entries for key [%s]".formatted(path, identity));
            }
            value(item, schema.items(), path + "[" + identity + "]");
        }
    }

    private static String keyInWords(JsonNode key) {
        var parts = new ArrayList<String>();
        key.properties().forEach(field -> parts.add(field.getKey() + "=" + field.getValue()));
        return String.join(",", parts);
    }

    private static String goType(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> "string";
            case BOOLEAN -> "bool";
            case ARRAY -> "[]interface {}";
            default -> "map[string]interface {}";
        };
    }
}
