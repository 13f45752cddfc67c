package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The kinds that are served at the moment: those built in, and one for every version of every definition. */
final class Kinds {
    private final List<Kind> kinds = new CopyOnWriteArrayList<>();
    private final ObjectNode objectMeta;

    Kinds() {
        var builtIn = builtInKinds();
        objectMeta = (ObjectNode) builtIn.path("objectMeta");
        builtIn.path("kinds").forEach(spec -> kinds.addAll(versionsOf(spec, false)));
    }

    List<Kind> all() {
        return kinds;
    }

    Stream<String> groups() {
        return kinds.stream().map(Kind::group).filter(group -> !group.isEmpty()).distinct();
    }

    Stream<String> versionsOf(String group) {
        return kinds.stream()
                .filter(kind -> kind.group().equals(group))
                .map(Kind::version)
                .distinct();
    }

    Optional<Kind> find(String group, String version, String plural) {
        return kinds.stream()
                .filter(kind -> kind.group().equals(group)
                        && kind.version().equals(version)
                        && kind.plural().equals(plural))
                .findFirst();
    }

    /** @return any version of the kind whose objects are stored under that name */
    Optional<Kind> storedAs(String storedAs) {
        return kinds.stream().filter(kind -> kind.storedAs().equals(storedAs)).findFirst();
    }

    Kind builtIn(String qualifiedPlural) {
        return storedAs(qualifiedPlural).orElseThrow();
    }

    /** Starts to serve what that CustomResourceDefinition defines, in place of what it defined before. */
    void define(ObjectNode definition) {
        withdraw(definition);
        kinds.addAll(versionsOf(definition.path("spec"), true));
    }

    void withdraw(ObjectNode definition) {
        var name = definition.path("metadata").path("name").asText();
        kinds.removeIf(kind -> kind.custom() && kind.qualifiedPlural().equals(name));
    }

    private List<Kind> versionsOf(JsonNode spec, boolean custom) {
        return StreamSupport.stream(spec.path("versions").spliterator(), false)
                .filter(version -> version.path("served").asBoolean(true))
                .map(version -> Kind.of(spec, version, objectMeta, custom))
                .toList();
    }

    private static JsonNode builtInKinds() {
        try (var yaml = Objects.requireNonNull(Kinds.class.getResourceAsStream("built-in-kinds.yaml"))) {
            return Json.parse(new String(yaml.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
