package dev.replatform.install.iam;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The actions that some statement allows without a look at a tag, and why no tag can be asked for. */
final class Unconditioned {
    private static final String READS = "it reads: whose a resource is shows only when it has been read";
    private static final String BUCKET =
            "a bucket's tags are condition keys only where [ABAC](https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html) is switched on for it, after which `PutBucketTagging` is refused; limited to buckets named like `@BUCKETS@`";
    private static final String NO_TAGS = "an origin access control cannot be tagged";

    /** Why, for those that the reference alone does not explain. */
    private static final Map<String, String> REASONS = reasons();

    private Unconditioned() {}

    /** @return why by action, in alphabetical order */
    static Map<String, String> byAction(List<Policy> policies) {
        var found = new TreeMap<String, String>();
        policies.stream()
                .flatMap(policy -> policy.statements().stream())
                .filter(statement -> statement.allows() && !looksAtTags(statement))
                .flatMap(statement -> statement.actions().stream())
                .forEach(action -> found.put(action, reason(action)));
        return found;
    }

    /** @return reasons that are given for actions that need none */
    static Set<String> superfluous(List<Policy> policies) {
        var superfluous = new TreeSet<>(REASONS.keySet());
        superfluous.removeAll(byAction(policies).keySet());
        return superfluous;
    }

    private static String reason(String action) {
        if (REASONS.containsKey(action)) {
            return REASONS.get(action);
        }
        if (ServiceAuthorization.hasResources(action) || action.matches(".*:(Create|Put|Add|Tag).*Tag.*")) {
            throw new IllegalArgumentException("say why " + action + " is allowed without a look at a tag");
        }
        return "AWS knows no resource for it";
    }

    private static boolean looksAtTags(Statement statement) {
        return statement.conditions().values().stream()
                .flatMap(keys -> keys.keySet().stream())
                .anyMatch(key -> key.contains("Tag/"));
    }

    private static Map<String, String> reasons() {
        var reasons = new TreeMap<String, String>();
        List.of(
                        "rds:DescribeDBInstances",
                        "rds:DescribeDBSnapshots",
                        "rds:DescribeDBSubnetGroups",
                        "rds:DescribeDBParameterGroups",
                        "rds:DescribeDBParameters",
                        "rds:ListTagsForResource",
                        "cloudfront:GetDistribution",
                        "cloudfront:GetDistributionConfig",
                        "cloudfront:ListTagsForResource",
                        "dms:ListTagsForResource",
                        "ec2:DescribeVpcAttribute",
                        "iam:GetRole",
                        "iam:GetRolePolicy")
                .forEach(action -> reasons.put(action, READS));
        List.of("ssm:GetParametersByPath", "ssm:ListTagsForResource")
                .forEach(action -> reasons.put(action, READS + "; limited to the path `/@PARAMETERS@`"));
        List.of("cloudfront:GetOriginAccessControl", "cloudfront:UpdateOriginAccessControl")
                .forEach(action -> reasons.put(action, NO_TAGS));
        reasons.put(
                "cloudfront:DeleteOriginAccessControl", NO_TAGS + "; CloudFront refuses while a distribution uses it");
        reasons.put(
                "rds:CreateDBInstance",
                "for the option group: RDS's default ones belong to nobody; the instance and the other groups are tied by tags");
        reasons.put(
                "rds:ModifyDBInstance",
                "for the option group: RDS's default ones belong to nobody; the instance is tied by its tag");
        reasons.put(
                "rds:CreateDBSnapshot", "for the snapshot, which does not exist yet; the instance is tied by its tag");
        reasons.put(
                "rds:AddTagsToResource",
                "for the last snapshot, which takes over the tags of its instance; only tags that no request names, where RDS says so");
        reasons.put("ssm:SendCommand", "for the document, which is AWS's; the instance is tied by its tag");
        reasons.put("iam:CreateServiceLinkedRole", "one role for one service, by name");
        reasons.put(
                "iam:PassRole",
                "for one service, by name: `dms-vpc-role` serves the whole account, `dms-assessment-*` write what DMS's assessments find; AWS does not vouch for a condition on a passed role's tags");
        Policies.all().stream()
                .flatMap(Policy::allowedActions)
                .filter(action -> action.startsWith("s3:"))
                .forEach(action -> reasons.put(action, BUCKET));
        return reasons;
    }
}
