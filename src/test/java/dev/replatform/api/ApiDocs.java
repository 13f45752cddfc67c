package dev.replatform.api;

import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes {@code docs/api.md} from the CRDs. Run its main after {@link CrdFiles}'. */
public final class ApiDocs {
    static final Path FILE = Path.of("docs", "api.md");

    private static final String INTRODUCTION = """
            # The fields of the four kinds

            Made from `crds/` by ApiDocs: do not edit. Group `replatform.dev`, version `v1alpha1`, all namespaced;
            `kubectl get replatform` lists all four. `kubectl explain database.spec.network` says the same at a terminal.
            What belongs to a reason in `status.conditions` stands in [who must act](who-must-act.md).
            """;

    private final StringBuilder text = new StringBuilder();

    private ApiDocs() {}

    public static void main(String[] args) throws IOException {
        Files.createDirectories(FILE.getParent());
        Files.writeString(FILE, generate());
    }

    static String generate() throws IOException {
        var docs = new ApiDocs();
        docs.text.append(INTRODUCTION);
        var crds = CrdFiles.generate();
        for (var kind : CrdFiles.KINDS) {
            var plural = io.fabric8.kubernetes.api.model.HasMetadata.getFullResourceName(kind);
            docs.add(Serialization.unmarshal(crds.get(plural + ".yaml"), CustomResourceDefinition.class));
        }
        return docs.text.toString();
    }

    /** One thing that an object may hold: {@code spec.tables.include[]}. */
    private record Field(String path, JSONSchemaProps schema, boolean required) {}

    private void add(CustomResourceDefinition crd) {
        var names = crd.getSpec().getNames();
        var version = crd.getSpec().getVersions().get(0);
        text.append("\n## ").append(names.getKind()).append("\n\n");
        text.append("`kubectl get %s` (`%s`) shows: %s.\n"
                .formatted(
                        names.getPlural(),
                        String.join("`, `", names.getShortNames()),
                        version.getAdditionalPrinterColumns().stream()
                                .map(column -> "%s (`%s`)".formatted(column.getName(), column.getJsonPath()))
                                .collect(Collectors.joining(", "))));
        var root = version.getSchema().getOpenAPIV3Schema();
        var spec = fieldsBelow("", Map.of("spec", root.getProperties().get("spec")), List.of());
        var status = fieldsBelow("", Map.of("status", root.getProperties().get("status")), List.of());
        table("What is asked for", spec.subList(1, spec.size()));
        rules(root, spec);
        table("What is true now", status.subList(1, status.size()));
    }

    private void table(String title, List<Field> fields) {
        text.append("\n### ").append(title).append("\n\n| field | type | limits | |\n|---|---|---|---|\n");
        fields.forEach(field -> text.append("| `%s` | %s | %s | %s |\n"
                .formatted(
                        field.path(),
                        typeOf(field.schema()),
                        cell(limits(field)),
                        cell(field.schema().getDescription()))));
    }

    private void rules(JSONSchemaProps root, List<Field> fields) {
        var all = new ArrayList<Field>();
        all.add(new Field("(the object)", root, false));
        all.addAll(fields);
        text.append("\n### What is refused\n\n| at | message | rule |\n|---|---|---|\n");
        all.forEach(field -> field.schema()
                .getXKubernetesValidations()
                .forEach(rule -> text.append("| `%s` | %s | `%s` |\n"
                        .formatted(field.path(), cell(rule.getMessage()), cell(rule.getRule())))));
    }

    private static List<Field> fieldsBelow(
            String prefix, Map<String, JSONSchemaProps> properties, List<String> required) {
        var fields = new ArrayList<Field>();
        properties.forEach((name, schema) -> {
            var path = prefix + name;
            fields.add(new Field(path, schema, required.contains(name)));
            var inside = contentOf(schema);
            if (inside.getProperties() != null) {
                fields.addAll(fieldsBelow(path + suffixOf(schema), inside.getProperties(), inside.getRequired()));
            }
        });
        return fields;
    }

    private static JSONSchemaProps contentOf(JSONSchemaProps schema) {
        if (schema.getItems() != null) {
            return schema.getItems().getSchema();
        }
        return schema.getAdditionalProperties() != null
                        && schema.getAdditionalProperties().getSchema() != null
                ? schema.getAdditionalProperties().getSchema()
                : schema;
    }

    private static String suffixOf(JSONSchemaProps schema) {
        return schema.getItems() != null ? "[]." : ".";
    }

    private static String typeOf(JSONSchemaProps schema) {
        var content = contentOf(schema);
        if (content.equals(schema)) {
            return schema.getType() == null ? "any" : schema.getType();
        }
        return (schema.getItems() != null ? "list of " : "map to ") + typeOf(content);
    }

    private static String limits(Field field) {
        var schema = field.schema();
        var limits = new ArrayList<String>();
        if (field.required()) {
            limits.add("required");
        }
        addValueLimits(schema, limits);
        range(schema.getMinItems(), schema.getMaxItems(), "items", limits);
        range(schema.getMinProperties(), schema.getMaxProperties(), "entries", limits);
        if ("set".equals(schema.getXKubernetesListType())) {
            limits.add("no item twice");
        } else if ("map".equals(schema.getXKubernetesListType())) {
            limits.add("one item a `%s`".formatted(String.join("`, `", schema.getXKubernetesListMapKeys())));
        }
        var content = contentOf(schema);
        if (!content.equals(schema)) {
            var ofItems = new ArrayList<String>();
            addValueLimits(content, ofItems);
            ofItems.forEach(limit -> limits.add("each " + limit));
        }
        return String.join("; ", limits);
    }

    private static void addValueLimits(JSONSchemaProps schema, List<String> limits) {
        if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
            limits.add(schema.getEnum().stream()
                    .map(value -> "`" + value.asText() + "`")
                    .collect(Collectors.joining(", ")));
        }
        range(schema.getMinLength(), schema.getMaxLength(), "characters", limits);
        range(whole(schema.getMinimum()), whole(schema.getMaximum()), "", limits);
        if (schema.getPattern() != null) {
            limits.add("`" + schema.getPattern() + "`");
        }
    }

    private static void range(Long from, Long to, String of, List<String> limits) {
        if (from == null && to == null) {
            return;
        }
        String words;
        if (from == null) {
            words = "at most " + to;
        } else if (to == null) {
            words = "at least " + from;
        } else {
            words = from.equals(to) ? from.toString() : from + " to " + to;
        }
        limits.add((words + " " + of).strip());
    }

    private static Long whole(Double number) {
        return number == null ? null : number.longValue();
    }

    private static String cell(String words) {
        return words == null ? "" : words.replaceAll("\\s+", " ").strip().replace("|", "\\|");
    }
}
