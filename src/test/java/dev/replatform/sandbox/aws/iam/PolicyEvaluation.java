package dev.replatform.sandbox.aws.iam;

import dev.replatform.sandbox.aws.Caller;
import dev.replatform.sandbox.aws.Permissions;
import java.util.Map;
import java.util.Optional;

/** Judges by the inline policies of roles; the account's administrator may do all. */
public final class PolicyEvaluation implements Permissions {
    private final Map<String, Role> roles;

    PolicyEvaluation(Map<String, Role> roles) {
        this.roles = roles;
    }

    @Override
    public boolean allow(String roleName, String action, String resourceArn) {
        var principal = Principal.of(new Caller("ASIA", roleName));
        return verdict(roleName, Access.of(principal, action, resourceArn, Map.of())) == Verdict.ALLOWED;
    }

    /** @return what the role's own policies say; {@code SILENT} where no such role exists */
    public Verdict verdict(String roleName, Access access) {
        return Optional.ofNullable(roles.get(roleName)).map(Role::policies).stream()
                .flatMap(policies -> policies.values().stream())
                .map(policy -> policy.document().verdict(access))
                .reduce(Verdict.SILENT, Verdict::and);
    }

    /** @return AWS's words for a refusal; empty where {@code caller} may by his own policies */
    public Optional<String> refusal(Caller caller, String action, String resource) {
        if (caller.isAdministrator() || (!caller.isAnonymous() && allow(caller.roleName(), action, resource))) {
            return Optional.empty();
        }
        return Optional.of("User: " + caller.arn() + " is not authorized to perform: " + action + " on resource: "
                + resource + " because no identity-based policy allows the " + action + " action");
    }
}
