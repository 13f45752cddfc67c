package dev.replatform.demo;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The YAML that a user writes: {@code examples/cloudtalents/*.yaml}, as it stands there. */
final class Examples {
    private final List<GenericKubernetesResource> objects;

    private Examples(List<GenericKubernetesResource> objects) {
        this.objects = objects;
    }

    static Examples read(Path folder) {
        try (var files = Files.newDirectoryStream(folder, "*.yaml")) {
            var objects = new ArrayList<GenericKubernetesResource>();
            for (var file : files) {
                objects.add(Serialization.unmarshal(Files.readString(file), GenericKubernetesResource.class));
            }
            return new Examples(objects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<GenericKubernetesResource> objects() {
        return objects;
    }

    /**
     * What a user changes in the example for another database: all of it moves, and with it the table that the application
     * writes to in schema public.
     */
    Examples withTables(BoxContents contents) {
        var schemas = Stream.concat(contents.schemas().stream(), Stream.of("public"))
                .distinct()
                .toList();
        var include = TablePattern.ofSchemas(schemas);
        var keyless = TablePattern.of(contents.tables(false), contents.tables(true));
        for (var object : objects) {
            if (object.getKind().equals(Kind.MIGRATION.toString())) {
                Map<String, Object> spec = object.get("spec");
                spec.put(
                        "tables",
                        keyless.isEmpty()
                                ? Map.of("include", include)
                                : Map.of("include", include, "insertOnly", keyless));
            }
        }
        return this;
    }
}
