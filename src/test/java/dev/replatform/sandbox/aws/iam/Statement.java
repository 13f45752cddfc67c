package dev.replatform.sandbox.aws.iam;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * One statement of a policy.
 *
 * @param sid null where it has none
 * @param principals type and value as in {@link Principal}; empty in a role's own policies, which bind the role
 * @param actions with {@code *} and {@code ?}
 * @param resources with {@code *} and {@code ?}; empty in a trust policy
 */
public record Statement(
        String sid,
        boolean allows,
        Set<String> principals,
        List<String> actions,
        List<String> resources,
        List<Condition> conditions) {

    /** Keys that tie a grant to everybody down to somebody: with one of them it is not public. */
    private static final Set<String> NARROWING = Set.of(
            "aws:sourcearn",
            "aws:sourceaccount",
            "aws:sourceip",
            "aws:sourcevpc",
            "aws:sourcevpce",
            "aws:principalarn",
            "aws:principalaccount",
            "aws:principalorgid",
            "aws:userid",
            "s3:dataaccesspointarn");

    /**
     * @param operator {@code StringEquals}
     * @param key {@code s3:prefix}
     * @param values one of them must fit
     */
    record Condition(String operator, String key, List<String> values) {
        private static final String IF_EXISTS = "IfExists";

        /** What the operator's policies and S3's advice use; more is refused, not guessed. */
        static final Set<String> SERVED = Set.of(
                "StringEquals",
                "ForAnyValue:StringEquals",
                "StringLike",
                "StringLikeIfExists",
                "ArnEquals",
                "ArnLike",
                "StringNotEquals",
                "Bool",
                "BoolIfExists");

        boolean holds(Access access) {
            var found = access.values(key);
            if (operator.endsWith(IF_EXISTS) && found.isEmpty()) {
                return true;
            }
            return switch (operator.replace(IF_EXISTS, "")) {
                case "StringEquals", "ForAnyValue:StringEquals", "Bool" ->
                    found.stream().anyMatch(values::contains);
                case "StringNotEquals" -> found.stream().noneMatch(values::contains);
                default -> found.stream().anyMatch(value -> values.stream().anyMatch(pattern -> like(pattern, value)));
            };
        }
    }

    boolean covers(Access access) {
        return (principals.isEmpty() || access.principal().isAmong(principals))
                && actions.stream().anyMatch(action -> likeIgnoringCase(action, access.action()))
                && resources.stream().anyMatch(resource -> like(resource, access.resource()))
                && conditions.stream().allMatch(condition -> condition.holds(access));
    }

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status */
    boolean isPublic() {
        return allows
                && Principal.isEverybody(principals)
                && conditions.stream().noneMatch(Statement::narrows);
    }

    private static boolean narrows(Condition condition) {
        return NARROWING.contains(condition.key().toLowerCase(Locale.ROOT))
                && condition.values().stream().noneMatch("*"::equals);
    }

    private static boolean likeIgnoringCase(String pattern, String value) {
        return like(pattern.toLowerCase(Locale.ROOT), value.toLowerCase(Locale.ROOT));
    }

    private static boolean like(String pattern, String value) {
        var regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return Pattern.compile(regex, Pattern.DOTALL).matcher(value).matches();
    }
}
