package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The fields of an object as the paths that {@code managedFields} names them with: {@code f:spec}, {@code f:size}, or
 * {@code k:{"type":"Ready"}} for an item of a list-map, {@code v:"a"} for one of a set.
 */
final class FieldPaths {
    private FieldPaths() {}

    /** @return the value of every leaf, by path; an item of a list-map is a leaf itself, beside its fields */
    static Map<List<String>, JsonNode> of(JsonNode value, Schema schema) {
        var leaves = new LinkedHashMap<List<String>, JsonNode>();
        collect(value, schema, List.of(), leaves);
        return leaves;
    }

    private static void collect(JsonNode value, Schema schema, List<String> path, Map<List<String>, JsonNode> leaves) {
        if (value.isObject() && !value.isEmpty() && !schema.isAtomicMap()) {
            value.properties()
                    .forEach(field -> collect(
                            field.getValue(), schema.field(field.getKey()), with(path, "f:" + field.getKey()), leaves));
        } else if (value.isArray() && !value.isEmpty() && schema.listType() != Schema.ListType.ATOMIC) {
            for (var item : value) {
                var at = with(path, element(item, schema));
                leaves.put(at, Json.object());
                if (schema.listType() == Schema.ListType.MAP) {
                    collect(item, schema.items(), at, leaves);
                }
            }
        } else {
            leaves.put(path, value);
        }
    }

    /** Lays what is applied over what is there: maps and list-maps field by field, sets united, all else replaced. */
    static JsonNode merge(JsonNode live, JsonNode applied, Schema schema) {
        if (live instanceof ObjectNode base && applied.isObject() && !schema.isAtomicMap()) {
            var merged = base.deepCopy();
            applied.properties().forEach(field -> {
                var name = field.getKey();
                merged.set(name, merge(base.path(name), field.getValue(), schema.field(name)));
            });
            return merged;
        }
        if (live.isArray() && applied.isArray() && schema.listType() != Schema.ListType.ATOMIC) {
            return mergeItems((ArrayNode) live, (ArrayNode) applied, schema);
        }
        return applied.deepCopy();
    }

    /** Items that both have come in the order of what is applied; those of one side keep their place between them. */
    private static ArrayNode mergeItems(ArrayNode live, ArrayNode applied, Schema schema) {
        var there = new LinkedHashMap<String, JsonNode>();
        live.forEach(item -> there.put(element(item, schema), item));
        var given = new LinkedHashMap<String, JsonNode>();
        applied.forEach(item -> given.put(element(item, schema), item));
        var merged = applied.deepCopy().removeAll();
        var left = new ArrayDeque<>(there.keySet());
        given.forEach((key, item) -> {
            while (!left.isEmpty() && !given.containsKey(left.peek())) {
                merged.add(there.get(left.poll()));
            }
            if (there.containsKey(key)) {
                left.poll();
            }
            merged.add(there.containsKey(key) ? merge(there.get(key), item, schema.items()) : item);
        });
        left.stream().filter(key -> !given.containsKey(key)).forEach(key -> merged.add(there.get(key)));
        return merged;
    }

    /** A map that its only owner applies empty is left null, which the schema then refuses; such a list is left out. */
    static void nullWhatIsEmptied(JsonNode live, JsonNode kept, ObjectNode merged) {
        for (var field : List.copyOf(merged.properties())) {
            var name = field.getKey();
            var isEmptied = field.getValue().isEmpty() && !live.path(name).isEmpty() && !kept.has(name);
            if (isEmptied && field.getValue().isArray()) {
                merged.remove(name);
            } else if (isEmptied && field.getValue().isObject()) {
                merged.putNull(name);
            } else if (field.getValue() instanceof ObjectNode map) {
                nullWhatIsEmptied(live.path(name), kept.path(name), map);
            }
        }
    }

    /** @return a copy without what stands at those paths; a map or list that loses all it held goes too */
    static JsonNode without(JsonNode value, Schema schema, Set<List<String>> removed) {
        return without(value, schema, List.of(), removed);
    }

    private static JsonNode without(JsonNode value, Schema schema, List<String> path, Set<List<String>> removed) {
        if (removed.stream().noneMatch(gone -> startsWith(gone, path))) {
            return value.deepCopy();
        }
        if (value.isObject()) {
            var kept = Json.object();
            value.properties().forEach(field -> {
                var at = with(path, "f:" + field.getKey());
                var rest = without(field.getValue(), schema.field(field.getKey()), at, removed);
                if (!removed.contains(at)
                        && (!rest.isEmpty() || field.getValue().isEmpty())) {
                    kept.set(field.getKey(), rest);
                }
            });
            return kept;
        }
        if (value.isArray() && schema.listType() != Schema.ListType.ATOMIC) {
            var kept = ((ArrayNode) value.deepCopy()).removeAll();
            for (var item : value) {
                var at = with(path, element(item, schema));
                if (!removed.contains(at)) {
                    kept.add(without(item, schema.items(), at, removed));
                }
            }
            return kept;
        }
        return value.deepCopy();
    }

    /** @return the path itself and all that it is below of */
    static Set<List<String>> leadingTo(List<String> path) {
        return IntStream.rangeClosed(0, path.size())
                .mapToObj(length -> path.subList(0, length))
                .collect(Collectors.toSet());
    }

    private static boolean startsWith(List<String> path, List<String> prefix) {
        return path.size() >= prefix.size() && path.subList(0, prefix.size()).equals(prefix);
    }

    /** Writes paths as {@code FieldsV1}. */
    static ObjectNode toFieldsV1(Collection<List<String>> paths) {
        var root = Json.object();
        for (var path : paths) {
            var node = root;
            for (var element : path) {
                node = node.has(element) ? (ObjectNode) node.get(element) : node.putObject(element);
            }
            if (path.get(path.size() - 1).startsWith("k:")) {
                node.putObject(".");
            }
        }
        return root;
    }

    /** Reads {@code FieldsV1}. */
    static Set<List<String>> fromFieldsV1(JsonNode fields) {
        var paths = new LinkedHashSet<List<String>>();
        read(fields, List.of(), paths);
        return paths;
    }

    private static void read(JsonNode node, List<String> path, Set<List<String>> paths) {
        var isItem = !path.isEmpty() && path.get(path.size() - 1).startsWith("k:");
        if (!path.isEmpty() && (node.isEmpty() || (isItem && node.has(".")))) {
            paths.add(path);
        }
        node.properties().stream()
                .filter(field -> !field.getKey().equals("."))
                .forEach(field -> read(field.getValue(), with(path, field.getKey()), paths));
    }

    private static String element(JsonNode item, Schema schema) {
        return schema.listType() == Schema.ListType.MAP ? "k:" + Json.text(schema.keyOf(item)) : "v:" + Json.text(item);
    }

    private static List<String> with(List<String> path, String element) {
        var longer = new ArrayList<>(path);
        longer.add(element);
        return List.copyOf(longer);
    }
}
