package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which objects of a kind a list or a watch is about: namespace, label selector, field selector. */
record Selection(String namespace, Predicate<ObjectNode> selectors) implements Predicate<ObjectNode> {
    private static final Pattern REQUIREMENT_END = Pattern.compile(",(?![^(]*\\))");
    private static final Pattern IN_SET = Pattern.compile("\\s*(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
    private static final Pattern EQUALITY = Pattern.compile("\\s*([^!=\\s]+)\\s*(!=|==|=)\\s*(\\S*)\\s*");

    /**
     * @param namespace empty for all
     * @param labels as in {@code kubectl -l}; empty for all
     * @param fields as in {@code kubectl --field-selector}; empty for all
     * @throws Refusal 400 where a field cannot be selected by
     */
    static Selection of(Kind kind, String namespace, String labels, String fields) {
        Predicate<ObjectNode> all = object -> true;
        for (var requirement : requirements(labels)) {
            all = all.and(label(requirement));
        }
        for (var requirement : requirements(fields)) {
            all = all.and(field(requirement, kind));
        }
        return new Selection(namespace, all);
    }

    @Override
    public boolean test(ObjectNode object) {
        var in = object.path("metadata").path("namespace").asText();
        return (namespace.isEmpty() || namespace.equals(in)) && selectors.test(object);
    }

    private static List<String> requirements(String selector) {
        return selector.isBlank() ? List.of() : List.of(REQUIREMENT_END.split(selector));
    }

    private static Predicate<ObjectNode> label(String requirement) {
        var inSet = IN_SET.matcher(requirement);
        if (inSet.matches()) {
            var values =
                    Arrays.stream(inSet.group(3).split(",")).map(String::trim).toList();
            var in = inSet.group(2).equals("in");
            var name = inSet.group(1);
            return object -> values.contains(labels(object).path(name).textValue()) == in;
        }
        var equality = EQUALITY.matcher(requirement);
        if (equality.matches()) {
            var equal = !equality.group(2).equals("!=");
            var name = equality.group(1);
            var value = equality.group(3);
            return object -> value.equals(labels(object).path(name).textValue()) == equal;
        }
        var name = requirement.trim();
        return name.startsWith("!")
                ? object -> !labels(object).has(name.substring(1))
                : object -> labels(object).has(name);
    }

    private static Predicate<ObjectNode> field(String requirement, Kind kind) {
        var equality = EQUALITY.matcher(requirement);
        if (!equality.matches()) {
            throw Refusal.badRequest("invalid selector: '%1$s'; can't understand '%1$s'".formatted(requirement));
        }
        var path = equality.group(1);
        var always = List.of("metadata.name", "metadata.namespace");
        if (!always.contains(path) && !kind.selectableFields().contains(path)) {
            throw Refusal.badRequest("field label not supported: " + path);
        }
        var pointer = "/" + path.replace('.', '/');
        var equal = !equality.group(2).equals("!=");
        return object -> object.at(pointer).asText().equals(equality.group(3)) == equal;
    }

    private static JsonNode labels(ObjectNode object) {
        return object.path("metadata").path("labels");
    }
}
