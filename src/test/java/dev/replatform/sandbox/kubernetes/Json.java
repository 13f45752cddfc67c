package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

/** JSON, or YAML where a client prefers it, in and out. */
final class Json {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper YAML = new YAMLMapper();

    private Json() {}

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    static ArrayNode array(Iterable<String> texts) {
        var array = JsonNodeFactory.instance.arrayNode();
        texts.forEach(array::add);
        return array;
    }

    /**
     * @param text JSON or YAML
     * @throws Refusal 400 where it is neither
     */
    static JsonNode parse(String text) {
        try {
            return (text.startsWith("{") || text.startsWith("[") ? JSON : YAML).readTree(text);
        } catch (JsonProcessingException e) {
            throw Refusal.badRequest("the object provided is unrecognized (must be of type ...): " + e.getMessage());
        }
    }

    static String text(JsonNode node) {
        return node.toString();
    }
}
