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

    /** A DB parameter group. */
    public record ParameterGroup(String name, String arn, Map<String, String> tags) {}

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

    /** Changes which subnets an instance may stand in. */
    public void modifySubnetGroup(String name, List<String> subnetIds) {
        AwsCalls.act(
                "ModifyDBSubnetGroup",
                () -> rds.modifyDBSubnetGroup(
                        request -> request.dbSubnetGroupName(name).subnetIds(subnetIds)));
    }

    public void deleteSubnetGroup(String name) {
        AwsCalls.actUnless(
                DbSubnetGroupNotFoundException.class,
                "DeleteDBSubnetGroup",
                () -> rds.deleteDBSubnetGroup(request -> request.dbSubnetGroupName(name)));
    }

    /** @return every parameter group whose name begins so, with its tags */
    public Seen<List<ParameterGroup>> parameterGroups(String prefix) {
        return AwsCalls.see(
                "DescribeDBParameterGroups", () -> rds.describeDBParameterGroupsPaginator().dbParameterGroups().stream()
                        .filter(group -> group.dbParameterGroupName().startsWith(prefix))
                        .map(group -> new ParameterGroup(
                                group.dbParameterGroupName(),
                                group.dbParameterGroupArn(),
                                tagsOf(group.dbParameterGroupArn())))
                        .toList());
    }

    /** @return what was set in a parameter group, by name; without what RDS sets by itself */
    public Seen<Map<String, String>> parameters(String group) {
        return AwsCalls.see(
                "DescribeDBParameters",
                () -> rds
                        .describeDBParametersPaginator(
                                request -> request.dbParameterGroupName(group).source("user"))
                        .parameters()
                        .stream()
                        .filter(parameter -> parameter.parameterValue() != null)
                        .collect(Collectors.toMap(Parameter::parameterName, Parameter::parameterValue)),
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

    public void deleteParameterGroup(String name) {
        AwsCalls.actUnless(
                DbParameterGroupNotFoundException.class,
                "DeleteDBParameterGroup",
                () -> rds.deleteDBParameterGroup(request -> request.dbParameterGroupName(name)));
    }

    /** Sets values in a group that no instance uses yet: all are in force when one starts with it. */
    public void setParameters(String group, Map<String, String> values) {
        setParameters(group, values, Set.of());
    }

    /**
     * Sets values in a group that an instance uses: dynamic parameters are in force at once, static ones after a reboot. See
     * <a href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html">User guide</a>.
     *
     * @param reset parameters that get RDS's default back
     */
    public void changeParameters(String group, Map<String, String> values, Set<String> reset) {
        var dynamic = dynamicParameters(group);
        setParameters(group, values, dynamic);
        inParts(reset.stream().map(name -> parameter(name, dynamic).build()).toList())
                .forEach(part -> AwsCalls.act(
                        "ResetDBParameterGroup",
                        () -> rds.resetDBParameterGroup(request -> request.dbParameterGroupName(group)
                                .resetAllParameters(false)
                                .parameters(part))));
    }

    private void setParameters(String group, Map<String, String> values, Set<String> dynamic) {
        inParts(values.entrySet().stream()
                        .map(entry -> parameter(entry.getKey(), dynamic)
                                .parameterValue(entry.getValue())
                                .build())
                        .toList())
                .forEach(part -> AwsCalls.act(
                        "ModifyDBParameterGroup",
                        () -> rds.modifyDBParameterGroup(
                                request -> request.dbParameterGroupName(group).parameters(part))));
    }

    private Set<String> dynamicParameters(String group) {
        return AwsCalls.act(
                "DescribeDBParameters",
                () ->
                        rds
                                .describeDBParametersPaginator(request -> request.dbParameterGroupName(group))
                                .parameters()
                                .stream()
                                .filter(parameter -> "dynamic".equals(parameter.applyType()))
                                .map(Parameter::parameterName)
                                .collect(Collectors.toSet()));
    }

    private static Parameter.Builder parameter(String name, Set<String> dynamic) {
        return Parameter.builder()
                .parameterName(name)
                .applyMethod(dynamic.contains(name) ? ApplyMethod.IMMEDIATE : ApplyMethod.PENDING_REBOOT);
    }

    private static List<List<Parameter>> inParts(List<Parameter> parameters) {
        var parts = new ArrayList<List<Parameter>>();
        for (int from = 0; from < parameters.size(); from += PARAMETERS_PER_CALL) {
            parts.add(parameters.subList(from, Math.min(parameters.size(), from + PARAMETERS_PER_CALL)));
        }
        return parts;
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
