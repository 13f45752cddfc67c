package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.replatform.sandbox.kubernetes.Refusal.Cause;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Holds an object against its structural schema and says what is wrong in the words of a real API server. */
final class Validation {
    private static final Pattern OBJECT_NAME =
            Pattern.compile("[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*");
    private static final String NAME_RULE =
            "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must "
                    + "start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
                    + "'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    private final List<Cause> causes = new ArrayList<>();

    private Validation() {}

    /** @return what is wrong with an object of that kind; empty where nothing is */
    static List<Cause> of(JsonNode object, Kind kind) {
        var validation = new Validation();
        validation.name(object.path("metadata").path("name").asText());
        validation.value(object, kind.schema(), "");
        return validation.causes;
    }

    private void name(String name) {
        if (!OBJECT_NAME.matcher(name).matches() || name.length() > 253) {
            causes.add(Cause.invalid("metadata.name", quoted(name), NAME_RULE));
        }
    }

    private void value(JsonNode value, Schema schema, String path) {
        if (value.isNull() && schema.node().path("nullable").asBoolean()) {
            return;
        }
        var type = schema.node().path("type").asText();
        var anyType = type.isEmpty()
                || schema.node().path("x-kubernetes-int-or-string").asBoolean();
        if (!anyType && !isOf(type, value)) {
            var found = quoted(typeOf(value));
            causes.add(new Cause(
                    "FieldValueTypeInvalid",
                    path,
                    "Invalid value: %s: %s in body must be of type %s: %s".formatted(found, path, type, found)));
            return;
        }
        oneOfTheAllowed(value, schema.node().path("enum"), path);
        if (value.isTextual()) {
            text(value.textValue(), schema.node(), path);
        } else if (value.isNumber()) {
            number(value.decimalValue(), schema.node(), path);
        } else if (value.isArray()) {
            list(value, schema, path);
        } else if (value.isObject()) {
            fields(value, schema, path);
        }
    }

    private void oneOfTheAllowed(JsonNode value, JsonNode allowed, String path) {
        if (!allowed.isMissingNode() && streamOf(allowed).noneMatch(value::equals)) {
            var values = streamOf(allowed).map(JsonNode::toString).collect(Collectors.joining(", "));
            var message = "Unsupported value: " + value + ": supported values: " + values;
            causes.add(new Cause("FieldValueNotSupported", path, message));
        }
    }

    private void text(String text, JsonNode rules, String path) {
        var length = text.codePointCount(0, text.length());
        if (rules.has("maxLength") && length > rules.path("maxLength").intValue()) {
            var message = "Too long: may not be more than %d bytes"
                    .formatted(rules.path("maxLength").intValue());
            causes.add(new Cause("FieldValueTooLong", path, message));
        }
        if (rules.has("minLength") && length < rules.path("minLength").intValue()) {
            wrong(path, quoted(text), "should be at least %s chars long", rules.path("minLength"));
        }
        if (rules.has("pattern")
                && !Pattern.compile(rules.path("pattern").asText())
                        .matcher(text)
                        .find()) {
            wrong(path, quoted(text), "should match '%s'", rules.path("pattern"));
        }
        if (rules.path("format").asText().equals("date-time") && !isDateTime(text)) {
            wrong(path, quoted(text), "must be of type %s: " + quoted(text), rules.path("format"));
        }
    }

    private void number(BigDecimal number, JsonNode rules, String path) {
        var minimum = rules.path("minimum");
        if (minimum.isNumber()) {
            var orEqual = !rules.path("exclusiveMinimum").asBoolean();
            if (number.compareTo(minimum.decimalValue()) < (orEqual ? 0 : 1)) {
                var rule = orEqual ? "should be greater than or equal to %s" : "should be greater than %s";
                wrong(path, number.toPlainString(), rule, minimum);
            }
        }
        var maximum = rules.path("maximum");
        if (maximum.isNumber()) {
            var orEqual = !rules.path("exclusiveMaximum").asBoolean();
            if (number.compareTo(maximum.decimalValue()) > (orEqual ? 0 : -1)) {
                var rule = orEqual ? "should be less than or equal to %s" : "should be less than %s";
                wrong(path, number.toPlainString(), rule, maximum);
            }
        }
    }

    private void list(JsonNode list, Schema schema, String path) {
        var rules = schema.node();
        if (rules.has("maxItems") && list.size() > rules.path("maxItems").intValue()) {
            var message = "Too many: %d: must have at most %d items"
                    .formatted(list.size(), rules.path("maxItems").intValue());
            causes.add(new Cause("FieldValueTooMany", path, message));
        }
        if (rules.has("minItems") && list.size() < rules.path("minItems").intValue()) {
            wrong(path, Integer.toString(list.size()), "should have at least %s items", rules.path("minItems"));
        }
        var seen = new HashSet<JsonNode>();
        for (int i = 0; i < list.size(); i++) {
            var at = path + "[" + i + "]";
            value(list.get(i), schema.items(), at);
            if (schema.listType() != Schema.ListType.ATOMIC) {
                var identity = schema.listType() == Schema.ListType.MAP ? schema.keyOf(list.get(i)) : list.get(i);
                if (!seen.add(identity)) {
                    causes.add(new Cause("FieldValueDuplicate", at, "Duplicate value: " + identity));
                }
            }
        }
    }

    private void fields(JsonNode object, Schema schema, String path) {
        for (var required : schema.node().path("required")) {
            if (!object.has(required.asText())) {
                causes.add(new Cause("FieldValueRequired", inside(path, required.asText()), "Required value"));
            }
        }
        object.properties()
                .forEach(field -> value(field.getValue(), schema.field(field.getKey()), inside(path, field.getKey())));
    }

    private void wrong(String path, String value, String rule, JsonNode limit) {
        causes.add(Cause.invalid(path, value, path + " in body " + rule.formatted(limit.asText())));
    }

    private static boolean isOf(String type, JsonNode value) {
        return switch (type) {
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "number" -> value.isNumber();
            case "integer" ->
                value.isNumber() && value.decimalValue().stripTrailingZeros().scale() <= 0;
            default -> false;
        };
    }

    private static String typeOf(JsonNode value) {
        return switch (value.getNodeType()) {
            case NUMBER -> value.isIntegralNumber() ? "integer" : "number";
            default -> value.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }

    private static boolean isDateTime(String text) {
        try {
            return OffsetDateTime.parse(text) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }

    private static String inside(String path, String field) {
        return path.isEmpty() ? field : path + "." + field;
    }

    private static String quoted(String text) {
        return '"' + text + '"';
    }

    private static Stream<JsonNode> streamOf(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
