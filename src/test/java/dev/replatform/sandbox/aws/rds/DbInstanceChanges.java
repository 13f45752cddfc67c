package dev.replatform.sandbox.aws.rds;

import dev.replatform.sandbox.aws.Later;
import dev.replatform.sandbox.aws.rds.EngineVersions.Version;
import java.time.Duration;
import java.util.TreeSet;
import software.amazon.awssdk.services.rds.model.CloudwatchLogsExportConfiguration;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.PendingCloudwatchLogsExports;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/**
 * {@code ModifyDBInstance}: what takes effect at once, what waits for the maintenance window or for
 * {@code ApplyImmediately}. <a
 * href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html">User guide</a>.
 */
final class DbInstanceChanges {
    private static final double LEAST_GROWTH = 1.1;

    private final DbInstances instances;
    private final DbParameterGroups parameterGroups;
    private final Later later;

    DbInstanceChanges(DbInstances instances, DbParameterGroups parameterGroups, Later later) {
        this.instances = instances;
        this.parameterGroups = parameterGroups;
        this.later = later;
    }

    DBInstance modify(ModifyDbInstanceRequest request) {
        var instance = instances.available(request.dbInstanceIdentifier());
        check(request, instance);
        applyAtOnce(request, instance);
        if (request.dbParameterGroupName() != null) {
            useGroup(request, instance);
        }
        if (request.dbPortNumber() != null) {
            move(request.dbPortNumber(), instance);
        }
        if (request.cloudwatchLogsExportConfiguration() != null) {
            exportLogs(request.cloudwatchLogsExportConfiguration(), instance);
        }
        if (request.masterUserPassword() != null) {
            resetPassword(request.masterUserPassword(), instance);
        }
        instance.pending(waiting -> waits(request, waiting, instance.description()));
        if (Boolean.TRUE.equals(request.applyImmediately())) {
            // All that waits is applied, not only what this request asks for.
            later.after(Duration.ofSeconds(30), () -> flush(instance));
        }
        return instances.shown(instance);
    }

    private void check(ModifyDbInstanceRequest request, DbInstance instance) {
        var now = instance.description();
        if (request.masterUserPassword() != null) {
            DbInstanceRules.checkPassword(request.masterUserPassword());
        }
        if (request.allocatedStorage() != null && request.allocatedStorage() < now.allocatedStorage()) {
            throw RdsFaults.invalidCombination("Invalid storage size for the modification: storage can't be reduced");
        }
        if (request.dbInstanceClass() != null && !EngineVersions.offersClass(request.dbInstanceClass())) {
            throw RdsFaults.invalidCombination("RDS does not support modifying a DB instance with the following"
                    + " combination: DBInstanceClass=" + request.dbInstanceClass() + ", Engine=postgres");
        }
        if (request.maxAllocatedStorage() != null) {
            checkLimit(request, now);
        }
        if (request.dbPortNumber() != null && (request.dbPortNumber() < 1150 || request.dbPortNumber() > 65535)) {
            throw RdsFaults.invalidValue("Invalid port. Valid range is 1150-65535.");
        }
        var version = Version.parse(now.engineVersion());
        if (request.engineVersion() != null) {
            version = checkUpgrade(request, version);
        }
        if (request.dbParameterGroupName() != null
                || version.major() != Version.parse(now.engineVersion()).major()) {
            checkFamily(request, instance, version);
        }
    }

    /** The size that the disk has already turns growth off. */
    private static void checkLimit(ModifyDbInstanceRequest request, DBInstance now) {
        var size = request.allocatedStorage() == null ? now.allocatedStorage() : request.allocatedStorage();
        if (!request.maxAllocatedStorage().equals(size) && request.maxAllocatedStorage() < size * LEAST_GROWTH) {
            throw RdsFaults.invalidCombination(
                    "Invalid max storage size for engine name postgres and storage type gp3: "
                            + request.maxAllocatedStorage());
        }
    }

