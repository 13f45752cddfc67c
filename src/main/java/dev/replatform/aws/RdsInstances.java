package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroupStatus;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;
import software.amazon.awssdk.services.rds.model.Subnet;
import software.amazon.awssdk.services.rds.model.Tag;
import software.amazon.awssdk.services.rds.model.VpcSecurityGroupMembership;

/** RDS instances, engine versions and orderable classes. */
public final class RdsInstances {
    private static final String POSTGRES = "postgres";

    private final RdsClient rds;

    RdsInstances(RdsClient rds) {
        this.rds = rds;
    }

    /**
     * One instance.
     *
     * @param status in RDS's words, for example {@code backing-up}
     * @param maxAllocatedStorageGiB up to where RDS grows the disk; null where it does not
     * @param host null until it has an endpoint
     * @param parameterStatus whether its parameter group is {@code in-sync}, {@code applying} or {@code pending-reboot};
     *     null where unknown
     * @param subnetGroup null where it stands in none
     * @param pending what RDS has accepted and not done yet
     */
    public record Instance(
            String identifier,
            String arn,
            String status,
            String engineVersion,
            String instanceClass,
            int allocatedStorageGiB,
            String storageType,
            Integer maxAllocatedStorageGiB,
            String masterUsername,
            String databaseName,
            String host,
            Integer port,
            String parameterGroup,
            String parameterStatus,
            String subnetGroup,
            Set<String> subnetIds,
            Set<String> securityGroupIds,
            boolean publiclyAccessible,
            int backupRetentionDays,
            String backupWindow,
            String maintenanceWindow,
            boolean multiAz,
            Set<String> logExports,
            boolean deletionProtection,
            Pending pending,
            Map<String, String> tags) {
        private static final Set<String> USABLE = Set.of(
                "available",
                "backing-up",
                "storage-optimization",
                "storage-initialization",
                "configuring-enhanced-monitoring",
                "configuring-iam-database-auth",
                "configuring-log-exports",
                "maintenance",
                "modifying");
        private static final Set<String> FAILED = Set.of(
                "failed",
                "incompatible-create",
                "incompatible-network",
                "incompatible-option-group",
                "incompatible-parameters",
                "incompatible-restore",
                "insufficient-capacity",
                "restore-error",
                "inaccessible-encryption-credentials");

        /** The states in which RDS takes ModifyDBInstance, RebootDBInstance and DeleteDBInstance. */
        private static final Set<String> MODIFIABLE = Set.of("available", "storage-optimization");

        public boolean isModifiable() {
            return MODIFIABLE.contains(status);
        }

        public boolean isBeingDeleted() {
            return "deleting".equals(status);
        }

        /** @return for example {@code 16} */
        public String majorVersion() {
            return engineVersion.split("\\.", -1)[0];
        }

        /** @return whether a client can connect; see <a
         *     href="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/accessing-monitoring.html">statuses</a> */
        public boolean isUsable() {
            return host != null && USABLE.contains(status);
        }

        public boolean hasFailed() {
            return FAILED.contains(status);
        }
    }

    /**
     * What RDS has accepted and not done yet: it waits for the maintenance window, or is under way. Null where nothing of
     * that kind waits.
     *
     * @param masterPassword whether a new one is being set
     */
    public record Pending(
            String engineVersion,
            String instanceClass,
            Integer allocatedStorageGiB,
            String storageType,
            Integer port,
            Integer backupRetentionDays,
            Boolean multiAz,
            boolean masterPassword) {
        /** Nothing waits. */
        public static final Pending NOTHING = new Pending(null, null, null, null, null, null, null, false);
    }

    /**
     * A manual snapshot.
     *
     * @param status in RDS's words, for example {@code creating}
     */
    public record Snapshot(String name, String status) {
        public boolean isAvailable() {
            return "available".equals(status);
        }
    }

    /**
     * What an instance is made of.
     *
     * @param password the master's; never logged
     */
    public record NewInstance(
            String identifier,
            String engineVersion,
            String instanceClass,
            int allocatedStorageGiB,
            String storageType,
            Integer maxAllocatedStorageGiB,
            String kmsKeyId,
            String databaseName,
            int port,
            String masterUsername,
            String password,
            String parameterGroup,
            String subnetGroup,
            List<String> securityGroupIds,
            boolean publiclyAccessible,
            int backupRetentionDays,
            String backupWindow,
            String maintenanceWindow,
            boolean multiAz,
            List<String> logExports,
            boolean deletionProtection,
            Map<String, String> tags) {
        @Override
        public String toString() {
            return "NewInstance[" + identifier + "]";
        }
    }

