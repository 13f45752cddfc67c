package dev.replatform.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The chart as Helm renders it.
 *
 * @param folder where it lies
 * @param release the release's name
 * @param namespace the release's namespace
 */
public record Chart(Path folder, String release, String namespace) {
    /** Where this project's chart lies. */
    public static final Path FOLDER = Path.of("helm/replatform");

    /** What has to be set. */
    public static final String LEAST = "clusterName: prod";

    private static final String TEST_HOOK =
            "{{ include (print .Template.BasePath \"/tests/ready.yaml\") . | replace \"helm.sh/hook\" \"hook\" }}";
    private static final String KUBERNETES = "1.34.0";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @return this project's chart, as it is installed where nobody has reasons for other names */
    public static Chart ofThisProject() {
        return ofThisProject("replatform", "replatform-system");
    }

    /** @return this project's chart, as a release of that name */
    public static Chart ofThisProject(String release, String namespace) {
        return new Chart(FOLDER, release, namespace);
    }

    /**
     * @param values YAML
     * @return the text that Helm would apply
     * @throws IllegalStateException with Helm's words, where it refuses
     */
    public String text(String values) {
        try {
            var file = Files.createTempFile("values", ".yaml");
            try {
                Files.writeString(file, values);
                return new Helm(folder)
                        .template()
                        .withName(release)
                        .withNamespace(namespace)
                        .withKubeVersion(KUBERNETES)
                        .withValuesFile(file)
                        .call();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * @param values YAML
     * @return the objects that Helm would apply, and the pod of {@code helm test}, whose hook stands under another name, as Helm shows no hooks
     */
    public List<JsonNode> objects(String values) {
        var withHooks = (ObjectNode) documents(values).get(0);
        withHooks.withArray("extraObjects").add(TEST_HOOK);
        return documents(text(withHooks.toString()));
    }

    /** @return each document that is not empty */
    static List<JsonNode> documents(String yaml) {
        var load = new Load(
                LoadSettings.builder().setCodePointLimit(Integer.MAX_VALUE).build());
        return new ArrayList<>(StreamSupport.stream(load.loadAllFromString(yaml).spliterator(), false)
                .filter(Objects::nonNull)
                .<JsonNode>map(JSON::valueToTree)
                .toList());
    }

    /** @return kind, namespace and name, as they tell an object from all others */
    static String id(JsonNode object) {
        var meta = object.path("metadata");
        return "%s %s/%s"
                .formatted(
                        object.path("kind").asText(),
                        meta.path("namespace").asText(),
                        meta.path("name").asText());
    }
}