    private void checkFamily(ModifyDbInstanceRequest request, DbInstance instance, Version version) {
        var group = parameterGroups.one(
                request.dbParameterGroupName() == null ? instance.parameterGroup() : request.dbParameterGroupName());
        var isDefault = group.dbParameterGroupName().startsWith("default.");
        if (!isDefault && !group.dbParameterGroupFamily().equals(version.family())) {
            throw RdsFaults.invalidCombination("The parameter group " + group.dbParameterGroupName()
                    + " with DBParameterGroupFamily " + group.dbParameterGroupFamily()
                    + " can't be used for this instance. Please use a parameter group with DBParameterGroupFamily "
                    + version.family());
        }
    }

    private static Version checkUpgrade(ModifyDbInstanceRequest request, Version now) {
        var target = EngineVersions.chosen(request.engineVersion())
                .orElseThrow(() -> RdsFaults.invalidCombination(
                        "Cannot find version " + request.engineVersion() + " for postgres"));
        if (target.compareTo(now) < 0) {
            throw RdsFaults.invalidCombination("Cannot upgrade postgres from " + now + " to " + target);
        }
        if (target.major() != now.major() && !Boolean.TRUE.equals(request.allowMajorVersionUpgrade())) {
            throw RdsFaults.invalidCombination(
                    "The AllowMajorVersionUpgrade flag must be present when upgrading to a new" + " major version.");
        }
        return target;
    }

    private void useGroup(ModifyDbInstanceRequest request, DbInstance instance) {
        var group = parameterGroups.one(request.dbParameterGroupName()).dbParameterGroupName();
        if (request.engineVersion() != null && Boolean.TRUE.equals(request.allowMajorVersionUpgrade())) {
            instance.groupOfUpgrade(group);
        } else {
            instance.use(group);
        }
    }

    /** Whatever {@code ApplyImmediately} says. */
    private void move(int port, DbInstance instance) {
        if (port == instance.description().endpoint().port()) {
            return;
        }
        instance.pending(waiting -> waiting.port(port));
        later.after(Duration.ofSeconds(30), () -> {
            instance.status("modifying");
            instances.move(instance, port);
            instance.pending(waiting -> waiting.port(null));
            later.after(Duration.ofMinutes(1), () -> instance.status("available"));
        });
    }

    /** Whatever {@code ApplyImmediately} says. */
    private void exportLogs(CloudwatchLogsExportConfiguration asked, DbInstance instance) {
        instance.pending(waiting -> waiting.pendingCloudwatchLogsExports(
                logs -> logs.logTypesToEnable(asked.enableLogTypes()).logTypesToDisable(asked.disableLogTypes())));
        later.after(Duration.ofSeconds(30), () -> {
            var types = new TreeSet<>(instance.description().enabledCloudwatchLogsExports());
            types.addAll(asked.enableLogTypes());
            types.removeAll(asked.disableLogTypes());
            instance.change(builder -> builder.enabledCloudwatchLogsExports(types.isEmpty() ? null : types));
            instance.pending(waiting -> waiting.pendingCloudwatchLogsExports((PendingCloudwatchLogsExports) null));
        });
    }

    private static void applyAtOnce(ModifyDbInstanceRequest request, DbInstance instance) {
        instance.change(builder -> {
            if (request.hasVpcSecurityGroupIds()) {
                builder.vpcSecurityGroups(request.vpcSecurityGroupIds().stream()
                        .map(DbInstances::membership)
                        .toList());
            }
            if (request.deletionProtection() != null) {
                builder.deletionProtection(request.deletionProtection());
            }
            if (request.publiclyAccessible() != null) {
                builder.publiclyAccessible(request.publiclyAccessible());
            }
            if (request.maxAllocatedStorage() != null) {
                var size = request.allocatedStorage() == null
                        ? instance.description().allocatedStorage()
                        : request.allocatedStorage();
                builder.maxAllocatedStorage(
                        request.maxAllocatedStorage().equals(size) ? null : request.maxAllocatedStorage());
            }
            if (request.preferredBackupWindow() != null) {
                builder.preferredBackupWindow(request.preferredBackupWindow());
            }
            if (request.preferredMaintenanceWindow() != null) {
                builder.preferredMaintenanceWindow(request.preferredMaintenanceWindow());
            }
            if (request.copyTagsToSnapshot() != null) {
                builder.copyTagsToSnapshot(request.copyTagsToSnapshot());
            }
            if (request.autoMinorVersionUpgrade() != null) {
                builder.autoMinorVersionUpgrade(request.autoMinorVersionUpgrade());
            }
            return builder;
        });
    }

