package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Objects as the rows that {@code kubectl get} prints.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#receiving-resources-as-tables">Tables</a>
 */
final class Table {
    private final Kind kind;
    private final List<JsonNode> columns;
    private final boolean namedByAColumn;
    private final String includeObject;

    /** @param includeObject {@code None}, {@code Metadata} or {@code Object}: what stands beside the cells of a row */
    Table(Kind kind, String includeObject) {
        this.kind = kind;
        var declared = kind.definition().path("additionalPrinterColumns");
        var age = Json.object().put("name", "Age").put("type", "date").put("jsonPath", ".metadata.creationTimestamp");
        columns = declared.isEmpty()
                ? List.of(age)
                : StreamSupport.stream(declared.spliterator(), false).toList();
        namedByAColumn = columns.stream()
                .anyMatch(column -> column.path("jsonPath").asText().equals(".metadata.name"));
        this.includeObject = includeObject;
    }

    /** @param objects as they are stored */
    ObjectNode of(ObjectNode listMetadata, Iterable<ObjectNode> objects) {
        var table = Json.object().put("kind", "Table").put("apiVersion", "meta.k8s.io/v1");
        table.set("metadata", listMetadata);
        var definitions = table.putArray("columnDefinitions");
        if (!namedByAColumn) {
            define(definitions.addObject(), "Name", "string", 0, "").put("format", "name");
        }
        columns.forEach(column -> define(
                definitions.addObject(),
                column.path("name").asText(),
                switch (column.path("type").asText()) {
                    case "count", "reference" -> "string";
                    default -> column.path("type").asText();
                },
                column.path("priority").intValue(),
                column.path("description").asText()));
        var rows = table.putArray("rows");
        objects.forEach(object -> row(rows.addObject(), object));
        return table;
    }

    private static ObjectNode define(
            ObjectNode definition, String name, String type, int priority, String description) {
        return definition
                .put("name", name)
                .put("type", type)
                .put("format", "")
                .put("description", description)
                .put("priority", priority);
    }

    private void row(ObjectNode row, ObjectNode object) {
        var cells = row.putArray("cells");
        if (!namedByAColumn) {
            cells.add(object.path("metadata").path("name").asText());
        }
        columns.forEach(column -> cell(cells, column, object));
        if (includeObject.equals("Object")) {
            row.set("object", kind.present(object));
        } else if (!includeObject.equals("None")) {
            row.putObject("object")
                    .put("kind", "PartialObjectMetadata")
                    .put("apiVersion", "meta.k8s.io/v1")
                    .set("metadata", object.path("metadata"));
        }
    }

    private static void cell(ArrayNode cells, JsonNode column, ObjectNode object) {
        var found = Stream.concat(
                        Stream.of(column.path("jsonPath")),
                        StreamSupport.stream(column.path("orElse").spliterator(), false))
                .flatMap(path -> new JsonPath(path.asText()).firstIn(object).stream())
                .findFirst();
        var type = column.path("type").asText();
        if (found.isEmpty()) {
            cells.add(type.equals("count") ? cells.numberNode(0) : cells.nullNode());
            return;
        }
        var value = found.get();
        switch (type) {
            case "integer", "number" -> cells.add(value.isNumber() ? value : cells.nullNode());
            case "boolean" -> cells.add(value.isBoolean() ? value : cells.nullNode());
            case "date" -> cells.add(age(value.asText()));
            case "count" -> cells.add(value.size());
            case "reference" ->
                cells.add(value.path("kind").asText().toLowerCase(Locale.ROOT) + "/"
                        + value.path("name").asText());
            default -> cells.add(value.isValueNode() ? value.asText() : Json.text(value));
        }
    }

    private static String age(String since) {
        try {
            return inWords(Duration.between(Instant.parse(since), Instant.now()));
        } catch (DateTimeParseException e) {
            return "<invalid>";
        }
    }

    /** As {@code k8s.io/apimachinery/pkg/util/duration.HumanDuration} writes it: the older, the rougher. */
    static String inWords(Duration age) {
        var seconds = Math.max(0, age.toSeconds());
        var minutes = seconds / 60;
        var hours = minutes / 60;
        var days = hours / 24;
        if (minutes < 2) {
            return seconds + "s";
        } else if (minutes < 10) {
            return minutes + "m" + orNothing(seconds % 60, "s");
        } else if (hours < 3) {
            return minutes + "m";
        } else if (hours < 8) {
            return hours + "h" + orNothing(minutes % 60, "m");
        } else if (hours < 48) {
            return hours + "h";
        } else if (days < 8) {
            return days + "d" + orNothing(hours % 24, "h");
        }
        return days + "d";
    }

    private static String orNothing(long number, String unit) {
        return number == 0 ? "" : number + unit;
    }
}
