package dev.replatform.demo;

import dev.replatform.demo.proof.Scope;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The YAML that a user writes, as it stands in a folder: {@code examples/cloudtalents}, or the user's own. */
final class Manifests {
    private static final Pattern DOCUMENT_END = Pattern.compile("^---\\s*$", Pattern.MULTILINE);

    private final Path folder;
    private final String namespace;
    private final Map<Kind, GenericKubernetesResource> objects;
    private final Map<String, Secret> secrets;

    private Manifests(
            Path folder, String namespace, Map<Kind, GenericKubernetesResource> objects, Map<String, Secret> secrets) {
        this.folder = folder;
        this.namespace = namespace;
        this.objects = objects;
        this.secrets = secrets;
    }

    /**
     * A Secret as an object refers to it.
     *
     * @param name the Secret's
     * @param usernameKey holds the user name
     * @param passwordKey holds the password
     */
    record SecretRef(String name, String usernameKey, String passwordKey) {}

    /** @throws IllegalArgumentException naming what is missing, what there is too much of, and what refers to nothing */
    static Manifests read(Path folder) {
        var documents = documents(folder);
        var objects = new TreeMap<Kind, GenericKubernetesResource>();
        var secrets = new TreeMap<String, Secret>();
        for (var document : documents) {
            if (document.getKind().equals("Secret")) {
                var secret = Serialization.unmarshal(Serialization.asJson(document), Secret.class);
                secrets.put(secret.getMetadata().getName(), secret);
            }
            kind(document).ifPresent(kind -> put(objects, kind, document, folder));
        }
        var manifests = new Manifests(folder, namespace(objects, secrets, folder), objects, secrets);
        manifests.check();
        return manifests;
    }

