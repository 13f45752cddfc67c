package dev.replatform.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class ChartFilesTest {
    private static final Pattern VERSION = Pattern.compile("<artifactId>replatform</artifactId>\\s*<version>([0-9.]+)");

    @Test
    void theCommittedFilesAreWhatTheirSourcesSay() throws IOException {
        for (var file : ChartFiles.generate().entrySet()) {
            assertThat(Files.readString(Chart.FOLDER.resolve(file.getKey())))
                    .as("%s; after a change of crds/ or values.yaml run ChartFiles", file.getKey())
                    .isEqualTo(file.getValue());
        }
        try (var crds = Files.list(Chart.FOLDER.resolve("files/crds"))) {
            assertThat(crds).hasSize(4);
        }
    }

    @Test
    void renderedDefinitionsAreThoseOfTheModel() throws IOException {
        var rendered = Rendered.with("crds: {keep: false}");
        try (var files = Files.list(Path.of("crds"))) {
            for (var file : files.toList()) {
                var model = Chart.documents(Files.readString(file)).get(0);
                var crd = rendered.one(
                        "CustomResourceDefinition " + model.at("/metadata/name").asText());

                assertThat(crd.path("spec").equals(ChartFilesTest::compare, model.path("spec")))
                        .as(file.toString())
                        .isTrue();
            }
        }
    }

    @Test
    void theChartIsForTheVersionThatTheBuildMakes() throws IOException {
        var pom = VERSION.matcher(Files.readString(Path.of("pom.xml")));
        assertThat(pom.find()).isTrue();

        assertThat(chart().path("appVersion").asText()).isEqualTo(pom.group(1));
        assertThat(chart().path("version").asText()).isEqualTo(pom.group(1));
        assertThat(annotation("images").get(0).path("image").asText())
                .isEqualTo("ghcr.io/replatform-dev/replatform:" + pom.group(1));
    }

    @Test
    void artifactHubIsToldTheFourKinds() throws IOException {
        var crds = Rendered.with("").all("CustomResourceDefinition").map(it -> "%s %s %s"
                .formatted(
                        it.at("/metadata/name").asText(),
                        it.at("/spec/names/kind").asText(),
                        it.at("/spec/versions/0/name").asText()));

        assertThat(items(annotation("crds")).map(it -> "%s %s %s"
                        .formatted(
                                it.path("name").asText(),
                                it.path("kind").asText(),
                                it.path("version").asText())))
                .containsExactlyInAnyOrderElementsOf(crds.toList());
    }

    @Test
    void whatArtifactHubLinksToIsThere() throws IOException {
        var main = "https://github.com/replatform-dev/replatform/blob/main/";

        assertThat(items(annotation("links")).map(it -> it.path("url").asText()))
                .isNotEmpty()
                .allSatisfy(
                        url -> assertThat(Path.of(url.substring(main.length()))).exists());
    }

    /** Helm knows whole numbers only as such of a fraction .0. */
    private static int compare(JsonNode one, JsonNode other) {
        if (one.isNumber() && other.isNumber()) {
            return Double.compare(one.doubleValue(), other.doubleValue());
        }
        return one.equals(other) ? 0 : 1;
    }

    private static JsonNode chart() throws IOException {
        return Chart.documents(Files.readString(Chart.FOLDER.resolve("Chart.yaml")))
                .get(0);
    }

    private static JsonNode annotation(String name) throws IOException {
        var text = chart().path("annotations").path("artifacthub.io/" + name).asText();
        return Chart.documents(text).get(0);
    }

    private static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
