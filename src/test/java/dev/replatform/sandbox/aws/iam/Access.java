package dev.replatform.sandbox.aws.iam;

import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One thing that somebody wants to do.
 *
 * @param principal who
 * @param action {@code s3:GetObject}
 * @param resource its ARN
 * @param context condition keys and their values, in lower case, for AWS compares the keys so
 */
public record Access(
        Principal principal, String action, String resource, Map<String, ? extends Collection<String>> context) {
    public Access {
        var keys = new TreeMap<String, Set<String>>();
        context.forEach((key, values) -> keys.put(key.toLowerCase(Locale.ROOT), Set.copyOf(values)));
        context = Map.copyOf(keys);
    }

    /** @param context keys that have one value each */
    public static Access of(Principal principal, String action, String resource, Map<String, String> context) {
        return new Access(
                principal,
                action,
                resource,
                context.entrySet().stream()
                        .collect(Collectors.toMap(Map.Entry::getKey, entry -> Set.of(entry.getValue()))));
    }

    /** @return the key's values; none where the request does not have it */
    Collection<String> values(String conditionKey) {
        var found = context.get(conditionKey.toLowerCase(Locale.ROOT));
        return found == null ? Set.of() : found;
    }
}
