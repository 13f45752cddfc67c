package dev.replatform.sandbox.aws.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.iam.model.EntityAlreadyExistsException;
import software.amazon.awssdk.services.iam.model.LimitExceededException;
import software.amazon.awssdk.services.iam.model.MalformedPolicyDocumentException;
import software.amazon.awssdk.services.iam.model.NoSuchEntityException;
import software.amazon.awssdk.services.iam.model.Tag;

class SandboxIamTest {
    private static final String ROLE = "cloudtalents-ec2";
    private static final String TRUST = """
            {"Version": "2012-10-17",
             "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}""";
    private static final String BUCKET = "arn:aws:s3:::images";

    private final SandboxIam iam = new SandboxIam();

    @BeforeEach
    void aRoleExists() {
        iam.createRole(role -> role.roleName(ROLE)
                .assumeRolePolicyDocument(TRUST)
                .tags(tag("replatform.dev/allow", "demo/cloudtalents")));
    }

    @Test
    void aRoleIsReadBackWithItsTags() {
        iam.tagRole(tag -> tag.roleName(ROLE).tags(tag("App", "mvp")));
        iam.tagRole(tag -> tag.roleName(ROLE).tags(tag("Gone", "soon")));
        iam.untagRole(untag -> untag.roleName(ROLE).tagKeys("Gone"));

        var role = iam.getRole(get -> get.roleName(ROLE)).role();

        assertThat(role.arn()).isEqualTo("arn:aws:iam::123456789012:role/cloudtalents-ec2");
        assertThat(role.tags())
                .extracting(tag -> tag.key() + "=" + tag.value())
                .containsExactly("App=mvp", "replatform.dev/allow=demo/cloudtalents");
        assertThat(iam.listRoleTags(list -> list.roleName(ROLE)).tags()).isEqualTo(role.tags());
    }

    @Test
    void aRoleNameIsTakenOnce() {
        assertThatThrownBy(() -> iam.createRole(role -> role.roleName(ROLE).assumeRolePolicyDocument(TRUST)))
                .isInstanceOf(EntityAlreadyExistsException.class)
                .hasMessageContaining("Role with name cloudtalents-ec2 already exists.");
    }

    @Test
    void aPolicyIsReadBackUrlEncodedWithTwentyForASpace() {
        var document = allow("s3:GetObject", BUCKET + "/media/a b+c/*");

        put("images", document);

        var encoded = iam.getRolePolicy(get -> get.roleName(ROLE).policyName("images"))
                .policyDocument();
        assertThat(encoded).contains("%20").doesNotContain("+");
        assertThat(URLDecoder.decode(encoded, StandardCharsets.UTF_8)).isEqualTo(document);
        assertThat(iam.listRolePolicies(list -> list.roleName(ROLE)).policyNames())
                .containsExactly("images");
    }

    @Test
    void whatDoesNotExistIsNoSuchEntity() {
        assertThatThrownBy(() -> iam.getRole(get -> get.roleName("nobody")))
                .isInstanceOf(NoSuchEntityException.class)
                .hasMessageContaining("The role with name nobody cannot be found.");
        assertThatThrownBy(() -> iam.getRolePolicy(get -> get.roleName(ROLE).policyName("none")))
                .isInstanceOf(NoSuchEntityException.class)
                .hasMessageContaining("The role policy with name none cannot be found.");
        assertThatThrownBy(() ->
                        iam.deleteRolePolicy(delete -> delete.roleName(ROLE).policyName("none")))
                .isInstanceOf(NoSuchEntityException.class);
    }

    @Test
    void aMalformedPolicyIsRefused() {
        refused("{", "Syntax errors in policy.");
        refused("{\"Statement\": []}", "Syntax errors in policy.");
        refused("{\"Statement\": {\"Effect\": \"allow\", \"Action\": \"s3:*\", \"Resource\": \"*\"}}", "Syntax errors");
        refused("{\"Statement\": {\"Effect\": \"Allow\", \"Resource\": \"*\"}}", "must contain actions");
        refused("{\"Statement\": {\"Effect\": \"Allow\", \"Action\": \"s3:*\"}}", "must contain resources");
        refused(allow("GetObject", "*"), "must be prefaced by a vendor");
        refused(allow("s3:GetObject", "images"), "Resource images must be in ARN format or \"*\".");
    }

    @Test
    void theInlinePoliciesOfARoleHoldAtMost10240Characters() {
        put("first", allow("s3:GetObject", BUCKET + "/" + "x".repeat(9000)));
        put("first", allow("s3:GetObject", BUCKET + "/" + "y".repeat(9000)));

        assertThatThrownBy(() -> put("second", allow("s3:GetObject", BUCKET + "/" + "z".repeat(2000))))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Maximum policy size of 10240 bytes exceeded for role cloudtalents-ec2");
    }

