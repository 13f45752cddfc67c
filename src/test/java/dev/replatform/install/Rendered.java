package dev.replatform.install;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Rendered objects, and what stands where in them. */
record Rendered(List<JsonNode> objects) {
    /** @param values YAML, besides what has to be set */
    static Rendered with(String values) {
        return new Rendered(Chart.ofThisProject().objects(Chart.LEAST + "\n" + values));
    }

    Stream<JsonNode> all(String kind) {
        return objects.stream().filter(it -> it.path("kind").asText().equals(kind));
    }

    /**
     * @param object a kind, with a name where there are several
     * @return the first; missing where there is none
     */
    JsonNode one(String object) {
        var parts = object.split(" ", -1);
        return all(parts[0])
                .filter(it ->
                        parts.length == 1 || it.at("/metadata/name").asText().equals(parts[1]))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }

    /** @param path a JSON pointer, in which {@code [x]} is the item whose name is x */
    JsonNode at(String object, String path) {
        var node = one(object);
        for (var pointer = JsonPointer.compile(path); !pointer.matches(); pointer = pointer.tail()) {
            var step = pointer.getMatchingProperty();
            if (step.startsWith("[")) {
                node = named(node, step.substring(1, step.length() - 1));
            } else {
                node = node.isArray() ? node.path(pointer.getMatchingIndex()) : node.path(step);
            }
        }
        return node;
    }

    private static JsonNode named(JsonNode list, String name) {
        return StreamSupport.stream(list.spliterator(), false)
                .filter(ObjectNode.class::isInstance)
                .filter(it -> it.path("name").asText().equals(name))
                .findFirst()
                .orElse(MissingNode.getInstance());
    }
}
