package dev.replatform.api;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.Migration;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.api.model.apiextensions.v1.ValidationRule;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Makes {@code crds/*.yaml} from the Java model, with what the generator cannot say: list types, a required spec, the
 * default of the status, the order of columns, no UNKNOWN in an enum. Run its main after a change of the model.
 */
public final class CrdFiles {
    /** The four kinds. */
    public static final List<Class<? extends HasMetadata>> KINDS =
            List.of(Database.class, Migration.class, ImageStore.class, AppConfig.class);

    /** Lists whose items have an identity: name of the field, and the key that identifies an item. */
    private static final Map<String, String> LIST_MAPS =
            Map.of("conditions", "type", "parameters", "name", "resources", "arn", "published", "migration");

    private static final Set<String> SETS = Set.of(
            "subnetIds",
            "securityGroupIds",
            "cloudwatchLogsExports",
            "appRoles",
            "include",
            "exclude",
            "insertOnly",
            "accept",
            "copyUnderFence");

    private static final Set<String> INT64 = Set.of("observedGeneration", "bytes", "version", "rowsLoaded");

    private static final int PATIENCE_SECONDS = 20;

    private CrdFiles() {}

    /** Writes the files into the folder that is named first, {@code crds} otherwise. */
    public static void main(String[] args) throws IOException {
        var folder = Path.of(args.length > 0 ? args[0] : "crds");
        Files.createDirectories(folder);
        for (var file : generate().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
        }
    }

    /** @return name of the file and its YAML, for each kind */
    public static Map<String, String> generate() throws IOException {
        var folder = Files.createTempDirectory("crds");
        new CRDGenerator()
                .inOutputDir(folder.toFile())
                .withMinQuotes(true)
                .withPostProcessor(new io.fabric8.crdv2.generator.CRDPostProcessor() {
                    @Override
                    public HasMetadata process(HasMetadata crd, String version) {
                        return polish((CustomResourceDefinition) crd);
                    }
                })
                .customResourceClasses(KINDS)
                .generate();
        var files = new TreeMap<String, String>();
        try (var written = Files.list(folder)) {
            written.forEach(file ->
                    files.put(file.getFileName().toString().replace("-v1.yml", ".yaml"), withoutGeneratorsName(file)));
        }
        Files.delete(folder);
        return files;
    }

    /** Installs all four, and waits until the server knows the kinds. */
    public static void installOn(KubernetesClient client) throws IOException {
        install(Path.of("crds"), client);
    }

    /** Installs the definitions in a folder, over earlier ones where there are any. */
    static void install(Path folder, KubernetesClient client) throws IOException {
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                client.resource(Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class))
                        .forceConflicts()
                        .serverSideApply();
            }
        }
        client.apiextensions()
                .v1()
                .customResourceDefinitions()
                .resources()
                .forEach(crd -> crd.waitUntilCondition(CrdFiles::isEstablished, PATIENCE_SECONDS, TimeUnit.SECONDS));
    }

    private static boolean isEstablished(CustomResourceDefinition crd) {
        return crd.getStatus() != null
                && crd.getStatus().getConditions() != null
                && crd.getStatus().getConditions().stream()
                        .anyMatch(it -> it.getType().equals("Established")
                                && it.getStatus().equals("True"));
    }

    private static String withoutGeneratorsName(Path file) {
        try {
            var text = Files.readString(file)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .collect(Collectors.joining("\n"));
            Files.delete(file);
            return "# Made from the Java model by CrdFiles: do not edit.\n" + text.strip() + "\n";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static CustomResourceDefinition polish(CustomResourceDefinition crd) {
        var version = crd.getSpec().getVersions().get(0);
        version.getAdditionalPrinterColumns()
                .sort(Comparator.comparingInt(column ->
                        columnOrder(crd.getSpec().getNames().getKind()).indexOf(column.getName())));
        version.getAdditionalPrinterColumns().forEach(column -> column.setPriority(null));

        var root = version.getSchema().getOpenAPIV3Schema();
        root.setRequired(List.of("spec"));
        root.setXKubernetesValidations(List.of(shortName()));
        var description = root.getProperties();
        description.get("spec").setDescription("What is asked for.");
        var status = description.get("status");
        status.setDescription("What is true now; written by the operator.");
        status.setDefault(notLookedAtYet());
        description.forEach(CrdFiles::polish);
        return crd;
    }

    private static com.fasterxml.jackson.databind.JsonNode notLookedAtYet() {
        return com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                .objectNode()
                .put("observedGeneration", -1);
    }

    private static ValidationRule shortName() {
        var rule = new ValidationRule();
        rule.setRule("size(self.metadata.name) <= 40");
        rule.setMessage("metadata.name is longer than 40 characters: names of AWS resources are derived from it");
        return rule;
    }

    private static void polish(String field, JSONSchemaProps schema) {
        if (schema.getEnum() != null) {
            schema.setEnum(schema.getEnum().stream()
                    .filter(value -> !"UNKNOWN".equals(value.asText()))
                    .toList());
        }
        if ("array".equals(schema.getType())) {
            polishList(field, schema);
        }
        if ("integer".equals(schema.getType())) {
            schema.setFormat(INT64.contains(field) ? "int64" : "int32");
        }
        if ("lastTransitionTime".equals(field)) {
            schema.setFormat("date-time");
        }
        if (schema.getXKubernetesValidations() != null) {
            // The generator finds a record component's rule at its field and at its accessor; a server refuses the
            // second.
            schema.setXKubernetesValidations(
                    schema.getXKubernetesValidations().stream().distinct().toList());
        }
        if (schema.getProperties() != null) {
            schema.getProperties().forEach(CrdFiles::polish);
        }
        if (schema.getItems() != null) {
            polish(field, schema.getItems().getSchema());
        }
    }

    private static void polishList(String field, JSONSchemaProps schema) {
        var itemsAreObjects = schema.getItems().getSchema().getProperties() != null
                && !schema.getItems().getSchema().getProperties().isEmpty();
        if (itemsAreObjects && LIST_MAPS.containsKey(field)) {
            schema.setXKubernetesListType("map");
            schema.setXKubernetesListMapKeys(List.of(LIST_MAPS.get(field)));
        } else if (SETS.contains(field)) {
            schema.setXKubernetesListType("set");
        } else {
            schema.setXKubernetesListType("atomic");
        }
    }

    private static List<String> columnOrder(String kind) {
        return KINDS.stream()
                .filter(type -> type.getSimpleName().equals(kind))
                .map(type -> type.getAnnotationsByType(AdditionalPrinterColumn.class))
                .map(Arrays::asList)
                .flatMap(Collection::stream)
                .map((Function<AdditionalPrinterColumn, String>) AdditionalPrinterColumn::name)
                .toList();
    }
}
