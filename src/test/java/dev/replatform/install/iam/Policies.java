package dev.replatform.install.iam;

import static dev.replatform.install.iam.Statement.EVERYTHING;
import static dev.replatform.install.iam.Statement.allow;
import static dev.replatform.install.iam.Statement.deny;

import java.util.List;

/**
 * What the operator may do in an account, in four documents. Words between {@code @} are filled in by whoever installs it.
 *
 * <p>Services ask for the right to tag when something is made with tags, before it is there and carries any: that right cannot
 * be told from the right to tag what carries none. Wherever a tag exists, it decides.
 */
final class Policies {
    private static final String OURS = "@CLUSTER@/*";
    private static final String OWNED = "aws:ResourceTag/replatform.dev/owner";
    private static final String TO_BE_OWNED = "aws:RequestTag/replatform.dev/owner";
    private static final String CONSENTING = "aws:ResourceTag/replatform.dev/allow";
    private static final String CONSENT = "replatform.dev/allow";
    private static final String LIKE = "StringLike";
    private static final String LIKE_IF_EXISTS = "StringLikeIfExists";
    private static final String EQUALS = "StringEquals";

    private static final String RDS = "arn:@PARTITION@:rds:@REGION@:@ACCOUNT@:";
    private static final String NEW_DATABASES = RDS + "db:@DATABASES@";
    private static final String DATABASES = RDS + "db:*";
    private static final String SNAPSHOTS = RDS + "snapshot:*";
    private static final String PARAMETER_GROUPS = RDS + "pg:*";
    private static final String SUBNET_GROUPS = RDS + "subgrp:*";

    private static final String PARAMETERS = "arn:@PARTITION@:ssm:@REGION@:@ACCOUNT@:parameter/@PARAMETERS@";
    private static final String ROLES = "arn:@PARTITION@:iam::@ACCOUNT@:role/";
    private static final String KEYS = "arn:@PARTITION@:kms:@REGION@:@ACCOUNT@:key/*";

    private static final String DMS = "arn:@PARTITION@:dms:@REGION@:@ACCOUNT@:";
    private static final String INSTANCES = DMS + "rep:*";
    private static final String ENDPOINTS = DMS + "endpoint:*";
    private static final String TASKS = DMS + "task:*";
    private static final String REPLICATION_SUBNET_GROUPS = DMS + "subgrp:*";

    private static final String BUCKETS = "arn:@PARTITION@:s3:::@BUCKETS@";
    private static final String DISTRIBUTIONS = "arn:@PARTITION@:cloudfront::@ACCOUNT@:distribution/*";
    private static final String ACCESS_CONTROLS = "arn:@PARTITION@:cloudfront::@ACCOUNT@:origin-access-control/*";

    private Policies() {}

    static List<Policy> all() {
        return List.of(base(), images(), migration(), adoption());
    }