    private static List<GenericKubernetesResource> documents(Path folder) {
        var documents = new ArrayList<GenericKubernetesResource>();
        try (var files = Files.list(folder)) {
            for (var file : files.filter(file -> file.toString().matches(".*\\.ya?ml"))
                    .sorted()
                    .toList()) {
                for (var document : DOCUMENT_END.split(Files.readString(file), -1)) {
                    if (document.lines().anyMatch(line -> line.matches("kind:.*"))) {
                        documents.add(Serialization.unmarshal(
                                new ByteArrayInputStream(document.getBytes(StandardCharsets.UTF_8)),
                                GenericKubernetesResource.class));
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return documents;
    }

    private static Optional<Kind> kind(GenericKubernetesResource document) {
        return Arrays.stream(Kind.values())
                .filter(kind -> kind.toString().equals(document.getKind())
                        && document.getApiVersion().startsWith("replatform.dev/"))
                .findFirst();
    }

    private static void put(
            Map<Kind, GenericKubernetesResource> objects, Kind kind, GenericKubernetesResource document, Path folder) {
        var other = objects.put(kind, document);
        if (other != null) {
            throw new IllegalArgumentException(
                    "%s has %s %s and %s, and a rehearsal takes one: move the others elsewhere"
                            .formatted(folder, kind, name(other), name(document)));
        }
    }

    /** Objects without a namespace go where the others go, as with {@code kubectl apply --namespace}. */
    private static String namespace(
            Map<Kind, GenericKubernetesResource> objects, Map<String, Secret> secrets, Path folder) {
        var all = Stream.concat(objects.values().stream(), secrets.values().stream())
                .toList();
        var namespaces = all.stream()
                .map(object -> object.getMetadata().getNamespace())
                .filter(Objects::nonNull)
                .collect(Collectors.toCollection(TreeSet::new));
        if (namespaces.size() > 1) {
            throw new IllegalArgumentException(
                    "the objects of %s are of the namespaces %s: they refer to each other, so they stand in one"
                            .formatted(folder, String.join(", ", namespaces)));
        }
        var namespace = namespaces.isEmpty() ? Cluster.NAMESPACE : namespaces.first();
        all.forEach(object -> object.getMetadata().setNamespace(namespace));
        return namespace;
    }

    private void check() {
        var database = text(Kind.MIGRATION, "spec", "target", "databaseRef", "name");
        for (var needed : List.of(Kind.MIGRATION, Kind.DATABASE)) {
            if (!objects.containsKey(needed)) {
                throw new IllegalArgumentException("%s has no %s, and a rehearsal needs one%s"
                        .formatted(
                                folder,
                                needed,
                                database.map(name -> " (the Migration names " + name + ")")
                                        .orElse("")));
            }
        }
        Map.of(Kind.DATABASE, "databaseRef", Kind.MIGRATION, "migrationRef", Kind.IMAGE_STORE, "imageStoreRef")
                .forEach(this::checkReferences);
        for (var field : List.of(
                "source.host",
                "source.database",
                "source.credentials.secretRef.name",
                "source.adminCredentials.secretRef.name",
                "source.appCredentials.secretRef.name")) {
            required(Kind.MIGRATION, ("spec." + field).split("\\."));
        }
        required(Kind.DATABASE, "spec", "databaseName");
        if (text(Kind.MIGRATION, "spec", "cutover", "mode").orElse("").equals("Never")) {
            throw new IllegalArgumentException(
                    "Migration %s has cutover.mode Never: no cutover would be rehearsed; set it to Manual"
                            .formatted(name(Kind.MIGRATION).orElseThrow()));
        }
        observing().ifPresent(kind -> {
            throw new IllegalArgumentException(
                    "%s %s has managementPolicy Observe: nothing would move; leave it out for a rehearsal"
                            .formatted(kind, name(kind).orElseThrow()));
        });
    }

    private Optional<Kind> observing() {
        return objects.keySet().stream()
                .filter(kind ->
                        text(kind, "spec", "managementPolicy").orElse("").equals("Observe"))
                .findFirst();
    }

    private void checkReferences(Kind to, String field) {
        objects.forEach((kind, object) -> values(object.get("spec"), field)
                .map(reference -> String.valueOf(((Map<?, ?>) reference).get("name")))
                .filter(wanted -> !name(to).equals(Optional.of(wanted)))
                .findFirst()
                .ifPresent(wanted -> {
                    throw new IllegalArgumentException("%s %s refers to %s %s, which is not in %s"
                            .formatted(kind, name(object), to, wanted, folder));
                }));
    }

    /** @return everything that stands under a field of this name, wherever in the YAML that is */
    private static Stream<Object> values(Object node, String field) {
        if (node instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .flatMap(entry -> entry.getKey().equals(field)
                            ? Stream.of(entry.getValue())
                            : values(entry.getValue(), field));
        }
        return node instanceof List<?> list ? list.stream().flatMap(item -> values(item, field)) : Stream.empty();
    }

    List<GenericKubernetesResource> objects() {
        return List.copyOf(objects.values());
    }

    Set<Kind> kinds() {
        return objects.keySet();
    }

    String namespace() {
        return namespace;
    }

    /** @return what the object of that kind is called; empty where there is none */
    Optional<String> name(Kind kind) {
        return Optional.ofNullable(objects.get(kind)).map(Manifests::name);
    }

    private static String name(GenericKubernetesResource object) {
        return object.getMetadata().getName();
    }

    /** @return a field of the object of that kind as text; empty where one of them is missing */
    Optional<String> text(Kind kind, String... path) {
        return Optional.ofNullable(objects.get(kind))
                .map(object -> object.get((Object[]) path))
                .map(Object::toString);
    }

    /** @return such a field; it was checked that it is there */
    String required(Kind kind, String... path) {
        return text(kind, path)
                .orElseThrow(() -> new IllegalArgumentException(
                        "%s %s has no %s".formatted(kind, name(kind).orElse(""), String.join(".", path))));
    }

    /** @return where the database on the box listens */
    int sourcePort() {
        return Integer.parseInt(text(Kind.MIGRATION, "spec", "source", "port").orElse("5432"));
    }

    /** @return where the RDS instance listens */
    int targetPort() {
        return Integer.parseInt(text(Kind.DATABASE, "spec", "port").orElse("5432"));
    }

    /** @return everything that stands in a field of this name, in whatever object */
    Set<String> named(String field) {
        return objects.values().stream()
                .flatMap(object -> values(object.get("spec"), field))
                .map(Object::toString)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** @return the list that stands in a field of the object of that kind; empty where there is none */
    <T> List<T> list(Kind kind, String... path) {
        return Optional.ofNullable(objects.get(kind))
                .map(object -> object.<List<T>>get((Object[]) path))
                .orElse(List.of());
    }

    /** @return the Secret that credentials refer to; empty where they do to none */
    Optional<SecretRef> secretRef(Kind kind, String... credentials) {
        var path = Stream.concat(Stream.of(credentials), Stream.of("secretRef")).toArray(String[]::new);
        return Optional.ofNullable(objects.get(kind))
                .map(object -> object.<Map<String, String>>get((Object[]) path))
                .map(reference -> new SecretRef(
                        reference.get("name"),
                        reference.getOrDefault("usernameKey", "username"),
                        reference.getOrDefault("passwordKey", "password")));
    }

    /**
     * @param others Secrets that are made anyway
     * @return by Secret, the keys that objects read of one that is not among the YAML
     */
    Map<String, Set<String>> keysOfMissingSecrets(Set<String> others) {
        var missing = new TreeMap<String, Set<String>>();
        objects.values().stream()
                .flatMap(object -> values(object.get("spec"), "secretKeyRef"))
                .map(reference -> (Map<?, ?>) reference)
                .filter(reference -> !secrets.containsKey(String.valueOf(reference.get("name")))
                        && !others.contains(String.valueOf(reference.get("name"))))
                .forEach(reference -> missing.computeIfAbsent(
                                String.valueOf(reference.get("name")), name -> new TreeSet<>())
                        .add(String.valueOf(reference.get("key"))));
        return missing;
    }

    /** @return the Secrets of the folder, by name */
    Map<String, Secret> secrets() {
        return secrets;
    }

    /**
     * What a user changes in the example for another database: all of it moves, and with it the table that the application
     * writes to in schema public.
     */
    void moveAll(BoxContents contents) {
        var schemas = Stream.concat(contents.schemas().stream(), Stream.of("public"))
                .distinct()
                .toList();
        tables().put("include", TablePattern.ofSchemas(schemas));
        tables().put("insertOnly", TablePattern.of(contents.tables(false), contents.tables(true)));
    }

    /**
     * Adds the table that the application writes to, where the user's patterns do not mean it already.
     *
     * @return whether they did not
     */
    boolean alsoMove(BoxTable witness) {
        var include = this.<String>list(Kind.MIGRATION, "spec", "tables", "include");
        var all = include.isEmpty() ? List.of("public.*") : include;
        if (all.stream().map(TablePattern::of).anyMatch(pattern -> pattern.matches(witness))) {
            return false;
        }
        tables().put(
                        "include",
                        Stream.concat(all.stream(), Stream.of(witness.toString()))
                                .toList());
        return true;
    }

    /** @return what {@code spec.tables} means */
    Scope scope() {
        var include = patterns("include");
        var exclude = patterns("exclude");
        return new Scope(
                schema -> include.stream()
                        .anyMatch(pattern -> pattern.schema().matcher(schema).matches()),
                (schema, table) -> {
                    var named = new BoxTable(schema, table, true, 0, 0);
                    return include.stream().anyMatch(pattern -> pattern.matches(named))
                            && exclude.stream().noneMatch(pattern -> pattern.matches(named));
                });
    }

    private List<TablePattern> patterns(String list) {
        var patterns = this.<String>list(Kind.MIGRATION, "spec", "tables", list);
        var all = patterns.isEmpty() && list.equals("include") ? List.of("public.*") : patterns;
        return all.stream().map(TablePattern::of).toList();
    }

    private Map<String, Object> tables() {
        Map<String, Object> spec = objects.get(Kind.MIGRATION).get("spec");
        @SuppressWarnings("unchecked") // an object of the API by its CRD
        var tables = (Map<String, Object>) spec.computeIfAbsent("tables", none -> new TreeMap<String, Object>());
        return tables;
    }
}
