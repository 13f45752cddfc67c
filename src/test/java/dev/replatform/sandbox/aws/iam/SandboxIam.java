package dev.replatform.sandbox.aws.iam;

import dev.replatform.sandbox.aws.Caller;
import dev.replatform.sandbox.aws.ServedMembers;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.CreateRoleRequest;
import software.amazon.awssdk.services.iam.model.CreateRoleResponse;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.DeleteRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.DeleteRoleRequest;
import software.amazon.awssdk.services.iam.model.DeleteRoleResponse;
import software.amazon.awssdk.services.iam.model.GetRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.GetRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.GetRoleRequest;
import software.amazon.awssdk.services.iam.model.GetRoleResponse;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesRequest;
import software.amazon.awssdk.services.iam.model.ListRolePoliciesResponse;
import software.amazon.awssdk.services.iam.model.ListRoleTagsRequest;
import software.amazon.awssdk.services.iam.model.ListRoleTagsResponse;
import software.amazon.awssdk.services.iam.model.PutRolePolicyRequest;
import software.amazon.awssdk.services.iam.model.PutRolePolicyResponse;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.iam.model.TagRoleRequest;
import software.amazon.awssdk.services.iam.model.TagRoleResponse;
import software.amazon.awssdk.services.iam.model.UntagRoleRequest;
import software.amazon.awssdk.services.iam.model.UntagRoleResponse;

/**
 * AWS IAM: roles with tags and inline policies. Limits by
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html; a policy binds at once, where AWS's takes seconds to spread.
 */
public final class SandboxIam implements IamClient {
    private static final int MOST_TAGS = 50;
    private static final int MOST_POLICY_CHARACTERS = 10_240;
    private static final int HOUR_IN_SECONDS = 3600;
    private static final Pattern ROLE_NAME = Pattern.compile("[\\w+=,.@-]{1,64}");
    private static final Pattern POLICY_NAME = Pattern.compile("[\\w+=,.@-]{1,128}");

    private final Map<String, Role> roles = new ConcurrentSkipListMap<>();
    private final PolicyEvaluation policies = new PolicyEvaluation(roles);

    /** @return what the roles' policies allow, for the other services to ask */
    public PolicyEvaluation policies() {
        return policies;
    }

    /** @return whether the account has a role of that name, for services that take one by its name */
    public boolean hasRole(String name) {
        return roles.containsKey(name);
    }

    /**
     * @param service for example {@code dms.amazonaws.com}
     * @return whether the account has a role of that name that trusts the service
     */
    public boolean isAssumedBy(String roleName, String service) {
        return Optional.ofNullable(roles.get(roleName))
                .filter(role -> role.isAssumedBy(service))
                .isPresent();
    }

    @Override
    public CreateRoleResponse createRole(CreateRoleRequest create) {
        ServedMembers.only(
                create, "RoleName", "Path", "AssumeRolePolicyDocument", "Description", "MaxSessionDuration", "Tags");
        authorize("iam:CreateRole", create.roleName());
        checkName("roleName", create.roleName(), ROLE_NAME);
        parse(create.assumeRolePolicyDocument());
        var role = new Role(
                create.roleName(),
                Optional.ofNullable(create.path()).orElse("/"),
                "AROA" + randomId(),
                create.assumeRolePolicyDocument(),
                create.description(),
                Optional.ofNullable(create.maxSessionDuration()).orElse(HOUR_IN_SECONDS));
        put(role, create.tags());
        if (roles.putIfAbsent(create.roleName(), role) != null) {
            throw IamFaults.roleExists(create.roleName());
        }
        return CreateRoleResponse.builder().role(role.described()).build();
    }

    @Override
    public GetRoleResponse getRole(GetRoleRequest get) {
        ServedMembers.only(get, "RoleName");
        authorize("iam:GetRole", get.roleName());
        return GetRoleResponse.builder().role(role(get.roleName()).described()).build();
    }

    @Override
    public DeleteRoleResponse deleteRole(DeleteRoleRequest delete) {
        ServedMembers.only(delete, "RoleName");
        authorize("iam:DeleteRole", delete.roleName());
        if (!role(delete.roleName()).policies().isEmpty()) {
            throw IamFaults.deleteConflict("Cannot delete entity, must delete policies first.");
        }
        roles.remove(delete.roleName());
        return DeleteRoleResponse.builder().build();
    }

    @Override
    public TagRoleResponse tagRole(TagRoleRequest tag) {
        ServedMembers.only(tag, "RoleName", "Tags");
        authorize("iam:TagRole", tag.roleName());
        put(role(tag.roleName()), tag.tags());
        return TagRoleResponse.builder().build();
    }

    @Override
    public UntagRoleResponse untagRole(UntagRoleRequest untag) {
        ServedMembers.only(untag, "RoleName", "TagKeys");
        authorize("iam:UntagRole", untag.roleName());
        role(untag.roleName()).tags().keySet().removeAll(untag.tagKeys());
        return UntagRoleResponse.builder().build();
    }

