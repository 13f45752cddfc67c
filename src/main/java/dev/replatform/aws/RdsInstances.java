package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.Tag;

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
     * @param host null until it has an endpoint
     * @param parameterStatus whether its parameter group is {@code in-sync} or {@code pending-reboot}; null where unknown
     */
    public record Instance(
            String identifier,
            String arn,
            String status,
            String engineVersion,
            String instanceClass,
            String masterUsername,
            String databaseName,
            String host,
            Integer port,
            String parameterStatus,
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

    /** @return the versions of PostgreSQL that can be created now, with the default one of each major marked */
    public Seen<List<EngineVersion>> engineVersions() {
        return AwsCalls.see("DescribeDBEngineVersions", () -> {
            var defaults = rds
                    .describeDBEngineVersionsPaginator(
                            request -> request.engine(POSTGRES).defaultOnly(true))
                    .dbEngineVersions()
                    .stream()
                    .map(software.amazon.awssdk.services.rds.model.DBEngineVersion::engineVersion)
                    .collect(Collectors.toSet());
            return rds
                    .describeDBEngineVersionsPaginator(request -> request.engine(POSTGRES))
                    .dbEngineVersions()
                    .stream()
                    .map(version -> new EngineVersion(
                            version.engineVersion(),
                            version.dbParameterGroupFamily(),
                            defaults.contains(version.engineVersion())))
                    .toList();
        });
    }

    /**
     * A version that can be created.
     *
     * @param family of the parameter groups that fit it, for example {@code postgres16}
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
        var groups = instance.dbParameterGroups();
        return new Instance(
                instance.dbInstanceIdentifier(),
                instance.dbInstanceArn(),
                instance.dbInstanceStatus(),
                instance.engineVersion(),
                instance.dbInstanceClass(),
                instance.masterUsername(),
                instance.dbName(),
                endpoint == null ? null : endpoint.address(),
                endpoint == null ? null : endpoint.port(),
                groups.isEmpty() ? null : groups.get(0).parameterApplyStatus(),
                instance.tagList().stream().collect(Collectors.toMap(Tag::key, Tag::value)));
    }
}