    @Test
    void aRoleMayWhatItsPoliciesAllowAndNothingElse() {
        put("images", allow("s3:Get*", BUCKET + "/media/*"));

        assertThat(iam.policies().allow(ROLE, "s3:GetObject", BUCKET + "/media/a.png"))
                .isTrue();
        assertThat(iam.policies().allow(ROLE, "s3:getobject", BUCKET + "/media/ä/b.png"))
                .isTrue();
        assertThat(iam.policies().allow(ROLE, "s3:PutObject", BUCKET + "/media/a.png"))
                .isFalse();
        assertThat(iam.policies().allow(ROLE, "s3:GetObject", BUCKET + "/other/a.png"))
                .isFalse();
        assertThat(iam.policies().allow("nobody", "s3:GetObject", BUCKET + "/media/a.png"))
                .isFalse();
    }

    @Test
    void aDenyBeatsEveryAllow() {
        put("all", allow("*", "*"));
        put("but", allow("ssm:PutParameter", "*").replace("Allow", "Deny"));

        assertThat(iam.policies().allow(ROLE, "ssm:GetParameter", "*")).isTrue();
        assertThat(iam.policies().allow(ROLE, "ssm:PutParameter", "*")).isFalse();
    }

    @Test
    void aConditionOnAPrefixBindsAListing() {
        put("list", """
                {"Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "arn:aws:s3:::images",
                                "Condition": {"StringLike": {"s3:prefix": ["media/*", "media"]}}}]}""");

        assertThat(listing("media/user_image/")).isEqualTo(Verdict.ALLOWED);
        assertThat(listing("secrets/")).isEqualTo(Verdict.SILENT);
        assertThat(iam.policies().allow(ROLE, "s3:ListBucket", BUCKET)).isFalse();
    }

    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists */
    @Test
    void aConditionIfExistsBindsOnlyWhereTheKeyIs() {
        put("tag", """
                {"Statement": [{"Effect": "Allow", "Action": "rds:AddTagsToResource", "Resource": "*",
                                "Condition": {"StringLikeIfExists": {"aws:ResourceTag/owner": "prod/*"}}}]}""");

        assertThat(tagging(Map.of())).isEqualTo(Verdict.ALLOWED);
        assertThat(tagging(Map.of("aws:ResourceTag/owner", Set.of("prod/a")))).isEqualTo(Verdict.ALLOWED);
        assertThat(tagging(Map.of("aws:ResourceTag/owner", Set.of("staging/a"))))
                .isEqualTo(Verdict.SILENT);
    }

    /** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html */
    @Test
    void oneOfSeveralValuesIsEnoughForAny() {
        put("all", allow("rds:AddTagsToResource", "*"));
        put("never", """
                {"Statement": [{"Effect": "Deny", "Action": "rds:AddTagsToResource", "Resource": "*",
                                "Condition": {"ForAnyValue:StringEquals": {"aws:TagKeys": "allow"}}}]}""");

        assertThat(tagging(Map.of("aws:TagKeys", Set.of("owner", "allow")))).isEqualTo(Verdict.DENIED);
        assertThat(tagging(Map.of("aws:TagKeys", Set.of("owner")))).isEqualTo(Verdict.ALLOWED);
        assertThat(tagging(Map.of())).isEqualTo(Verdict.ALLOWED);
    }

    @Test
    void aConditionThatCannotBeJudgedIsNotTaken() {
        assertThatThrownBy(() -> put("dated", """
                        {"Statement": [{"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*",
                                        "Condition": {"DateLessThan": {"aws:CurrentTime": "2030-01-01T00:00:00Z"}}}]}"""))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("DateLessThan");
    }

    @Test
    void aMemberThatIsNotServedIsRefused() {
        assertThatThrownBy(() -> iam.createRole(role -> role.roleName("bound")
                        .assumeRolePolicyDocument(TRUST)
                        .permissionsBoundary("arn:aws:iam::aws:policy/ReadOnlyAccess")))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("PermissionsBoundary");
    }

    private Verdict listing(String prefix) {
        var access = Access.of(Principal.service("any"), "s3:ListBucket", BUCKET, Map.of("s3:prefix", prefix));
        return iam.policies().verdict(ROLE, access);
    }

    private Verdict tagging(Map<String, Set<String>> context) {
        var access = new Access(Principal.service("any"), "rds:AddTagsToResource", BUCKET, context);
        return iam.policies().verdict(ROLE, access);
    }

    private void put(String name, String document) {
        iam.putRolePolicy(put -> put.roleName(ROLE).policyName(name).policyDocument(document));
    }

    private void refused(String document, String text) {
        assertThatThrownBy(() -> put("bad", document))
                .isInstanceOf(MalformedPolicyDocumentException.class)
                .hasMessageContaining(text);
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static String allow(String action, String resource) {
        return """
                {"Version": "2012-10-17",
                 "Statement": [{"Effect": "Allow", "Action": "%s", "Resource": ["%s"]}]}""".formatted(action, resource);
    }
}
