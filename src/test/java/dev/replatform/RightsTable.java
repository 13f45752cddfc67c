package dev.replatform;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import dev.replatform.ShippedRoles.Grant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/** What each right of the operator is for, by what breaks without it: the table under "Rights" in {@code docs/operating.md}. */
final class RightsTable {
    private static final String HEAD = """
            | group | resource | verbs | without |
            |---|---|---|---|
            """;

    private RightsTable() {}

    private record Row(String group, boolean isNamed, String sentence) {}

    /** @return what breaks, as {@code docs/operating.md} says it */
    static String sentence(Grant lost) {
        return switch (lost.verb() + " " + subject(lost)) {
            case "list kind", "watch kind", "create leases", "get leases", "update leases" ->
                "It does not start: exit code 4, and its log names what it may not do, and where.";
            case "get kind" ->
                lost.resource().equals("appconfigs")
                        ? "Where somebody else takes a finalizer off at the same moment, its own goes a look later; the log and a metric say so."
                        : "An object that refers to one stalls with `AccessDenied`.";
            case "patch kind" ->
                "Nothing is done for an object of the kind, as it cannot be given its finalizer; an event of the object says so.";
            case "patch status" -> "The status is not written; an event of the object says so.";
            case "get secrets" -> "Whatever a Secret is named for stalls with `AccessDenied`.";
            case "create secrets" ->
                "A Database whose credentials are generated, or that has no connection Secret yet, stalls with `AccessDenied`.";
            case "patch secrets" -> "A connection Secret is not written: its Database stalls with `AccessDenied`.";
            case "delete secrets" -> "A deleted Database whose Secrets go with it stalls with `AccessDenied`.";
            case "create events" -> "Nothing is told in events; the log and a metric say so.";
            case "get events", "patch events" ->
                "What happens again is not counted in its event; the log and a metric say so.";
            case "get namespaces" ->
                "It does not see that a Migration goes with its namespace: where a replication task is left, the Migration stays as `SlotMayRemain`; the log says so.";
            case "get customresourcedefinitions" ->
                "A deleted object of the kind stalls with `AccessDenied`, as the whole kind might be going, which is no order to delete in AWS.";
            case "patch leases" -> "It never leads, and `/readyz` says so.";
            default -> throw new IllegalArgumentException("nobody knows what " + lost + " is for");
        };
    }

    /** @return the four kinds are one subject, and so are their statuses */
    static String subject(Grant grant) {
        if (!grant.group().equals("replatform.dev")) {
            return grant.resource();
        }
        return grant.resource().endsWith("/status") ? "status" : "kind";
    }

    /** @return the table in Markdown */
    static String of(List<Grant> grants) {
        return HEAD
                + grants.stream()
                        .collect(groupingBy(RightsTable::row, LinkedHashMap::new, java.util.stream.Collectors.toList()))
                        .entrySet()
                        .stream()
                        .map(it -> line(it.getKey(), it.getValue()))
                        .collect(joining());
    }

    private static Row row(Grant grant) {
        return new Row(grant.group(), !grant.name().isEmpty(), sentence(grant));
    }

    private static String line(Row row, List<Grant> grants) {
        return "| %s | %s%s | %s | %s |\n"
                .formatted(
                        row.group().isEmpty() ? "core" : "`" + row.group() + "`",
                        each(grants, Grant::resource),
                        row.isNamed() ? " named " + each(grants, Grant::name) : "",
                        each(grants, Grant::verb),
                        row.sentence());
    }

    private static String each(List<Grant> grants, Function<Grant, String> part) {
        return grants.stream().map(part).distinct().map("`%s`"::formatted).collect(joining(", "));
    }
}