    /** @return the instance of that identifier */
    public Seen<Instance> one(String identifier) {
        return AwsCalls.see(
                "DescribeDBInstances",
                () -> instance(rds.describeDBInstances(request -> request.dbInstanceIdentifier(identifier))
                        .dbInstances()
                        .get(0)),
                DbInstanceNotFoundException.class);
    }

    /** @return the versions of that major of PostgreSQL that can be created now, with the default one marked */
    public Seen<List<EngineVersion>> engineVersions(String major) {
        return AwsCalls.see("DescribeDBEngineVersions", () -> {
            var defaults = rds
                    .describeDBEngineVersionsPaginator(request -> request.engine(POSTGRES)
                            .dbParameterGroupFamily(family(major))
                            .defaultOnly(true))
                    .dbEngineVersions()
                    .stream()
                    .map(software.amazon.awssdk.services.rds.model.DBEngineVersion::engineVersion)
                    .collect(Collectors.toSet());
            return rds
                    .describeDBEngineVersionsPaginator(
                            request -> request.engine(POSTGRES).dbParameterGroupFamily(family(major)))
                    .dbEngineVersions()
                    .stream()
                    .map(version -> new EngineVersion(
                            version.engineVersion(),
                            version.dbParameterGroupFamily(),
                            defaults.contains(version.engineVersion())))
                    .toList();
        });
    }

    /** @return the versions that an instance of that version can be upgraded to; none is marked as default */
    public Seen<List<EngineVersion>> upgradesFrom(String version) {
        return AwsCalls.see("DescribeDBEngineVersions", () -> rds
                .describeDBEngineVersions(request -> request.engine(POSTGRES).engineVersion(version))
                .dbEngineVersions()
                .stream()
                .flatMap(from -> from.validUpgradeTarget().stream())
                .map(target -> new EngineVersion(target.engineVersion(), null, false))
                .toList());
    }

    /** @return the family of parameter groups that fits a major version of PostgreSQL, for example {@code postgres16} */
    public static String family(String major) {
        return POSTGRES + major;
    }

    /**
     * A version that can be created.
     *
     * @param family of the parameter groups that fit it, for example {@code postgres16}; null where it was not asked for
     * @param isDefault whether RDS takes it where nothing is asked for
     */
    public record EngineVersion(String version, String family, boolean isDefault) {}

    /** @return whether that class can be ordered with that version */
    public Seen<Boolean> canBeOrdered(String instanceClass, String engineVersion) {
        return AwsCalls.see("DescribeOrderableDBInstanceOptions", () -> !rds.describeOrderableDBInstanceOptions(
                        request -> request.engine(POSTGRES)
                                .engineVersion(engineVersion)
                                .dbInstanceClass(instanceClass)
                                .maxRecords(20))
                .orderableDBInstanceOptions()
                .isEmpty());
    }

    /** Creates it; one that is there already is left alone and found by the next look. */
    public void create(NewInstance wanted) {
        AwsCalls.actUnless(
                DbInstanceAlreadyExistsException.class,
                "CreateDBInstance",
                () -> rds.createDBInstance(request(wanted)));
    }

    /**
     * Changes it.
     *
     * @throws dev.replatform.status.ProblemException where RDS refuses
     */
    public void modify(RdsModification modification) {
        AwsCalls.act("ModifyDBInstance", () -> rds.modifyDBInstance(modification.request()));
    }

    /** Restarts it, which ends every session and puts static parameters into force. */
    public void reboot(String identifier) {
        AwsCalls.act(
                "RebootDBInstance", () -> rds.rebootDBInstance(request -> request.dbInstanceIdentifier(identifier)));
    }

    /**
     * Deletes it; its automated backups live on.
     *
     * @param lastSnapshot name of the snapshot that is taken before; null for none
     */
    public void delete(String identifier, String lastSnapshot) {
        AwsCalls.actUnless(
                DbInstanceNotFoundException.class,
                "DeleteDBInstance",
                () -> rds.deleteDBInstance(request -> request.dbInstanceIdentifier(identifier)
                        .skipFinalSnapshot(lastSnapshot == null)
                        .finalDBSnapshotIdentifier(lastSnapshot)
                        .deleteAutomatedBackups(false)));
    }

    /** @return the manual snapshot of that name */
    public Seen<Snapshot> snapshot(String name) {
        return AwsCalls.see(
                "DescribeDBSnapshots",
                () -> {
                    var snapshot = rds.describeDBSnapshots(request -> request.dbSnapshotIdentifier(name))
                            .dbSnapshots()
                            .get(0);
                    return new Snapshot(name, snapshot.status());
                },
                DbSnapshotNotFoundException.class);
    }

