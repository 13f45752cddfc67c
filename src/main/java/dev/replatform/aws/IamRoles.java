package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

/** IAM roles that users made: looked at, and given an inline policy. */
public final class IamRoles {
    /** As long as Secrets: who withdraws a consent is heard within that time. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final IamClient iam;
    private final Map<String, Remembered> roles = new ConcurrentHashMap<>();

    IamRoles(IamClient iam) {
        this.iam = iam;
    }

    private record Remembered(Role role, long nanoTime) {}

    /** A role. */
    public record Role(String name, String arn, Map<String, String> tags) {}

    /**
     * A role that AWS services take on.
     *
     * @param services those that its trust policy names
     */
    public record ServiceRole(String name, String arn, Map<String, String> tags, Set<String> services) {}

    /** @return the role with whom it trusts */
    public Seen<ServiceRole> serviceRole(String name) {
        return AwsCalls.see(
                "GetRole",
                () -> {
                    var role = iam.getRole(request -> request.roleName(name)).role();
                    var trust = PolicyDocument.parse(decoded(role.assumeRolePolicyDocument()));
                    return new ServiceRole(role.roleName(), role.arn(), tags(role), trust.allowedServices());
                },
                NoSuchEntityException.class);
    }

    /**
     * @param suffices whether a role may be as it was up to five minutes ago
     * @return the role with its tags
     */
    public Seen<Role> role(String name, Predicate<Role> suffices) {
        var known = roles.get(name);
        if (known != null
                && System.nanoTime() - known.nanoTime() < REMEMBERED.toNanos()
                && suffices.test(known.role())) {
            return Seen.present(known.role());
        }
        var seen = role(name);
        roles.remove(name);
        seen.value().ifPresent(role -> roles.put(name, new Remembered(role, System.nanoTime())));
        return seen;
    }

    private Seen<Role> role(String name) {
        return AwsCalls.see(
                "GetRole",
                () -> {
                    var role = iam.getRole(request -> request.roleName(name)).role();
                    return new Role(role.roleName(), role.arn(), tags(role));
                },
                NoSuchEntityException.class);
    }

    /** @return one inline policy of a role */
    public Seen<PolicyDocument> inlinePolicy(String role, String policy) {
        return AwsCalls.see(
                "GetRolePolicy",
                () -> {
                    var encoded = iam.getRolePolicy(
                                    request -> request.roleName(role).policyName(policy))
                            .policyDocument();
                    return PolicyDocument.parse(decoded(encoded));
                },
                NoSuchEntityException.class);
    }

    /** Writes an inline policy, whole. It takes some seconds until it holds everywhere. */
    public void putInlinePolicy(String role, String policy, PolicyDocument document) {
        AwsCalls.act(
                "PutRolePolicy",
                () -> iam.putRolePolicy(
                        request -> request.roleName(role).policyName(policy).policyDocument(document.toJson())));
    }

    /** Takes an inline policy away; where it, or the role, is gone already it is as good. */
    public void deleteInlinePolicy(String role, String policy) {
        AwsCalls.actUnless(
                NoSuchEntityException.class,
                "DeleteRolePolicy",
                () -> iam.deleteRolePolicy(request -> request.roleName(role).policyName(policy)));
    }

    private static Map<String, String> tags(software.amazon.awssdk.services.iam.model.Role role) {
        return role.tags().stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }

    /** IAM percent-encodes by RFC 3986, where a plus is a plus. */
    private static String decoded(String document) {
        return URLDecoder.decode(document.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
