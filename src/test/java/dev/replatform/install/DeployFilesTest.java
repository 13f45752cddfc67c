package dev.replatform.install;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is applied without Helm is what Helm applies. */
class DeployFilesTest {
    private static final List<String> HELMS =
            List.of("helm.sh/chart", "app.kubernetes.io/managed-by", "helm.sh/resource-policy");

    private static final String NAMESPACE = """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: replatform-system
              labels: {pod-security.kubernetes.io/enforce: restricted}
            """;

    @Test
    void theCommittedFilesAreWhatTheChartSays() throws IOException {
        for (var file : DeployFiles.generate().entrySet()) {
            assertThat(Files.readString(DeployFiles.FOLDER.resolve(file.getKey())))
                    .as("deploy/%s; after a change of the chart run DeployFiles", file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void theWholeInstallIsTheChartsObjectByObject() throws IOException {
        assertThat(byId(Chart.documents(Files.readString(DeployFiles.FOLDER.resolve("install.yaml")))))
                .isEqualTo(chart(""));
    }

    @Test
    void kustomizeBuildsTheSameWhole() throws IOException {
        assertThat(byId(Kustomization.build(DeployFiles.FOLDER))).isEqualTo(chart(""));
    }

    @Test
    void namespacedIsTheChartWithAList() throws IOException {
        assertThat(byId(Kustomization.build(DeployFiles.FOLDER.resolve("overlays/namespaced"))))
                .isEqualTo(chart("watchNamespaces: [my-app]"));
    }

    @Test
    void theSettingsAreThoseOfTheOneContainer() throws IOException {
        var settings = Chart.documents(Files.readString(DeployFiles.FOLDER.resolve("settings.yaml")))
                .get(0);
        var deployment = new Rendered(Kustomization.build(DeployFiles.FOLDER)).one("Deployment");

        assertThat(Chart.id(settings)).isEqualTo(Chart.id(deployment));
        assertThat(settings.at("/spec/template/spec/containers/0/name"))
                .isEqualTo(deployment.at("/spec/template/spec/containers/0/name"));
        assertThat(settings.at("/spec/template/spec/containers/0/env/0/name").asText())
                .isEqualTo("REPLATFORM_CLUSTER_NAME");
        assertThat(settings.at("/spec/template/spec/containers/0/env/0/value").asText())
                .as("nobody starts as a cluster that is called otherwise")
                .isEmpty();
    }

    /** @return what the chart says, with the namespace that Helm makes, without what is Helm's and the cluster's name */
    private static Map<String, JsonNode> chart(String values) {
        var objects = Chart.ofThisProject().objects(Chart.LEAST + "\n" + values);
        objects.removeIf(it -> it.at("/metadata/annotations").has("hook"));
        objects.addAll(Chart.documents(NAMESPACE));
        objects.forEach(DeployFilesTest::withoutHelms);
        return byId(objects);
    }

    private static void withoutHelms(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(HELMS);
            object.forEach(DeployFilesTest::withoutHelms);
            if (object.path("annotations").isObject()
                    && object.path("annotations").isEmpty()) {
                object.remove("annotations");
            }
        } else if (node instanceof ArrayNode array) {
            array.forEach(DeployFilesTest::withoutHelms);
            array.removeIf(it -> it.path("name").asText().equals("REPLATFORM_CLUSTER_NAME"));
        }
    }

    /** The order of a container's variables says nothing here. */
    private static Map<String, JsonNode> byId(List<JsonNode> objects) {
        var byId = new TreeMap<String, JsonNode>();
        for (var object : objects) {
            if (object.at("/spec/template/spec/containers/0/env") instanceof ArrayNode env) {
                var sorted = new ArrayList<JsonNode>();
                env.forEach(sorted::add);
                sorted.sort(Comparator.comparing(it -> it.path("name").asText()));
                env.removeAll().addAll(sorted);
            }
            assertThat(byId.put(Chart.id(object), object)).as(Chart.id(object)).isNull();
        }
        return byId;
    }

    /** As much of kustomize as these files use: resources, and JSON patches that add to the Deployment's variables. */
    private static final class Kustomization {
        static List<JsonNode> build(Path folder) throws IOException {
            var kustomization = Chart.documents(Files.readString(folder.resolve("kustomization.yaml")))
                    .get(0);
            assertThat(kustomization.fieldNames())
                    .toIterable()
                    .isSubsetOf("apiVersion", "kind", "resources", "patches");
            var objects = new ArrayList<JsonNode>();
            for (var resource : kustomization.path("resources")) {
                var path = folder.resolve(resource.asText());
                objects.addAll(Files.isDirectory(path) ? build(path) : Chart.documents(Files.readString(path)));
            }
            for (var patch : kustomization.path("patches")) {
                add(objects, patch);
            }
            return objects;
        }

        private static void add(List<JsonNode> objects, JsonNode patch) {
            var target = patch.path("target");
            var id = "%s replatform-system/%s"
                    .formatted(target.path("kind").asText(), target.path("name").asText());
            var object = objects.stream().filter(it -> Chart.id(it).equals(id)).findFirst();
            for (var operation : Chart.documents(patch.path("patch").asText()).get(0)) {
                var path = operation.path("path").asText();
                assertThat(operation.path("op").asText()).isEqualTo("add");
                assertThat(path).endsWith("/-");
                ((ArrayNode) object.orElseThrow().at(path.substring(0, path.length() - 2)))
                        .add(operation.path("value"));
            }
        }
    }
}
