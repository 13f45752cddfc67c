package dev.replatform.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CrdFilesTest {
    @Test
    void theCommittedCrdsAreWhatTheModelSays() throws IOException {
        for (var file : CrdFiles.generate().entrySet()) {
            assertThat(Files.readString(Path.of("crds", file.getKey())))
                    .as("crds/%s; after a change of the model run CrdFiles", file.getKey())
                    .isEqualTo(file.getValue());
        }
    }

    @Test
    void everyFieldSaysWhatItIsAndWhatHoldsWithoutIt() throws IOException {
        var silent = new ArrayList<String>();
        for (var yaml : CrdFiles.generate().values()) {
            var crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
            var kind = crd.getSpec().getNames().getKind();
            var root = crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema();
            fields(root)
                    .forEach((name, field) ->
                            look(kind + "." + name, field, name.equals("spec"), required(root, name), silent));
        }
        assertThat(silent).isEmpty();
    }

    @Test
    void everyRuleIsTriedWithYamlThatItRefuses() throws IOException {
        var expected = new StringBuilder();
        for (var file : InvalidYamlTest.invalid()) {
            expected.append(Files.readAllLines(file).get(0)).append('\n');
        }
        for (var yaml : CrdFiles.generate().values()) {
            var crd = Serialization.unmarshal(yaml, CustomResourceDefinition.class);
            assertThat(messages(crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema()))
                    .isNotEmpty()
                    .allSatisfy(message -> assertThat(expected).contains(message));
        }
    }

    private static Stream<String> messages(JSONSchemaProps schema) {
        var own = Stream.ofNullable(schema.getXKubernetesValidations())
                .flatMap(List::stream)
                .map(ValidationRule::getMessage);
        var items = Stream.ofNullable(schema.getItems()).flatMap(it -> Stream.ofNullable(it.getSchema()));
        var below = Stream.concat(fields(schema).values().stream(), items);
        return Stream.concat(own, below.flatMap(CrdFilesTest::messages));
    }

    private static void look(
            String path, JSONSchemaProps field, boolean isSpec, boolean isRequired, List<String> silent) {
        var text = field.getDescription();
        if (text == null || text.isBlank()) {
            silent.add(path + " has no description");
        } else if (isSpec && !isRequired && !text.contains("Default: ")) {
            silent.add(path + " does not say what holds without it");
        }
        var inside = field.getItems() == null ? field : field.getItems().getSchema();
        fields(inside).forEach((name, below) -> look(path + "." + name, below, isSpec, required(inside, name), silent));
    }

    private static Map<String, JSONSchemaProps> fields(JSONSchemaProps schema) {
        return schema.getProperties() == null ? Map.of() : schema.getProperties();
    }

    private static boolean required(JSONSchemaProps schema, String field) {
        return schema.getRequired() != null && schema.getRequired().contains(field);
    }
}
