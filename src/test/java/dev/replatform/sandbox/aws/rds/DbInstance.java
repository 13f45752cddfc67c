package dev.replatform.sandbox.aws.rds;

import dev.replatform.sandbox.aws.rds.DbParameterGroups.Setting;
import java.util.HashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroupStatus;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/** One RDS instance: what is told of it, the server behind it, and the parameters that are in force. */
final class DbInstance {
    private final Map<String, String> inForce = new HashMap<>();
    private String groupOfUpgrade;
    private DBInstance description;
    private RdsServer server;

    DbInstance(DBInstance description) {
        this.description = description;
    }

    synchronized DBInstance description() {
        return description;
    }

    synchronized void change(UnaryOperator<DBInstance.Builder> change) {
        description = change.apply(description.toBuilder()).build();
    }

    void status(String status) {
        change(builder -> builder.dbInstanceStatus(status));
    }

    boolean isIn(String status) {
        return description().dbInstanceStatus().equals(status);
    }

    String parameterGroup() {
        return description().dbParameterGroups().get(0).dbParameterGroupName();
    }

    synchronized RdsServer server() {
        return server;
    }

    /** The server runs, with the parameters that its group holds. */
    synchronized void runs(RdsServer started, Map<String, String> parameters) {
        server = started;
        inForce.putAll(parameters);
    }

    /** What waits for its moment beside what waited already. */
    void pending(UnaryOperator<PendingModifiedValues.Builder> change) {
        change(builder -> {
            var now = description.pendingModifiedValues();
            var waiting = now == null ? PendingModifiedValues.builder() : now.toBuilder();
            return builder.pendingModifiedValues(change.apply(waiting).build());
        });
    }

    /** The group that comes with a major version that waits; null where none does. */
    synchronized String groupOfUpgrade() {
        return groupOfUpgrade;
    }

    synchronized void groupOfUpgrade(String group) {
        groupOfUpgrade = group;
    }

    /** The instance is told to use a group: nothing of it is in force before a reboot. */
    void use(String parameterGroup) {
        parameterStatus(parameterGroup, "pending-reboot");
    }

    /** The group was changed: what may change at once does, the rest waits for a reboot. */
    synchronized void follow(Map<String, Setting> settings, DbParameterGroups groups) {
        var target = values(settings);
        var left = new HashMap<>(inForce);
        settings.forEach((name, setting) -> {
            if (groups.isDynamic(name) && setting.method() == ApplyMethod.IMMEDIATE) {
                left.put(name, setting.value());
            }
        });
        left.keySet().removeIf(name -> !target.containsKey(name) && groups.isDynamic(name));
        inForce.clear();
        inForce.putAll(left);
        server.apply(inForce);
        parameterStatus(parameterGroup(), inForce.equals(target) ? "in-sync" : "pending-reboot");
    }

    /** The major version that was upgraded to takes a group of its family, and a restart. */
    synchronized void upgraded(String group, Map<String, Setting> settings) {
        parameterStatus(group, "in-sync");
        restart(settings);
    }

    /** A restart, after which all that the group says is in force. */
    synchronized void restart(Map<String, Setting> settings) {
        inForce.clear();
        inForce.putAll(values(settings));
        server.apply(inForce);
        server.restart();
        parameterStatus(parameterGroup(), "in-sync");
    }

    static Map<String, String> values(Map<String, Setting> settings) {
        var values = new HashMap<String, String>();
        settings.forEach((name, setting) -> values.put(name, setting.value()));
        return values;
    }

    private void parameterStatus(String group, String status) {
        change(builder -> builder.dbParameterGroups(DBParameterGroupStatus.builder()
                .dbParameterGroupName(group)
                .parameterApplyStatus(status)
                .build()));
    }
}
