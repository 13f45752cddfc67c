package dev.replatform.sandbox.aws.authorization;

import dev.replatform.sandbox.aws.Account;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.rds.model.AddTagsToResourceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.Tag;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonrds.html */
final class RdsQuestions implements ServiceQuestions {
    /** Looked at in the caller's name, by https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonRDSFullAccess.html */
    private static final List<String> NETWORK = List.of(
            "ec2:DescribeAccountAttributes",
            "ec2:DescribeAvailabilityZones",
            "ec2:DescribeInternetGateways",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcs");

    private static final String CREATE = "rds:CreateDBInstance";
    private static final String MODIFY = "rds:ModifyDBInstance";
    private static final String TAG = "rds:AddTagsToResource";

    @Override
    public void ask(String operation, SdkRequest request, Questions questions) {
        var action = "rds:" + operation;
        switch (operation) {
            case "CreateDBInstance" -> create((CreateDbInstanceRequest) request, questions);
            case "ModifyDBInstance" -> modify((ModifyDbInstanceRequest) request, questions);
            case "DeleteDBInstance" -> delete((DeleteDbInstanceRequest) request, questions);
            case "RebootDBInstance" ->
                questions
                        .about(action, arn("db", Field.of(request, "DBInstanceIdentifier")))
                        .ask();
            case "DescribeDBInstances" ->
                questions
                        .about(action, arn("db", Field.orAll(request, "DBInstanceIdentifier")))
                        .ask();
            case "DescribeDBSnapshots" ->
                questions
                        .about(action, arn("snapshot", Field.orAll(request, "DBSnapshotIdentifier")))
                        .ask();
            case "CreateDBSubnetGroup" -> {
                var tags = tags(((CreateDbSubnetGroupRequest) request).tags());
                make(action, arn("subgrp", Field.of(request, "DBSubnetGroupName")), tags, questions);
                network(questions);
            }
            case "CreateDBParameterGroup" -> {
                var tags = tags(((CreateDbParameterGroupRequest) request).tags());
                make(action, arn("pg", Field.of(request, "DBParameterGroupName")), tags, questions);
            }
            case "ModifyDBSubnetGroup", "DeleteDBSubnetGroup", "DescribeDBSubnetGroups" ->
                questions
                        .about(action, arn("subgrp", Field.orAll(request, "DBSubnetGroupName")))
                        .ask();
            case "ModifyDBParameterGroup",
                    "ResetDBParameterGroup",
                    "DeleteDBParameterGroup",
                    "DescribeDBParameterGroups",
                    "DescribeDBParameters" ->
                questions
                        .about(action, arn("pg", Field.orAll(request, "DBParameterGroupName")))
                        .ask();
            case "AddTagsToResource" -> {
                var tags = tags(((AddTagsToResourceRequest) request).tags());
                questions
                        .about(action, Field.of(request, "ResourceName"))
                        .tagging(tags)
                        .with("rds:TagsFromRequest", "true")
                        .ask();
            }
            case "ListTagsForResource" ->
                questions.about(action, Field.of(request, "ResourceName")).ask();
            case "DescribeDBEngineVersions", "DescribeOrderableDBInstanceOptions" ->
                questions.anywhere(action).ask();
            default -> throw Field.unknown(action);
        }
    }

    private static void create(CreateDbInstanceRequest create, Questions questions) {
        var tags = tags(create.tags());
        make(CREATE, arn("db", create.dbInstanceIdentifier()), tags, questions);
        // With a network of its own comes the default option group:
        // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/security_iam_id-based-policy-examples-create-and-modify-examples.html
        var major = create.engineVersion().split("\\.", -1)[0];
        Stream.of(
                        arn("og", "default:" + create.engine() + "-" + major),
                        arn("pg", orDefault(create.dbParameterGroupName(), "default." + create.engine() + major)),
                        arn("subgrp", orDefault(create.dbSubnetGroupName(), "default")))
                .forEach(used -> questions.about(CREATE, used).tagging(tags).ask());
        network(questions);
        // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAM.ServiceLinkedRoles.html
        questions
                .about(
                        "iam:CreateServiceLinkedRole",
                        "arn:aws:iam::" + Account.SANDBOX.id()
                                + ":role/aws-service-role/rds.amazonaws.com/AWSServiceRoleForRDS")
                .with("iam:AWSServiceName", "rds.amazonaws.com")
                .ask();
        if (create.kmsKeyId() != null) {
            // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.Keys.html
            Keys.ask(
                    List.of("kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKey"),
                    create.kmsKeyId(),
                    "rds",
                    questions);
        }
    }

    private static void modify(ModifyDbInstanceRequest modify, Questions questions) {
        questions.about(MODIFY, arn("db", modify.dbInstanceIdentifier())).ask();
        if (modify.dbParameterGroupName() != null) {
            questions.about(MODIFY, arn("pg", modify.dbParameterGroupName())).ask();
        }
        if (modify.engineVersion() != null) {
            var major = modify.engineVersion().split("\\.", -1)[0];
            questions.about(MODIFY, arn("og", "default:postgres-" + major)).ask();
        }
    }

    private static void delete(DeleteDbInstanceRequest delete, Questions questions) {
        var instance = arn("db", delete.dbInstanceIdentifier());
        questions.about("rds:DeleteDBInstance", instance).ask();
        if (delete.finalDBSnapshotIdentifier() != null) {
            var snapshot = arn("snapshot", delete.finalDBSnapshotIdentifier());
            questions.about("rds:CreateDBSnapshot", instance).ask();
            questions.about("rds:CreateDBSnapshot", snapshot).ask();
            // The instance's tags are copied to it: from no request.
            questions.about(TAG, snapshot).with("rds:TagsFromRequest", "false").ask();
        }
    }

    private static void make(String action, String arn, Map<String, String> tags, Questions questions) {
        questions.about(action, arn).tagging(tags).ask();
        if (!tags.isEmpty()) {
            // https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/security_iam_id-based-policy-examples-grant-permissions-tags-on-create.html
            questions
                    .about(TAG, arn)
                    .tagging(tags)
                    .with("rds:TagsFromRequest", "true")
                    .ask();
        }
    }

    private static void network(Questions questions) {
        NETWORK.forEach(look -> questions.anywhere(look).ask());
        questions
                .about("ec2:DescribeVpcAttribute", Account.SANDBOX.arn("ec2", "vpc/vpc-0abc1234def567890"))
                .ask();
    }

    private static String orDefault(String name, String otherwise) {
        return name == null ? otherwise : name;
    }

    private static String arn(String type, String name) {
        return Account.SANDBOX.arn("rds", type + ":" + name);
    }

    private static Map<String, String> tags(List<Tag> tags) {
        return tags.stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }
}
