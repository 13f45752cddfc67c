package dev.replatform.sandbox.aws.dms.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Which tables a task takes, and which columns it leaves out. <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.CustomizingTasks.TableMapping.SelectionTransformation.Wildcards.html">User
 * guide</a>: {@code %} stands for anything, {@code _} for one character, {@code [_]} for the underscore, {@code [ab]} and
 * {@code [a-d]} for one of several.
 */
public final class TableMappings {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<Selection> selections = new ArrayList<>();
    private final List<RemovedColumn> removedColumns = new ArrayList<>();

    private record Selection(boolean include, Pattern schema, Pattern table) {
        boolean matches(String schemaName, String tableName) {
            return schema.matcher(schemaName).matches()
                    && table.matcher(tableName).matches();
        }
    }

    private record RemovedColumn(Pattern schema, Pattern table, Pattern column) {
        boolean matches(String schemaName, String tableName, String columnName) {
            return schema.matcher(schemaName).matches()
                    && table.matcher(tableName).matches()
                    && column.matcher(columnName).matches();
        }
    }

    private TableMappings() {}

    /** @throws InvalidTask where the document is no set of rules that the sandbox honours */
    public static TableMappings parse(String json) {
        var mappings = new TableMappings();
        try {
            var rules = JSON.readTree(json).path("rules");
            if (!rules.isArray() || rules.isEmpty()) {
                throw new InvalidTask("Invalid table mappings: rules must be a list that is not empty");
            }
            rules.forEach(mappings::add);
        } catch (JsonProcessingException e) {
            throw new InvalidTask("Invalid table mappings: " + e.getOriginalMessage());
        }
        return mappings;
    }

    /** Whether the task takes a table: some rule includes it and none excludes it. */
    boolean select(String schema, String table) {
        return selections.stream().anyMatch(rule -> rule.include() && rule.matches(schema, table))
                && selections.stream().noneMatch(rule -> !rule.include() && rule.matches(schema, table));
    }

    boolean remove(String schema, String table, String column) {
        return removedColumns.stream().anyMatch(rule -> rule.matches(schema, table, column));
    }

    private void add(JsonNode rule) {
        var locator = rule.path("object-locator");
        var schema = pattern(locator, "schema-name");
        var table = pattern(locator, "table-name");
        var action = rule.path("rule-action").asText();
        if (!rule.path("filters").isEmpty()) {
            throw new InvalidTask("filters of table mappings are not served by the sandbox");
        }
        switch (rule.path("rule-type").asText() + " " + action) {
            case "selection include", "selection explicit" -> selections.add(new Selection(true, schema, table));
            case "selection exclude" -> selections.add(new Selection(false, schema, table));
            case "transformation remove-column" ->
                removedColumns.add(new RemovedColumn(schema, table, pattern(locator, "column-name")));
            default ->
                throw new InvalidTask("Invalid table mappings: rule "
                        + rule.path("rule-id").asText() + ", "
                        + rule.path("rule-type").asText() + " " + action
                        + ", is not served by the sandbox");
        }
    }

    private static Pattern pattern(JsonNode locator, String member) {
        var text = locator.path(member);
        if (!text.isTextual()) {
            throw new InvalidTask("Invalid table mappings: object-locator needs " + member);
        }
        return Pattern.compile(regularExpression(text.textValue()), Pattern.DOTALL);
    }

    private static String regularExpression(String wildcards) {
        var regex = new StringBuilder();
        for (var i = 0; i < wildcards.length(); ) {
            var c = wildcards.codePointAt(i);
            var end = c == '[' ? wildcards.indexOf(']', i + 2) : -1;
            if (end > 0) {
                regex.append(set(wildcards.substring(i + 1, end)));
                i = end + 1;
                continue;
            }
            regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(Character.toString(c)));
            i += Character.charCount(c);
        }
        return regex.toString();
    }

    /** {@code [_]}, {@code [ab]} and {@code [a-d]}. */
    private static String set(String characters) {
        return "[" + characters.replaceAll("[\\\\\\[\\]&^]", "\\\\$0") + "]";
    }
}
