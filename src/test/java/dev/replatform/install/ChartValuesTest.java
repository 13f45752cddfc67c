package dev.replatform.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What each value of the chart does, and what Helm says of those that cannot be. */
class ChartValuesTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, Rendered> RENDERED = new HashMap<>();
    private static final Path TABLES = Path.of("src/test/resources/chart");

    @ParameterizedTest
    @MethodSource("effects")
    void theValueShowsInWhatIsRendered(JsonNode row) {
        // given
        var without = values(row.path("with"));
        var with = without.deepCopy();
        set(with, row.path("value").asText(), row.path("to"));

        // then
        assertThat(look(with, row)).isEqualTo(row.path("is"));
        assertThat(look(without, row)).as("without it").isNotEqualTo(row.path("is"));
    }

    @Test
    void everyDocumentedValueIsInTheTableOfEffects() throws IOException {
        assertThat(effects().map(row -> row.path("value").asText()))
                .containsAll(
                        ChartFiles.values().stream().map(ChartFiles.Value::path).toList());
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void aValueThatCannotBeIsRefusedByItsName(JsonNode row) {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        Chart.ofThisProject().text(values(row.path("values")).toString()))
                .withMessageContaining(row.path("names").asText());
    }

    @Test
    void aKeyThatNobodyKnowsIsRefusedWhereverItStands() throws IOException {
        // given
        var maps = new TreeSet<String>();
        for (var value : ChartFiles.values()) {
            var parts = value.path().split("\\.", -1);
            IntStream.range(0, parts.length)
                    .mapToObj(depth -> String.join(".", Arrays.copyOf(parts, depth)))
                    .forEach(maps::add);
        }

        // then
        assertThat(maps).hasSizeGreaterThan(10).allSatisfy(map -> {
            var values = values(JsonNodeFactory.instance.objectNode());
            set(values, map.isEmpty() ? "nonsense" : map + ".nonsense", JsonNodeFactory.instance.numberNode(1));
            assertThatIllegalStateException()
                    .isThrownBy(() -> Chart.ofThisProject().text(values.toString()))
                    .withMessageContaining("'nonsense' not allowed");
        });
    }

    private static Stream<JsonNode> effects() throws IOException {
        return rows("effects.yaml");
    }

    private static Stream<JsonNode> refusals() throws IOException {
        return rows("refusals.yaml");
    }

    private static Stream<JsonNode> rows(String file) throws IOException {
        var rows = Chart.documents(Files.readString(TABLES.resolve(file))).get(0);
        return IntStream.range(0, rows.size()).mapToObj(rows::get);
    }

    private static JsonNode look(ObjectNode values, JsonNode row) {
        var object = row.path("in").asText();
        if (!object.startsWith("CustomResourceDefinition")) {
            values.withObject("/crds").put("enabled", false); // they are long, and no news here
        }
        return RENDERED.computeIfAbsent(
                        values.toString(),
                        it -> new Rendered(Chart.ofThisProject().objects(it)))
                .at(object, row.path("at").asText());
    }

    /** @return what has to be set, and these */
    private static ObjectNode values(JsonNode more) {
        var values = (ObjectNode) Chart.documents(Chart.LEAST).get(0);
        return more.isObject() ? values.setAll((ObjectNode) more.deepCopy()) : values;
    }

    private static void set(ObjectNode values, String path, JsonNode value) {
        var parts = path.split("\\.", -1);
        var node = values;
        for (var part : Arrays.copyOf(parts, parts.length - 1)) {
            node = node.withObject("/" + part);
        }
        node.set(parts[parts.length - 1], JSON.valueToTree(value));
    }
}