    @Override
    public ListRoleTagsResponse listRoleTags(ListRoleTagsRequest list) {
        ServedMembers.only(list, "RoleName", "MaxItems");
        authorize("iam:ListRoleTags", list.roleName());
        return ListRoleTagsResponse.builder()
                .tags(role(list.roleName()).described().tags())
                .isTruncated(false)
                .build();
    }

    @Override
    public PutRolePolicyResponse putRolePolicy(PutRolePolicyRequest put) {
        ServedMembers.only(put, "RoleName", "PolicyName", "PolicyDocument");
        authorize("iam:PutRolePolicy", put.roleName());
        checkName("policyName", put.policyName(), POLICY_NAME);
        var role = role(put.roleName());
        var policy = new Role.InlinePolicy(put.policyDocument(), identityPolicy(put.policyDocument()));
        synchronized (role) {
            checkSize(put, role, policy);
            role.policies().put(put.policyName(), policy);
        }
        return PutRolePolicyResponse.builder().build();
    }

    @Override
    public GetRolePolicyResponse getRolePolicy(GetRolePolicyRequest get) {
        ServedMembers.only(get, "RoleName", "PolicyName");
        authorize("iam:GetRolePolicy", get.roleName());
        var policy = Optional.ofNullable(role(get.roleName()).policies().get(get.policyName()))
                .orElseThrow(() -> IamFaults.noSuchPolicy(get.policyName()));
        return GetRolePolicyResponse.builder()
                .roleName(get.roleName())
                .policyName(get.policyName())
                .policyDocument(Role.urlEncoded(policy.text()))
                .build();
    }

    @Override
    public DeleteRolePolicyResponse deleteRolePolicy(DeleteRolePolicyRequest delete) {
        ServedMembers.only(delete, "RoleName", "PolicyName");
        authorize("iam:DeleteRolePolicy", delete.roleName());
        if (role(delete.roleName()).policies().remove(delete.policyName()) == null) {
            throw IamFaults.noSuchPolicy(delete.policyName());
        }
        return DeleteRolePolicyResponse.builder().build();
    }

    @Override
    public ListRolePoliciesResponse listRolePolicies(ListRolePoliciesRequest list) {
        ServedMembers.only(list, "RoleName", "MaxItems");
        authorize("iam:ListRolePolicies", list.roleName());
        return ListRolePoliciesResponse.builder()
                .policyNames(role(list.roleName()).policies().keySet())
                .isTruncated(false)
                .build();
    }

    private Role role(String name) {
        return Optional.ofNullable(roles.get(name)).orElseThrow(() -> IamFaults.noSuchRole(name));
    }

    private void authorize(String action, String roleName) {
        var resource = Optional.ofNullable(roles.get(roleName)).map(Role::arn).orElse("role " + roleName);
        policies.refusal(Caller.current(), action, resource).ifPresent(text -> {
            throw IamFaults.accessDenied(text);
        });
    }

    private static void put(Role role, Iterable<Tag> tags) {
        synchronized (role) {
            tags.forEach(tag -> {
                if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
                    throw IamFaults.validation("Tag keys starting with 'aws:' are reserved for system use");
                }
                role.tags().put(tag.key(), tag.value());
            });
            if (role.tags().size() > MOST_TAGS) {
                throw IamFaults.limitExceeded("The number of tags has reached the maximum limit.");
            }
        }
    }

    private static void checkName(String member, String name, Pattern allowed) {
        if (name == null || !allowed.matcher(name).matches()) {
            throw IamFaults.validation("The specified value for " + member + " is invalid. It must contain only "
                    + "alphanumeric characters and/or the following: +=,.@_-");
        }
    }

    private static PolicyDocument identityPolicy(String text) {
        var document = parse(text);
        for (var statement : document.statements()) {
            check(statement.principals().isEmpty(), "Policy document should not specify a principal.");
            check(!statement.resources().isEmpty(), "Policy statement must contain resources.");
            for (var resource : statement.resources()) {
                check(
                        resource.equals("*") || resource.startsWith("arn:"),
                        "Resource " + resource + " must be in ARN format or \"*\".");
            }
        }
        return document;
    }

    private static PolicyDocument parse(String text) {
        try {
            return PolicyDocument.parse(text);
        } catch (MalformedPolicy e) {
            throw IamFaults.malformedPolicy(e.getMessage());
        }
    }

    private static void check(boolean holds, String text) {
        if (!holds) {
            throw IamFaults.malformedPolicy(text);
        }
    }

    private static void checkSize(PutRolePolicyRequest put, Role role, Role.InlinePolicy policy) {
        long others = role.policies().entrySet().stream()
                .filter(entry -> !entry.getKey().equals(put.policyName()))
                .mapToLong(entry -> entry.getValue().size())
                .sum();
        if (others + policy.size() > MOST_POLICY_CHARACTERS) {
            throw IamFaults.limitExceeded(
                    "Maximum policy size of " + MOST_POLICY_CHARACTERS + " bytes exceeded for role " + put.roleName());
        }
    }

    private static String randomId() {
        return UUID.randomUUID().toString().replace("-", "").substring(0, 17).toUpperCase(Locale.ROOT);
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
