package dev.replatform.sandbox.aws.authorization;

import dev.replatform.sandbox.aws.Account;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.databasemigration.model.Filter;
import software.amazon.awssdk.services.databasemigration.model.Tag;

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsdatabasemigrationservice.html */
final class DmsQuestions implements ServiceQuestions {
    /** Looked at in the caller's name, by https://docs.aws.amazon.com/dms/latest/userguide/security-iam.html#CHAP_Security.IAMPermissions */
    private static final List<String> NETWORK = List.of(
            "ec2:DescribeAvailabilityZones",
            "ec2:DescribeInternetGateways",
            "ec2:DescribeSecurityGroups",
            "ec2:DescribeSubnets",
            "ec2:DescribeVpcs");

    @Override
    public void ask(String operation, SdkRequest request, Questions questions) {
        var action = "dms:" + operation;
        switch (operation) {
            case "CreateReplicationInstance" -> {
                make(action, "rep", request, questions);
                NETWORK.forEach(look -> questions.anywhere(look).ask());
                questions
                        .about("iam:PassRole", "arn:aws:iam::" + Account.SANDBOX.id() + ":role/dms-vpc-role")
                        .with("iam:PassedToService", "dms.amazonaws.com")
                        .ask();
            }
            case "CreateReplicationSubnetGroup" -> {
                make(action, "subgrp", request, questions);
                NETWORK.forEach(look -> questions.anywhere(look).ask());
            }
            case "CreateEndpoint" -> make(action, "endpoint", request, questions);
            case "CreateReplicationTask" -> {
                var tags = tags(request);
                Stream.of("SourceEndpointArn", "TargetEndpointArn", "ReplicationInstanceArn")
                        .forEach(used -> questions
                                .about(action, Field.of(request, used))
                                .tagging(tags)
                                .ask());
                tag("task", tags, questions);
            }
            case "ModifyReplicationInstance", "DeleteReplicationInstance" ->
                questions
                        .about(action, Field.of(request, "ReplicationInstanceArn"))
                        .ask();
            case "DeleteReplicationSubnetGroup" ->
                questions
                        .about(
                                action,
                                Account.SANDBOX.arn(
                                        "dms", "subgrp:" + Field.of(request, "ReplicationSubnetGroupIdentifier")))
                        .ask();
            case "ModifyEndpoint", "DeleteEndpoint" ->
                questions.about(action, Field.of(request, "EndpointArn")).ask();
            case "TestConnection", "DeleteConnection" -> {
                questions.about(action, Field.of(request, "EndpointArn")).ask();
                questions
                        .about(action, Field.of(request, "ReplicationInstanceArn"))
                        .ask();
            }
            case "StartReplicationTaskAssessmentRun" -> {
                questions.about(action, Field.of(request, "ReplicationTaskArn")).ask();
                questions
                        .about("iam:PassRole", Field.of(request, "ServiceAccessRoleArn"))
                        .with("iam:PassedToService", "dms.amazonaws.com")
                        .ask();
            }
            case "DescribeReplicationTaskAssessmentRuns", "DescribeReplicationTaskIndividualAssessments" ->
                questions.about(action, filteredTask(request)).ask();
            case "ModifyReplicationTask",
                    "StartReplicationTask",
                    "StopReplicationTask",
                    "DeleteReplicationTask",
                    "ReloadTables",
                    "DescribeTableStatistics" ->
                questions.about(action, Field.of(request, "ReplicationTaskArn")).ask();
            case "AddTagsToResource" ->
                questions
                        .about(action, Field.of(request, "ResourceArn"))
                        .tagging(tags(request))
                        .ask();
            case "ListTagsForResource" ->
                questions.about(action, Field.of(request, "ResourceArn")).ask();
            case "DescribeReplicationInstances",
                    "DescribeOrderableReplicationInstances",
                    "DescribeReplicationSubnetGroups",
                    "DescribeEndpoints",
                    "DescribeConnections",
                    "DescribeAccountAttributes",
                    "DescribeReplicationTasks" -> questions.anywhere(action).ask();
            default -> throw Field.unknown(action);
        }
    }

    /** What is made has no resource in the reference; its ARN ends with letters that DMS draws. */
    private static void make(String action, String type, SdkRequest request, Questions questions) {
        var tags = tags(request);
        questions.anywhere(action).tagging(tags).ask();
        tag(type, tags, questions);
    }

    /** Not in the reference: asked all the same, as RDS and SSM do for tags that come with what is made. */
    private static void tag(String type, Map<String, String> tags, Questions questions) {
        questions
                .about("dms:AddTagsToResource", Account.SANDBOX.arn("dms", type + ":NEW"))
                .tagging(tags)
                .ask();
    }

    @SuppressWarnings("unchecked") // every request of DMS that has filters has a list of them
    private static String filteredTask(SdkRequest request) {
        Optional<List<Filter>> filters =
                request.getValueForField("Filters", List.class).map(it -> (List<Filter>) it);
        return filters.orElse(List.of()).stream()
                .filter(filter -> filter.name().equals("replication-task-arn"))
                .flatMap(filter -> filter.values().stream())
                .findFirst()
                .orElse(Account.SANDBOX.arn("dms", "task:*"));
    }

    @SuppressWarnings("unchecked") // every request of DMS that has tags has a list of them
    private static Map<String, String> tags(SdkRequest request) {
        Optional<List<Tag>> tags = request.getValueForField("Tags", List.class).map(it -> (List<Tag>) it);
        return tags.orElse(List.of()).stream().collect(Collectors.toMap(Tag::key, Tag::value));
    }
}
