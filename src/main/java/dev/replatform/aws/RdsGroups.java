package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.DbParameterGroupAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbParameterGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.Subnet;
import software.amazon.awssdk.services.rds.model.Tag;

/** DB subnet groups and DB parameter groups. */
public final class RdsGroups {
    /** ModifyDBParameterGroup takes no more at once. */
    private static final int PARAMETERS_PER_CALL = 20;

    private final RdsClient rds;

    RdsGroups(RdsClient rds) {
        this.rds = rds;
    }

    /** A DB subnet group. */
    public record SubnetGroup(String name, String arn, Set<String> subnetIds, Map<String, String> tags) {}

    /**
     * A DB parameter group.
     *
     * @param values what was set in it, by name
     */
    public record ParameterGroup(
            String name, String arn, String family, Map<String, String> values, Map<String, String> tags) {}

    /** @return the subnet group, with its tags */
    public Seen<SubnetGroup> subnetGroup(String name) {
        return AwsCalls.see(
                "DescribeDBSubnetGroups",
                () -> {
                    var group = rds.describeDBSubnetGroups(request -> request.dbSubnetGroupName(name))
                            .dbSubnetGroups()
                            .get(0);
                    return new SubnetGroup(
                            group.dbSubnetGroupName(),
                            group.dbSubnetGroupArn(),
                            group.subnets().stream()
                                    .map(Subnet::subnetIdentifier)
                                    .collect(Collectors.toSet()),
                            tagsOf(group.dbSubnetGroupArn()));
                },
                DbSubnetGroupNotFoundException.class);
    }

    public void createSubnetGroup(String name, String description, List<String> subnetIds, Map<String, String> tags) {
        AwsCalls.actUnless(
                DbSubnetGroupAlreadyExistsException.class,
                "CreateDBSubnetGroup",
                () -> rds.createDBSubnetGroup(request -> request.dbSubnetGroupName(name)
                        .dbSubnetGroupDescription(description)
                        .subnetIds(subnetIds)
                        .tags(tags(tags))));
    }

    /** @return the parameter group, with what was set in it and its tags */
    public Seen<ParameterGroup> parameterGroup(String name) {
        return AwsCalls.see(
                "DescribeDBParameterGroups",
                () -> {
                    var group = rds.describeDBParameterGroups(request -> request.dbParameterGroupName(name))
                            .dbParameterGroups()
                            .get(0);
                    var values = rds
                            .describeDBParametersPaginator(request ->
                                    request.dbParameterGroupName(name).source("user"))
                            .parameters()
                            .stream()
                            .filter(parameter -> parameter.parameterValue() != null)
                            .collect(Collectors.toMap(Parameter::parameterName, Parameter::parameterValue));
                    return new ParameterGroup(
                            name,
                            group.dbParameterGroupArn(),
                            group.dbParameterGroupFamily(),
                            values,
                            tagsOf(group.dbParameterGroupArn()));
                },
                DbParameterGroupNotFoundException.class);
    }

    public void createParameterGroup(String name, String family, String description, Map<String, String> tags) {
        AwsCalls.actUnless(
                DbParameterGroupAlreadyExistsException.class,
                "CreateDBParameterGroup",
                () -> rds.createDBParameterGroup(request -> request.dbParameterGroupName(name)
                        .dbParameterGroupFamily(family)
                        .description(description)
                        .tags(tags(tags))));
    }

    /** Sets values; they hold at once where the parameter is dynamic, after a reboot where it is static. */
    public void setParameters(String group, Map<String, String> values) {
        var parameters = new ArrayList<Parameter>();
        values.forEach((name, value) -> parameters.add(Parameter.builder()
                .parameterName(name)
                .parameterValue(value)
                .applyMethod(ApplyMethod.PENDING_REBOOT)
                .build()));
        for (int from = 0; from < parameters.size(); from += PARAMETERS_PER_CALL) {
            var part = parameters.subList(from, Math.min(parameters.size(), from + PARAMETERS_PER_CALL));
            AwsCalls.act(
                    "ModifyDBParameterGroup",
                    () -> rds.modifyDBParameterGroup(
                            request -> request.dbParameterGroupName(group).parameters(part)));
        }
    }

    static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private Map<String, String> tagsOf(String arn) {
        return rds.listTagsForResource(request -> request.resourceName(arn)).tagList().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }
}
