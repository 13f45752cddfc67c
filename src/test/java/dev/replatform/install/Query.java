package dev.replatform.install;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names in a PromQL query. Not a parser of it: the rules and the dashboard were tried with promtool, which this project
 * does not bring along.
 */
record Query(String text) {
    private static final Pattern STRING = Pattern.compile("\"[^\"]*\"");
    private static final Pattern DURATION = Pattern.compile("\\[[^]]*]");
    private static final Pattern GROUPING = Pattern.compile("\\b(by|on) *\\(([^)]*)\\)");
    private static final Pattern SELECTOR = Pattern.compile("\\{([^}]*)}");
    private static final Pattern NAME = Pattern.compile("[a-z_]+");
    private static final Set<String> FUNCTIONS =
            Set.of("absent", "and", "by", "deriv", "increase", "max", "on", "or", "rate", "sum", "time");

    /** What Prometheus itself adds to what it scrapes: https://prometheus.io/docs/concepts/jobs_instances/ */
    private static final Set<String> OF_THE_TARGET = Set.of("job", "instance", "pod");

    private static final String UP = "up";

    /** @return every metric in it */
    Set<String> metrics() {
        var rest = Stream.of(STRING, DURATION, GROUPING, SELECTOR)
                .reduce(text, (it, pattern) -> pattern.matcher(it).replaceAll(" "), (one, other) -> other);
        return names(rest).filter(it -> !FUNCTIONS.contains(it)).collect(Collectors.toSet());
    }

    /** @return every label that it selects, groups or joins by */
    Set<String> labels() {
        var plain = STRING.matcher(text).replaceAll(" ");
        return Stream.concat(
                        SELECTOR.matcher(plain).results().map(it -> it.group(1)),
                        GROUPING.matcher(plain).results().map(it -> it.group(2)))
                .flatMap(Query::names)
                .collect(Collectors.toSet());
    }

    /** @return metrics, and labels of none of the query's metrics, that nobody exports */
    Set<String> unknown(Map<String, Set<String>> exported) {
        var unknown = new HashSet<String>();
        var known = new HashSet<>(OF_THE_TARGET);
        for (var metric : metrics()) {
            if (exported.containsKey(metric)) {
                known.addAll(exported.get(metric));
            } else if (!metric.equals(UP)) {
                unknown.add(metric);
            }
        }
        labels().stream().filter(label -> !known.contains(label)).forEach(unknown::add);
        return unknown;
    }

    private static Stream<String> names(String text) {
        return NAME.matcher(text).results().map(MatchResult::group);
    }
}
