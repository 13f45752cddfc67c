package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The part of <a href="https://kubernetes.io/docs/reference/kubectl/jsonpath/">JSONPath</a> that printer columns are
 * written in: {@code .a.b}, {@code ['a']}, {@code [0]}, {@code [*]}, {@code [?(@.type=="Ready")]}.
 */
final class JsonPath {
    private static final Pattern STEP = Pattern.compile(
            "\\.(?<field>(?:\\\\.|[^.\\[\\\\])+)|\\['(?<quoted>[^']+)']|\\[(?<index>\\d+)]|(?<all>\\[\\*]|\\.\\*)"
                    + "|\\[\\?\\(@\\.(?<key>[^=\\s]+)\\s*==\\s*[\"'](?<value>[^\"']*)[\"']\\)]");

    private final List<MatchResult> steps;

    JsonPath(String path) {
        steps = STEP.matcher(path).results().toList();
    }

    /** @return the first value that stands there */
    Optional<JsonNode> firstIn(JsonNode object) {
        var found = Stream.of(object);
        for (var step : steps) {
            found = found.flatMap(node -> next(node, step)).filter(node -> !node.isMissingNode());
        }
        return found.findFirst().filter(value -> !value.isNull());
    }

    private static Stream<JsonNode> next(JsonNode node, MatchResult step) {
        if (step.group(1) != null) {
            return Stream.of(node.path(step.group(1).replaceAll("\\\\(.)", "$1")));
        }
        if (step.group(2) != null) {
            return Stream.of(node.path(step.group(2)));
        }
        if (step.group(3) != null) {
            return Stream.of(node.path(Integer.parseInt(step.group(3))));
        }
        var items = StreamSupport.stream(node.spliterator(), false);
        return step.group(4) != null
                ? items
                : items.filter(item -> item.path(step.group(5)).asText().equals(step.group(6)));
    }
}
