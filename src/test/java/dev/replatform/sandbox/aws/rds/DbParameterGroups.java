package dev.replatform.sandbox.aws.rds;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.rds.ParameterCatalogue.Known;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.CreateDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.DBParameterGroup;
import software.amazon.awssdk.services.rds.model.DescribeDbParametersRequest;
import software.amazon.awssdk.services.rds.model.ModifyDbParameterGroupRequest;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.ResetDbParameterGroupRequest;

/**
 * DB parameter groups: what instances are told to run with. <a
 * href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_WorkingWithParamGroups.html">User guide</a>.
 */
final class DbParameterGroups {
    private static final String DEFAULT_PREFIX = "default.";
    private static final Set<String> SET_BY_RDS = Set.of("rds.force_ssl", "rds.logical_replication");

    private final Map<String, Group> groups = new ConcurrentSkipListMap<>();
    private final ParameterCatalogue catalogue;
    private final RdsTags tags;

    /** A value that a user gave, and when it is to take effect. */
    record Setting(String value, ApplyMethod method) {}

    private record Group(DBParameterGroup description, Map<String, Setting> settings) {}

    DbParameterGroups(ParameterCatalogue catalogue, RdsTags tags) {
        this.catalogue = catalogue;
        this.tags = tags;
    }

    synchronized DBParameterGroup create(CreateDbParameterGroupRequest request) {
        var name = request.dbParameterGroupName().toLowerCase(Locale.ROOT);
        if (!name.matches("[a-z](?:-?[a-z0-9]){0,254}")) {
            throw RdsFaults.invalidValue(
                    "The parameter DBParameterGroupName is not a valid identifier. Identifiers must begin with a letter;"
                            + " must contain only ASCII letters, digits, and hyphens; and must not end with a hyphen or"
                            + " contain two consecutive hyphens.");
        }
        if (!EngineVersions.offersFamily(request.dbParameterGroupFamily())) {
            throw RdsFaults.invalidValue("ParameterGroupFamily " + request.dbParameterGroupFamily()
                    + " is not a valid parameter group family");
        }
        if (groups.containsKey(name)) {
            throw RdsFaults.parameterGroupExists(name);
        }
        var group = describe(name, request.dbParameterGroupFamily(), request.description());
        groups.put(name, new Group(group, new TreeMap<>()));
        tags.create(group.dbParameterGroupArn(), request.tags());
        return group;
    }

    synchronized void modify(ModifyDbParameterGroupRequest request) {
        if (request.parameters().isEmpty() || request.parameters().size() > 20) {
            throw RdsFaults.invalidValue("The number of parameters in a request must be between 1 and 20.");
        }
        var group = modifiable(request.dbParameterGroupName());
        request.parameters().forEach(this::check);
        request.parameters().forEach(p -> group.settings()
                .put(p.parameterName(), new Setting(p.parameterValue(), p.applyMethod())));
    }

    synchronized void reset(ResetDbParameterGroupRequest request) {
        var group = modifiable(request.dbParameterGroupName());
        if (Boolean.TRUE.equals(request.resetAllParameters())) {
            group.settings().clear();
        }
        request.parameters().forEach(p -> group.settings().remove(p.parameterName()));
    }

    /** Deletes a group; {@link DbInstances} says before whether an instance uses it. */
    synchronized void delete(String name) {
        var group = modifiable(name);
        groups.remove(group.description().dbParameterGroupName());
        tags.remove(group.description().dbParameterGroupArn());
    }

    DBParameterGroup one(String name) {
        return group(name).description();
    }

    List<DBParameterGroup> all() {
        return groups.values().stream().map(Group::description).toList();
    }

    /** The parameters that {@code DescribeDBParameters} shows, in the order of their names. */
    synchronized List<Parameter> parameters(DescribeDbParametersRequest request) {
        var settings = group(request.dbParameterGroupName()).settings();
        var shown = "user".equals(request.source())
                ? settings.keySet().stream().flatMap(name -> catalogue.find(name).stream())
                : catalogue.all().stream();
        return shown.map(parameter -> describe(parameter, settings.get(parameter.name())))
                .filter(parameter ->
                        request.source() == null || request.source().equals(parameter.source()))
                .toList();
    }

    /** What the group says, by parameter name. */
    synchronized Map<String, Setting> settings(String name) {
        return Map.copyOf(group(name).settings());
    }

    /** Whether a change of it can take effect without a reboot. */
    boolean isDynamic(String parameter) {
        return catalogue.find(parameter).map(Known::dynamic).orElse(false);
    }

    private void check(Parameter asked) {
        var known = catalogue.modifiable(asked.parameterName());
        if (asked.applyMethod() == ApplyMethod.IMMEDIATE && !known.dynamic()) {
            throw RdsFaults.invalidCombination("cannot use immediate apply method for static parameter");
        }
        if (asked.parameterValue() == null || !known.allows(asked.parameterValue())) {
            throw RdsFaults.invalidValue("Invalid parameter value: " + asked.parameterValue() + " for: " + known.name()
                    + " allowed values are: " + known.allowedValues());
        }
    }

    private Group modifiable(String name) {
        if (name.startsWith(DEFAULT_PREFIX)) {
            throw RdsFaults.parameterGroupState(
                    "The default parameter group " + name + " cannot be modified or deleted");
        }
        return group(name);
    }

    private Group group(String name) {
        var group = groups.get(name.toLowerCase(Locale.ROOT));
        if (group != null) {
            return group;
        }
        var family = name.startsWith(DEFAULT_PREFIX) ? name.substring(DEFAULT_PREFIX.length()) : "";
        if (!EngineVersions.offersFamily(family)) {
            throw RdsFaults.parameterGroupNotFound(name);
        }
        return new Group(describe(name, family, "Default parameter group for " + family), Map.of());
    }

    private static DBParameterGroup describe(String name, String family, String description) {
        return DBParameterGroup.builder()
                .dbParameterGroupName(name)
                .dbParameterGroupFamily(family)
                .description(description)
                .dbParameterGroupArn(Account.SANDBOX.arn("rds", "pg:" + name))
                .build();
    }

    /** What nobody has set shows no value, unless RDS sets it for every instance: the engine's own default is the engine's. */
    private static Parameter describe(Known parameter, Setting setting) {
        var described = parameter.describe().toBuilder();
        if (setting != null) {
            return described
                    .parameterValue(setting.value())
                    .source("user")
                    .applyMethod(setting.method())
                    .build();
        }
        boolean setByRds = SET_BY_RDS.contains(parameter.name());
        return described
                .parameterValue(setByRds ? parameter.defaultValue() : null)
                .source(setByRds ? "system" : "engine-default")
                .applyMethod(ApplyMethod.PENDING_REBOOT)
                .build();
    }
}
