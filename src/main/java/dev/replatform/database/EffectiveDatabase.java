package dev.replatform.database;

import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.DatabaseSpec;
import dev.replatform.api.v1alpha1.RetainPolicy;
import dev.replatform.api.v1alpha1.SecretRef;
import dev.replatform.ownership.Owner;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.util.List;
import java.util.Map;

/** A Database with every default resolved. */
record EffectiveDatabase(
        Owner owner,
        boolean deleting,
        String region,
        String identifier,
        String engineVersion,
        String instanceClass,
        int allocatedStorageGiB,
        String storageType,
        Integer maxAllocatedStorageGiB,
        String kmsKeyId,
        String databaseName,
        int port,
        SecretRef credentials,
        String connectionSecretName,
        Map<String, String> parameters,
        String groupName,
        List<String> subnetIds,
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

    private static final int IDENTIFIER_LENGTH = 63;
    private static final int DEFAULT_PORT = 5432;
    private static final int DEFAULT_STORAGE_GIB = 20;
    private static final int DEFAULT_RETENTION_DAYS = 7;

    static EffectiveDatabase of(Database database, String clusterName, String operatorRegion) {
        var spec = database.getSpec();
        if (spec.deletionPolicy() == RetainPolicy.UNKNOWN) {
            throw new ProblemException(
                    FailureReason.WRITTEN_FOR_NEWER_VERSION,
                    "spec.deletionPolicy has a value that this operator does not know: set Retain");
        }
        var meta = database.getMetadata();
        var owner = new Owner(clusterName, meta.getNamespace(), meta.getName(), meta.getUid());
        var derived = owner.derivedName("database", IDENTIFIER_LENGTH);
        var storage = or(spec.storage(), new DatabaseSpec.Storage(null, null, null, null));
        var backup = or(spec.backup(), new DatabaseSpec.Backup(null, null));
        var network = spec.network();
        return new EffectiveDatabase(
                owner,
                meta.getDeletionTimestamp() != null,
                or(spec.region(), operatorRegion),
                or(spec.identifier(), derived),
                spec.engineVersion(),
                spec.instanceClass(),
                or(storage.allocatedStorageGiB(), DEFAULT_STORAGE_GIB),
                or(storage.type(), "gp3"),
                storage.maxAllocatedStorageGiB(),
                storage.kmsKeyId(),
                spec.databaseName(),
                or(spec.port(), DEFAULT_PORT),
                spec.credentials().secretRef(),
                or(spec.connectionSecretName(), meta.getName() + "-connection"),
                or(spec.parameters(), Map.of()),
                derived,
                or(network.subnetIds(), List.of()),
                or(network.subnetGroupName(), derived),
                or(network.securityGroupIds(), List.of()),
                or(network.publiclyAccessible(), false),
                or(backup.retentionDays(), DEFAULT_RETENTION_DAYS),
                backup.window(),
                spec.maintenanceWindow(),
                or(spec.multiAZ(), false),
                or(spec.cloudwatchLogsExports(), List.of()),
                or(spec.deletionProtection(), true),
                owner.tagsWith(spec.tags()));
    }

    /** @return whether the subnet group is of our own making */
    boolean makesSubnetGroup() {
        return !subnetIds.isEmpty();
    }

    /** @return the major version that is asked for, for example {@code 16} */
    String majorVersion() {
        return engineVersion.split("\\.", -1)[0];
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