    /** Effective whatever {@code ApplyImmediately} says, but not in the moment of the call. */
    private void resetPassword(String password, DbInstance instance) {
        instance.pending(waiting -> waiting.masterUserPassword("****"));
        later.after(Duration.ofSeconds(20), () -> {
            instance.status("resetting-master-credentials");
            instance.server().changePassword(password);
            instance.pending(waiting -> waiting.masterUserPassword(null));
            later.after(Duration.ofSeconds(20), () -> instance.status("available"));
        });
    }

    /** What is asked for as it is already waits no longer. */
    private static PendingModifiedValues.Builder waits(
            ModifyDbInstanceRequest request, PendingModifiedValues.Builder waiting, DBInstance now) {
        if (request.dbInstanceClass() != null) {
            waiting.dbInstanceClass(unless(now.dbInstanceClass(), request.dbInstanceClass()));
        }
        if (request.allocatedStorage() != null) {
            waiting.allocatedStorage(unless(now.allocatedStorage(), grown(request.allocatedStorage(), now)));
        }
        if (request.storageType() != null) {
            waiting.storageType(unless(now.storageType(), request.storageType()));
        }
        if (request.multiAZ() != null) {
            waiting.multiAZ(unless(now.multiAZ(), request.multiAZ()));
        }
        if (request.backupRetentionPeriod() != null) {
            waiting.backupRetentionPeriod(unless(now.backupRetentionPeriod(), request.backupRetentionPeriod()));
        }
        if (request.engineVersion() != null) {
            waiting.engineVersion(unless(now.engineVersion(), request.engineVersion()));
        }
        return waiting;
    }

    private static <T> T unless(T now, T asked) {
        return asked.equals(now) ? null : asked;
    }

    /** Values that are not at least a tenth greater are rounded up so that they are. */
    private static int grown(int asked, DBInstance now) {
        return asked == now.allocatedStorage()
                ? asked
                : Math.max(asked, (int) Math.ceil(now.allocatedStorage() * LEAST_GROWTH));
    }

    private void flush(DbInstance instance) {
        var waiting = instance.description().pendingModifiedValues();
        if (waiting == null || waiting.equals(PendingModifiedValues.builder().build())) {
            return;
        }
        instance.status("modifying");
        later.after(Duration.ofMinutes(4), () -> {
            instance.change(builder -> {
                var now = builder.build();
                return builder.dbInstanceClass(newer(waiting.dbInstanceClass(), now.dbInstanceClass()))
                        .allocatedStorage(newer(waiting.allocatedStorage(), now.allocatedStorage()))
                        .storageType(newer(waiting.storageType(), now.storageType()))
                        .multiAZ(newer(waiting.multiAZ(), now.multiAZ()))
                        .backupRetentionPeriod(newer(waiting.backupRetentionPeriod(), now.backupRetentionPeriod()))
                        .engineVersion(newer(waiting.engineVersion(), now.engineVersion()))
                        .pendingModifiedValues(PendingModifiedValues.builder().build());
            });
            finishUpgrade(instance);
            instance.status("available");
        });
    }

    private void finishUpgrade(DbInstance instance) {
        var group = instance.groupOfUpgrade();
        if (group != null) {
            instance.groupOfUpgrade(null);
            instance.upgraded(group, parameterGroups.settings(group));
        }
    }

    private static <T> T newer(T asked, T now) {
        return asked == null ? now : asked;
    }
}