    /** Sets tags; others stay. */
    public void tag(String arn, Map<String, String> tags) {
        AwsCalls.act(
                "AddTagsToResource",
                () -> rds.addTagsToResource(request -> request.resourceName(arn).tags(RdsGroups.tags(tags))));
    }

    private static CreateDbInstanceRequest request(NewInstance wanted) {
        return CreateDbInstanceRequest.builder()
                .dbInstanceIdentifier(wanted.identifier())
                .engine(POSTGRES)
                .engineVersion(wanted.engineVersion())
                .dbInstanceClass(wanted.instanceClass())
                .allocatedStorage(wanted.allocatedStorageGiB())
                .storageType(wanted.storageType())
                .maxAllocatedStorage(wanted.maxAllocatedStorageGiB())
                .storageEncrypted(true)
                .kmsKeyId(wanted.kmsKeyId())
                .dbName(wanted.databaseName())
                .port(wanted.port())
                .masterUsername(wanted.masterUsername())
                .masterUserPassword(wanted.password())
                .dbParameterGroupName(wanted.parameterGroup())
                .dbSubnetGroupName(wanted.subnetGroup())
                .vpcSecurityGroupIds(wanted.securityGroupIds())
                .publiclyAccessible(wanted.publiclyAccessible())
                .backupRetentionPeriod(wanted.backupRetentionDays())
                .preferredBackupWindow(wanted.backupWindow())
                .preferredMaintenanceWindow(wanted.maintenanceWindow())
                .multiAZ(wanted.multiAz())
                .enableCloudwatchLogsExports(wanted.logExports())
                .deletionProtection(wanted.deletionProtection())
                .copyTagsToSnapshot(true)
                .tags(RdsGroups.tags(wanted.tags()))
                .build();
    }

    private static Instance instance(DBInstance instance) {
        var endpoint = instance.endpoint();
        var group = instance.dbParameterGroups().stream().findFirst();
        var subnetGroup = instance.dbSubnetGroup();
        return new Instance(
                instance.dbInstanceIdentifier(),
                instance.dbInstanceArn(),
                instance.dbInstanceStatus(),
                instance.engineVersion(),
                instance.dbInstanceClass(),
                instance.allocatedStorage(),
                instance.storageType(),
                instance.maxAllocatedStorage(),
                instance.masterUsername(),
                instance.dbName(),
                endpoint == null ? null : endpoint.address(),
                endpoint == null ? null : endpoint.port(),
                group.map(DBParameterGroupStatus::dbParameterGroupName).orElse(null),
                group.map(DBParameterGroupStatus::parameterApplyStatus).orElse(null),
                subnetGroup == null ? null : subnetGroup.dbSubnetGroupName(),
                subnetGroup == null
                        ? Set.of()
                        : subnetGroup.subnets().stream()
                                .map(Subnet::subnetIdentifier)
                                .collect(Collectors.toSet()),
                instance.vpcSecurityGroups().stream()
                        .filter(membership -> !"removing".equals(membership.status()))
                        .map(VpcSecurityGroupMembership::vpcSecurityGroupId)
                        .collect(Collectors.toSet()),
                Boolean.TRUE.equals(instance.publiclyAccessible()),
                instance.backupRetentionPeriod(),
                instance.preferredBackupWindow(),
                instance.preferredMaintenanceWindow(),
                Boolean.TRUE.equals(instance.multiAZ()),
                logExports(instance),
                Boolean.TRUE.equals(instance.deletionProtection()),
                pending(instance.pendingModifiedValues()),
                instance.tagList().stream().collect(Collectors.toMap(Tag::key, Tag::value)));
    }

    /** @return the log types that go to CloudWatch, or are about to */
    private static Set<String> logExports(DBInstance instance) {
        var types = new TreeSet<>(instance.enabledCloudwatchLogsExports());
        var pending = instance.pendingModifiedValues();
        if (pending != null && pending.pendingCloudwatchLogsExports() != null) {
            types.addAll(pending.pendingCloudwatchLogsExports().logTypesToEnable());
            pending.pendingCloudwatchLogsExports().logTypesToDisable().forEach(types::remove);
        }
        return types;
    }

    private static Pending pending(PendingModifiedValues values) {
        return values == null
                ? Pending.NOTHING
                : new Pending(
                        values.engineVersion(),
                        values.dbInstanceClass(),
                        values.allocatedStorage(),
                        values.storageType(),
                        values.port(),
                        values.backupRetentionPeriod(),
                        values.multiAZ(),
                        values.masterUserPassword() != null);
    }
}
