package dev.replatform.database;

import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.DatabaseCredentials;
import dev.replatform.api.v1alpha1.DatabaseSpec;
import dev.replatform.api.v1alpha1.DatabaseSpec.DeletionPolicy;
import dev.replatform.api.v1alpha1.DatabaseSpec.RebootPolicy;
import dev.replatform.aws.RdsInstances;
import dev.replatform.ownership.Claim;
import dev.replatform.ownership.Owner;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A Database with every default resolved.
 *
 * @param claim on an instance that is there already
 * @param complete whether all is declared that an instance is made of; otherwise there is nothing to compare, and what
 *     is required of a spec is null
 * @param lookedAtFor changes where the object is to be looked at now; null where nobody asked
 * @param storageIsNamed whether the spec names a size, so that more than that is to be told
 * @param maxAllocatedStorageGiB null where RDS is not to grow the disk
 * @param protectionIsNamed whether the spec says that the instance is protected, so that deleting the object waits
 */
record EffectiveDatabase(
        Owner owner,
        Claim claim,
        boolean deleting,
        DeletionPolicy deletionPolicy,
        boolean complete,
        String lookedAtFor,
        String region,
        String identifier,
        String engineVersion,
        String allowMajorUpgradeTo,
        String instanceClass,
        int allocatedStorageGiB,
        boolean storageIsNamed,
        String storageType,
        Integer maxAllocatedStorageGiB,
        String kmsKeyId,
        String databaseName,
        int port,
        DatabaseCredentials credentials,
        String connectionSecretName,
        Map<String, String> parameters,
        RebootPolicy rebootPolicy,
        String groupName,
        List<String> subnetIds,
        String subnetGroup,
        Set<String> securityGroupIds,
        boolean publiclyAccessible,
        int backupRetentionDays,
        String backupWindow,
        String maintenanceWindow,
        boolean multiAz,
        boolean applyImmediately,
        Set<String> logExports,
        boolean deletionProtection,
        boolean protectionIsNamed,
        Map<String, String> tags) {

    private static final int IDENTIFIER_LENGTH = 63;
    private static final int DEFAULT_PORT = 5432;
    private static final int DEFAULT_STORAGE_GIB = 20;
    private static final int DEFAULT_RETENTION_DAYS = 7;
    private static final int SNAPSHOT_DIGEST_LENGTH = 6;

    static EffectiveDatabase of(Database database, String clusterName, String operatorRegion) {
        var spec = database.getSpec();
        var meta = database.getMetadata();
        var owner = new Owner(clusterName, meta.getNamespace(), meta.getName(), meta.getUid());
        var derived = owner.derivedName("database", IDENTIFIER_LENGTH);
        var storage = or(spec.storage(), new DatabaseSpec.Storage(null, null, null, null));
        var backup = or(spec.backup(), new DatabaseSpec.Backup(null, null));
        var network = or(spec.network(), new DatabaseSpec.Network(null, null, null, null));
        var deletionPolicy = or(spec.deletionPolicy(), DeletionPolicy.Retain);
        return new EffectiveDatabase(
                owner,
                Claim.of(owner, spec.adoption(), spec.identifier() != null, spec.managementPolicy()),
                meta.getDeletionTimestamp() != null,
                deletionPolicy,
                spec.declaresInstance(),
                meta.getAnnotations() == null ? null : meta.getAnnotations().get("replatform.dev/reconcile-at"),
                or(spec.region(), operatorRegion),
                or(spec.identifier(), derived),
                spec.engineVersion(),
                spec.allowMajorUpgradeTo(),
                spec.instanceClass(),
                or(storage.allocatedStorageGiB(), DEFAULT_STORAGE_GIB),
                storage.allocatedStorageGiB() != null,
                or(storage.type(), "gp3"),
                storage.maxAllocatedStorageGiB(),
                storage.kmsKeyId(),
                spec.databaseName(),
                or(spec.port(), DEFAULT_PORT),
                spec.credentials(),
                or(spec.connectionSecretName(), meta.getName() + "-connection"),
                or(spec.parameters(), Map.of()),
                or(spec.rebootPolicy(), RebootPolicy.Never),
                derived,
                or(network.subnetIds(), List.of()),
                or(network.subnetGroupName(), derived),
                Set.copyOf(or(network.securityGroupIds(), List.of())),
                or(network.publiclyAccessible(), false),
                or(backup.retentionDays(), DEFAULT_RETENTION_DAYS),
                backup.window(),
                spec.maintenanceWindow(),
                or(spec.multiAZ(), false),
                or(spec.applyImmediately(), false),
                Set.copyOf(or(spec.cloudwatchLogsExports(), List.of())),
                or(spec.deletionProtection(), deletionPolicy == DeletionPolicy.Retain),
                Boolean.TRUE.equals(spec.deletionProtection()),
                owner.tagsWith(spec.tags()));
    }

    /** @return whether the subnet group is of our own making */
    boolean makesSubnetGroup() {
        return !subnetIds.isEmpty();
    }

    /** @return whether that parameter group is of our own making */
    boolean makes(String parameterGroup) {
        return parameterGroup != null && parameterGroup.startsWith(groupName);
    }

    /** @return the major version that is asked for, for example {@code 16} */
    String majorVersion() {
        return engineVersion.split("\\.", -1)[0];
    }

    /** @return our own parameter group for a major version; another one is needed for each family */
    String parameterGroup(String major) {
        return groupName + "-" + RdsInstances.family(major);
    }

    /** @return the last snapshot, always the same for this object and another one for the next of its name */
    String lastSnapshot() {
        return identifier + "-" + Owner.sha256(owner.uid()).substring(0, SNAPSHOT_DIGEST_LENGTH);
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
