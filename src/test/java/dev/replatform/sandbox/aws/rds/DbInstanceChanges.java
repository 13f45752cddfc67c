package dev.replatform.sandbox.aws.rds;

import dev.replatform.sandbox.aws.Later;
import dev.replatform.sandbox.aws.rds.EngineVersions.Version;
import java.time.Duration;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.ModifyDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/**
 * {@code ModifyDBInstance}: what takes effect at once, what waits for the maintenance window or for
 * {@code ApplyImmediately}. <a
 * href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.DBInstance.Modifying.html">User guide</a>.
 */
final class DbInstanceChanges {
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
        check(request, instance.description());
        applyAtOnce(request, instance);
        if (request.dbParameterGroupName() != null) {
            instance.use(parameterGroups.one(request.dbParameterGroupName()).dbParameterGroupName());
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

    private static void check(ModifyDbInstanceRequest request, DBInstance now) {
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
        if (request.engineVersion() != null) {
            checkUpgrade(request, Version.parse(now.engineVersion()));
        }
    }

    private static void checkUpgrade(ModifyDbInstanceRequest request, Version now) {
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
                builder.maxAllocatedStorage(request.maxAllocatedStorage());
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

    private static PendingModifiedValues.Builder waits(
            ModifyDbInstanceRequest request, PendingModifiedValues.Builder waiting, DBInstance now) {
        if (request.dbInstanceClass() != null && !request.dbInstanceClass().equals(now.dbInstanceClass())) {
            waiting.dbInstanceClass(request.dbInstanceClass());
        }
        if (request.allocatedStorage() != null && !request.allocatedStorage().equals(now.allocatedStorage())) {
            waiting.allocatedStorage(request.allocatedStorage());
        }
        if (request.storageType() != null && !request.storageType().equals(now.storageType())) {
            waiting.storageType(request.storageType());
        }
        if (request.multiAZ() != null && !request.multiAZ().equals(now.multiAZ())) {
            waiting.multiAZ(request.multiAZ());
        }
        if (request.backupRetentionPeriod() != null
                && !request.backupRetentionPeriod().equals(now.backupRetentionPeriod())) {
            waiting.backupRetentionPeriod(request.backupRetentionPeriod());
        }
        if (request.engineVersion() != null && !request.engineVersion().equals(now.engineVersion())) {
            waiting.engineVersion(request.engineVersion());
        }
        return waiting;
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
            instance.status("available");
        });
    }

    private static <T> T newer(T asked, T now) {
        return asked == null ? now : asked;
    }
}
