package dev.replatform.sandbox.aws.iam;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * One thing that somebody wants to do.
 *
 * @param principal who
 * @param action {@code s3:GetObject}
 * @param resource its ARN
 * @param context condition keys and their values, in lower case, for AWS compares the keys so
 */
public record Access(Principal principal, String action, String resource, Map<String, String> context) {
    public Access {
        var keys = new TreeMap<String, String>();
        context.forEach((key, value) -> keys.put(key.toLowerCase(Locale.ROOT), value));
        context = Map.copyOf(keys);
    }

    Optional<String> value(String conditionKey) {
        return Optional.ofNullable(context.get(conditionKey.toLowerCase(Locale.ROOT)));
    }
}
