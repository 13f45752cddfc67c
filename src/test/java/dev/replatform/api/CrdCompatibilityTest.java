package dev.replatform.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * An upgrade of the CRDs keeps every object valid that was written under the earlier ones. These stand, with objects of
 * that time, in {@code src/test/resources/earlier}; a release puts its own there.
 */
class CrdCompatibilityTest {
    static final Path EARLIER = Path.of("src/test/resources/earlier");

    /** Narrower on purpose, by the end of the line: a name that begins with a quotation mark is quoted as in SQL. */
    private static final String QUOTED_NAMES = "[^.\\\"][^.]*)$\"";

    @ParameterizedTest
    @ValueSource(strings = {"appconfigs", "databases", "imagestores", "migrations"})
    void theSchemaTakesWhateverTheEarlierOneTook(String kind) throws IOException {
        var file = Path.of("crds", kind + ".replatform.dev.yaml");

        var narrowed = new ArrayList<String>();
        compare("", schema(EARLIER.resolve(file)), schema(file), narrowed);

        assertThat(narrowed)
                .allSatisfy(
                        change -> assertThat(change).startsWith(".spec.tables.").endsWith(QUOTED_NAMES));
    }

    @Test
    void whatIsTakenAwayIsNoticed() {
        var narrowed = new ArrayList<String>();

        compare(
                "",
                parse("properties: {a: {type: integer, maximum: 5}, b: {enum: [x, y]}, c: {}}"),
                parse("""
                        required: [b]
                        properties: {a: {type: integer, maximum: 4}, b: {enum: [x]}}
                        """),
                narrowed);

        assertThat(narrowed)
                .containsExactly(".required: [b] is new", ".a.maximum: 5 is now 4", ".b.enum: y is gone", ".c is gone");
    }

    private static void compare(String path, JsonNode earlier, JsonNode now, List<String> narrowed) {
        same(path, "type", earlier, now, narrowed);
        for (var name : List.of("pattern", "format", "x-kubernetes-list-type", "x-kubernetes-map-type")) {
            if (now.has(name)) {
                same(path, name, earlier, now, narrowed);
            }
        }
        bound(path, List.of("maximum", "maxLength", "maxItems", "maxProperties"), -1, earlier, now, narrowed);
        bound(path, List.of("minimum", "minLength", "minItems", "minProperties"), 1, earlier, now, narrowed);
        values(now.path("enum")).stream().findAny().ifPresent(any -> values(earlier.path("enum")).stream()
                .filter(value -> !values(now.path("enum")).contains(value))
                .forEach(value -> narrowed.add("%s.enum: %s is gone".formatted(path, value))));
        var required = new ArrayList<>(values(now.path("required")));
        required.removeAll(values(earlier.path("required")));
        if (!required.isEmpty()) {
            narrowed.add("%s.required: %s is new".formatted(path, required));
        }
        earlier.path("properties").properties().forEach(property -> {
            var below = path + "." + property.getKey();
            if (now.path("properties").has(property.getKey())) {
                compare(below, property.getValue(), now.path("properties").get(property.getKey()), narrowed);
            } else {
                narrowed.add(below + " is gone");
            }
        });
        for (var items : List.of("items", "additionalProperties")) {
            if (earlier.path(items).isObject()) {
                compare(path + "[]", earlier.get(items), now.path(items), narrowed);
            }
        }
    }

    private static void same(String path, String name, JsonNode earlier, JsonNode now, List<String> narrowed) {
        if (!earlier.path(name).equals(now.path(name))) {
            narrowed.add("%s.%s: %s is now %s".formatted(path, name, earlier.path(name), now.path(name)));
        }
    }

    /** @param narrower the sign of a change that takes less than before */
    private static void bound(
            String path, List<String> names, int narrower, JsonNode earlier, JsonNode now, List<String> narrowed) {
        for (var name : names) {
            var isNarrower = now.has(name)
                    && (!earlier.has(name)
                            || Integer.signum(Double.compare(
                                            now.get(name).asDouble(),
                                            earlier.get(name).asDouble()))
                                    == narrower);
            if (isNarrower) {
                narrowed.add("%s.%s: %s is now %s".formatted(path, name, earlier.path(name), now.get(name)));
            }
        }
    }

    private static List<String> values(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static JsonNode schema(Path file) throws IOException {
        return parse(Files.readString(file)).at("/spec/versions/0/schema/openAPIV3Schema");
    }

    private static JsonNode parse(String yaml) {
        return Serialization.unmarshal(yaml, JsonNode.class);
    }
}
