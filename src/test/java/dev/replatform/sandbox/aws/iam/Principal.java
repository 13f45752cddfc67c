package dev.replatform.sandbox.aws.iam;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Caller;
import java.util.Collections;
import java.util.Set;

/**
 * Who asks, by all the names that a resource policy may call him.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html
 *
 * @param names type and value: {@code AWS:*}, {@code AWS:arn:aws:iam::123456789012:role/x},
 *     {@code Service:cloudfront.amazonaws.com}
 */
public record Principal(Set<String> names) {
    private static final String EVERYBODY = "AWS:*";

    /** @return the principal that made {@code caller}'s call; an account's own name covers its administrator only */
    public static Principal of(Caller caller) {
        if (caller.isAnonymous()) {
            return new Principal(Set.of(EVERYBODY));
        }
        var account = Account.SANDBOX.id();
        return caller.isAdministrator()
                ? new Principal(Set.of(
                        EVERYBODY, "AWS:" + caller.arn(), "AWS:" + account, "AWS:arn:aws:iam::" + account + ":root"))
                : new Principal(Set.of(
                        EVERYBODY,
                        "AWS:" + caller.arn(),
                        "AWS:arn:aws:iam::" + account + ":role/" + caller.roleName()));
    }

    /** @param name {@code cloudfront.amazonaws.com} */
    public static Principal service(String name) {
        return new Principal(Set.of(EVERYBODY, "Service:" + name));
    }

    boolean isAmong(Set<String> named) {
        return !Collections.disjoint(names, named);
    }

    static boolean isEverybody(Set<String> named) {
        return named.contains(EVERYBODY);
    }
}