    /** Databases and AppConfigs, and what all kinds need: roles and Run Command. */
    private static Policy base() {
        return new Policy(
                "base",
                List.of(
                        allow(
                                        "See",
                                        "rds:DescribeDBInstances",
                                        "rds:DescribeDBSnapshots",
                                        "rds:DescribeDBSubnetGroups",
                                        "rds:DescribeDBParameterGroups",
                                        "rds:DescribeDBParameters",
                                        "rds:ListTagsForResource",
                                        "ec2:DescribeVpcAttribute",
                                        "ssm:GetParametersByPath",
                                        "ssm:ListTagsForResource",
                                        "iam:GetRole",
                                        "iam:GetRolePolicy")
                                .on(DATABASES, SNAPSHOTS, SUBNET_GROUPS, PARAMETER_GROUPS)
                                .on("arn:@PARTITION@:ec2:@REGION@:@ACCOUNT@:vpc/*", PARAMETERS, ROLES + "*"),
                        allow(
                                        "Find",
                                        "rds:DescribeDBEngineVersions",
                                        "rds:DescribeOrderableDBInstanceOptions",
                                        "ec2:DescribeAccountAttributes",
                                        "ec2:DescribeAvailabilityZones",
                                        "ec2:DescribeInstances",
                                        "ec2:DescribeInternetGateways",
                                        "ec2:DescribeSecurityGroups",
                                        "ec2:DescribeSubnets",
                                        "ec2:DescribeVpcs",
                                        "ssm:DescribeParameters",
                                        "ssm:ListCommands",
                                        "ssm:ListCommandInvocations",
                                        "ssm:GetCommandInvocation",
                                        "ssm:DescribeInstanceInformation")
                                .on(EVERYTHING),
                        // Databases
                        allow("MakeDatabases", "rds:CreateDBInstance", "rds:AddTagsToResource")
                                .on(NEW_DATABASES)
                                .where(LIKE, TO_BE_OWNED, OURS)
                                .where(LIKE_IF_EXISTS, OWNED, OURS),
                        allow(
                                        "MakeGroups",
                                        "rds:CreateDBSubnetGroup",
                                        "rds:CreateDBParameterGroup",
                                        "rds:AddTagsToResource")
                                .on(SUBNET_GROUPS, PARAMETER_GROUPS)
                                .where(LIKE, TO_BE_OWNED, OURS)
                                .where(LIKE_IF_EXISTS, OWNED, OURS),
                        allow("MakeInConsentingSubnets", "rds:CreateDBInstance")
                                .on(SUBNET_GROUPS)
                                .where(LIKE, CONSENTING, OURS),
                        allow("DefaultOptions", "rds:CreateDBInstance", "rds:ModifyDBInstance")
                                .on(RDS + "og:default*"),
                        allow(
                                        "ChangeDatabases",
                                        "rds:CreateDBInstance", // in groups that are ours
                                        "rds:ModifyDBInstance",
                                        "rds:RebootDBInstance",
                                        "rds:DeleteDBInstance",
                                        "rds:CreateDBSnapshot",
                                        "rds:ModifyDBSubnetGroup",
                                        "rds:DeleteDBSubnetGroup",
                                        "rds:ModifyDBParameterGroup",
                                        "rds:ResetDBParameterGroup",
                                        "rds:DeleteDBParameterGroup",
                                        "rds:AddTagsToResource")
                                .on(DATABASES, SUBNET_GROUPS, PARAMETER_GROUPS)
                                .where(LIKE, OWNED, OURS)
                                .where(LIKE_IF_EXISTS, TO_BE_OWNED, OURS),
                        allow("LastSnapshot", "rds:CreateDBSnapshot").on(SNAPSHOTS),
                        allow("LastSnapshotTags", "rds:AddTagsToResource")
                                .on(SNAPSHOTS)
                                .where("BoolIfExists", "rds:TagsFromRequest", "false"),
                        allow("FirstDatabaseOfTheAccount", "iam:CreateServiceLinkedRole")
                                .on(ROLES + "aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS")
                                .where(EQUALS, "iam:AWSServiceName", "rds.amazonaws.com"),
                        // AppConfigs
                        allow("MakeParameters", "ssm:PutParameter", "ssm:AddTagsToResource")
                                .on(PARAMETERS)
                                .where(LIKE, TO_BE_OWNED, OURS)
                                .where(LIKE_IF_EXISTS, OWNED, OURS),
                        allow(
                                        "ChangeParameters",
                                        "ssm:PutParameter",
                                        "ssm:DeleteParameters",
                                        "ssm:RemoveTagsFromResource")
                                .on(PARAMETERS)
                                .where(LIKE, OWNED, OURS),
                        // Run Command
                        allow("RunOnConsentingInstances", "ssm:SendCommand")
                                .on("arn:@PARTITION@:ec2:@REGION@:@ACCOUNT@:instance/*")
                                .where(LIKE, "ssm:resourceTag/replatform.dev/allow", OURS),
                        allow("RunShell", "ssm:SendCommand")
                                .on("arn:@PARTITION@:ssm:@REGION@::document/AWS-RunShellScript"),
                        // Roles
                        allow("GrantToConsentingRoles", "iam:PutRolePolicy", "iam:DeleteRolePolicy")
                                .on(ROLES + "*")
                                .where(LIKE, "iam:ResourceTag/replatform.dev/allow", OURS),
                        // Keys that spec.kmsKeyId names
                        allow(
                                        "Encrypt",
                                        "kms:CreateGrant",
                                        "kms:Decrypt",
                                        "kms:DescribeKey",
                                        "kms:Encrypt",
                                        "kms:GenerateDataKey")
                                .on(KEYS)
                                .where(LIKE, CONSENTING, OURS)
                                .where(
                                        EQUALS,
                                        "kms:ViaService",
                                        List.of("rds.@REGION@.amazonaws.com", "ssm.@REGION@.amazonaws.com")),
                        neverConsent("rds:AddTagsToResource", "ssm:AddTagsToResource", "ssm:RemoveTagsFromResource")));
    }

