package dev.replatform.sandbox.aws.codec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A request URI of the metadata: {@code /2020-05-31/distribution/{Id}/config}, {@code /{Key+}?uploads}.
 *
 * @param path matches a path that is still percent-encoded
 * @param labels of the path, in order
 * @param literals how many segments are fixed
 * @param fixedQuery what must stand in the query
 */
record RestPattern(Pattern path, List<String> labels, int literals, Map<String, List<String>> fixedQuery) {

    /** @param uri null where an operation has none but the service's root */
    static RestPattern of(String uri) {
        var parts = Objects.requireNonNullElse(uri, "").split("\\?", 2);
        var labels = new ArrayList<String>();
        var regex = new StringBuilder();
        int literals = 0;
        for (var segment : parts[0].split("/", -1)) {
            if (segment.isEmpty()) {
                continue;
            }
            regex.append('/');
            if (segment.startsWith("{")) {
                boolean greedy = segment.endsWith("+}");
                labels.add(segment.substring(1, segment.length() - (greedy ? 2 : 1)));
                regex.append(greedy ? "(.+)" : "([^/]+)");
            } else {
                literals++;
                regex.append(Pattern.quote(segment));
            }
        }
        var pattern = Pattern.compile(regex.isEmpty() ? "/?" : regex.toString());
        return new RestPattern(pattern, labels, literals, HttpCall.parseQuery(parts.length < 2 ? null : parts[1]));
    }

    /** @return the labels' values, decoded; empty where the path or the fixed query does not fit */
    Optional<Map<String, String>> match(String encodedPath, Map<String, List<String>> query) {
        var matcher = path.matcher(encodedPath);
        if (!matcher.matches() || !hasFixedQuery(query)) {
            return Optional.empty();
        }
        var values = new LinkedHashMap<String, String>();
        for (int i = 0; i < labels.size(); i++) {
            values.put(labels.get(i), HttpCall.decodePath(matcher.group(i + 1)));
        }
        return Optional.of(values);
    }

    private boolean hasFixedQuery(Map<String, List<String>> query) {
        return fixedQuery.entrySet().stream().allMatch(fixed -> {
            var sent = query.get(fixed.getKey());
            return sent != null && (fixed.getValue().get(0).isEmpty() || sent.equals(fixed.getValue()));
        });
    }
}
