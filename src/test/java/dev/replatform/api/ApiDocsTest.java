package dev.replatform.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApiDocsTest {
    @Test
    void theCommittedPageIsWhatTheCrdsSay() throws IOException {
        assertThat(Files.readString(ApiDocs.FILE))
                .as("after a change of the model run ApiDocs")
                .isEqualTo(ApiDocs.generate());
    }

    @Test
    void everyFieldIsDescribed() throws IOException {
        var silent = CrdFiles.generate().values().stream()
                .map(yaml -> Serialization.unmarshal(yaml, CustomResourceDefinition.class))
                .flatMap(crd -> silentBelow(
                        crd.getSpec().getNames().getKind(),
                        crd.getSpec().getVersions().get(0).getSchema().getOpenAPIV3Schema()));

        assertThat(silent).isEmpty();
    }

    @Test
    void everyFieldThatMayBeOmittedSaysWhatThenHolds() throws IOException {
        var silent = CrdFiles.generate().values().stream()
                .map(yaml -> Serialization.unmarshal(yaml, CustomResourceDefinition.class))
                .flatMap(crd -> withoutDefaultBelow(
                        crd.getSpec().getNames().getKind() + ".spec",
                        crd.getSpec()
                                .getVersions()
                                .get(0)
                                .getSchema()
                                .getOpenAPIV3Schema()
                                .getProperties()
                                .get("spec")));

        assertThat(silent).isEmpty();
    }

    private static Stream<String> silentBelow(String path, JSONSchemaProps schema) {
        return fieldsOf(schema).flatMap(field -> {
            var name = path + "." + field.getKey();
            var description = field.getValue().getDescription();
            var itself = description == null || description.isBlank() ? Stream.of(name) : Stream.<String>empty();
            return Stream.concat(itself, silentBelow(name, field.getValue()));
        });
    }

    private static Stream<String> withoutDefaultBelow(String path, JSONSchemaProps schema) {
        return fieldsOf(schema).flatMap(field -> {
            var name = path + "." + field.getKey();
            var optional = !containing(schema).getRequired().contains(field.getKey());
            var itself = optional && !field.getValue().getDescription().contains("Default: ")
                    ? Stream.of(name)
                    : Stream.<String>empty();
            return Stream.concat(itself, withoutDefaultBelow(name, field.getValue()));
        });
    }

    private static Stream<java.util.Map.Entry<String, JSONSchemaProps>> fieldsOf(JSONSchemaProps schema) {
        var properties = containing(schema).getProperties();
        return properties == null ? Stream.empty() : properties.entrySet().stream();
    }

    private static JSONSchemaProps containing(JSONSchemaProps schema) {
        return schema.getItems() == null ? schema : schema.getItems().getSchema();
    }
}