    /** ImageStores. */
    private static Policy images() {
        return new Policy(
                "images",
                List.of(
                        allow("MakeBuckets", "s3:CreateBucket", "s3:TagResource")
                                .on(BUCKETS),
                        allow(
                                        "Buckets",
                                        "s3:ListBucket",
                                        "s3:ListBucketVersions",
                                        "s3:ListBucketMultipartUploads",
                                        "s3:DeleteBucket",
                                        "s3:GetBucketTagging",
                                        "s3:PutBucketTagging",
                                        "s3:GetBucketPublicAccessBlock",
                                        "s3:PutBucketPublicAccessBlock",
                                        "s3:GetBucketOwnershipControls",
                                        "s3:PutBucketOwnershipControls",
                                        "s3:GetBucketVersioning",
                                        "s3:PutBucketVersioning",
                                        "s3:GetBucketPolicy",
                                        "s3:PutBucketPolicy",
                                        "s3:DeleteBucketPolicy",
                                        "s3:GetEncryptionConfiguration",
                                        "s3:PutEncryptionConfiguration",
                                        "s3:GetLifecycleConfiguration",
                                        "s3:PutLifecycleConfiguration")
                                .on(BUCKETS)
                                .where(EQUALS, "s3:ResourceAccount", "@ACCOUNT@"),
                        allow(
                                        "SeeAndRemoveObjects",
                                        "s3:GetObject",
                                        "s3:DeleteObjectVersion",
                                        "s3:AbortMultipartUpload")
                                .on(BUCKETS + "/*")
                                .where(EQUALS, "s3:ResourceAccount", "@ACCOUNT@"),
                        allow("WriteRecords", "s3:PutObject")
                                .on(BUCKETS + "/.replatform/*")
                                .where(EQUALS, "s3:ResourceAccount", "@ACCOUNT@"),
                        allow("DecryptObjects", "kms:Decrypt", "kms:GenerateDataKey")
                                .on(KEYS)
                                .where(LIKE, CONSENTING, OURS)
                                .where(EQUALS, "kms:ViaService", "s3.@REGION@.amazonaws.com"),
                        allow(
                                        "SeeDistributions",
                                        "cloudfront:GetDistribution",
                                        "cloudfront:GetDistributionConfig",
                                        "cloudfront:ListTagsForResource")
                                .on(DISTRIBUTIONS),
                        allow(
                                        "FindDistributions",
                                        "cloudfront:ListDistributions",
                                        "cloudfront:ListOriginAccessControls",
                                        "cloudfront:CreateOriginAccessControl")
                                .on(EVERYTHING),
                        allow(
                                        "AccessControls",
                                        "cloudfront:GetOriginAccessControl",
                                        "cloudfront:UpdateOriginAccessControl",
                                        "cloudfront:DeleteOriginAccessControl")
                                .on(ACCESS_CONTROLS),
                        allow("MakeDistributions", "cloudfront:CreateDistribution")
                                .on(EVERYTHING)
                                .where(LIKE, TO_BE_OWNED, OURS),
                        allow("TagDistributions", "cloudfront:TagResource")
                                .on(DISTRIBUTIONS)
                                .where(LIKE, TO_BE_OWNED, OURS)
                                .where(LIKE_IF_EXISTS, OWNED, OURS),
                        allow(
                                        "ChangeDistributions",
                                        "cloudfront:UpdateDistribution",
                                        "cloudfront:DeleteDistribution",
                                        "cloudfront:UntagResource")
                                .on(DISTRIBUTIONS)
                                .where(LIKE, OWNED, OURS),
                        neverConsent("cloudfront:TagResource", "cloudfront:UntagResource")));
    }

    /** Migrations. */
    private static Policy migration() {
        return new Policy(
                "migration",
                List.of(
                        allow(
                                        "FindReplications",
                                        "dms:DescribeReplicationInstances",
                                        "dms:DescribeOrderableReplicationInstances",
                                        "dms:DescribeReplicationSubnetGroups",
                                        "dms:DescribeEndpoints",
                                        "dms:DescribeConnections",
                                        "dms:DescribeReplicationTasks",
                                        "dms:DescribeAccountAttributes")
                                .on(EVERYTHING),
                        allow("SeeReplications", "dms:ListTagsForResource").on(INSTANCES, ENDPOINTS, TASKS),
                        allow(
                                        "SeeTasks",
                                        "dms:DescribeTableStatistics",
                                        "dms:DescribeReplicationTaskAssessmentRuns",
                                        "dms:DescribeReplicationTaskIndividualAssessments")
                                .on(TASKS)
                                .where(LIKE, OWNED, OURS),
                        allow(
                                        "MakeReplications",
                                        "dms:CreateReplicationInstance",
                                        "dms:CreateReplicationSubnetGroup",
                                        "dms:CreateEndpoint")
                                .on(EVERYTHING)
                                .where(LIKE, TO_BE_OWNED, OURS),
                        allow("TagReplications", "dms:AddTagsToResource")
                                .on(INSTANCES, REPLICATION_SUBNET_GROUPS, ENDPOINTS, TASKS)
                                .where(LIKE, TO_BE_OWNED, OURS)
                                .where(LIKE_IF_EXISTS, OWNED, OURS),
                        allow("MakeTasks", "dms:CreateReplicationTask")
                                .on(INSTANCES, ENDPOINTS)
                                .where(LIKE, TO_BE_OWNED, OURS)
                                .where(LIKE, OWNED, OURS),
                        allow(
                                        "UseConsentingInstances",
                                        "dms:CreateReplicationTask",
                                        "dms:TestConnection",
                                        "dms:DeleteConnection")
                                .on(INSTANCES)
                                .where(LIKE, CONSENTING, OURS),
                        allow(
                                        "ChangeReplications",
                                        "dms:ModifyReplicationInstance",
                                        "dms:DeleteReplicationInstance",
                                        "dms:DeleteReplicationSubnetGroup",
                                        "dms:ModifyEndpoint",
                                        "dms:DeleteEndpoint",
                                        "dms:TestConnection",
                                        "dms:DeleteConnection",
                                        "dms:ReloadTables",
                                        "dms:StartReplicationTaskAssessmentRun",
                                        "dms:ModifyReplicationTask",
                                        "dms:StartReplicationTask",
                                        "dms:StopReplicationTask",
                                        "dms:DeleteReplicationTask")
                                .on(INSTANCES, REPLICATION_SUBNET_GROUPS, ENDPOINTS, TASKS)
                                .where(LIKE, OWNED, OURS),
                        allow("ServiceRole", "iam:PassRole")
                                .on(ROLES + "dms-vpc-role", ROLES + "dms-assessment-*")
                                .where(EQUALS, "iam:PassedToService", "dms.amazonaws.com"),
                        neverConsent("dms:AddTagsToResource")));
    }

    /** Database instances whose names are not among those that may be made. */
    private static Policy adoption() {
        return new Policy(
                "adoption",
                List.of(allow("TakeConsentingDatabases", "rds:AddTagsToResource")
                        .on(DATABASES)
                        .where(LIKE, TO_BE_OWNED, OURS)
                        .where(LIKE, CONSENTING, OURS)
                        .where(LIKE_IF_EXISTS, OWNED, OURS)));
    }

    /** Consent is somebody else's to give. */
    private static Statement neverConsent(String... actions) {
        return deny("NeverConsent", actions).on(EVERYTHING).where("ForAnyValue:StringEquals", "aws:TagKeys", CONSENT);
    }
}
