package dev.replatform.database;

import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.DatabaseCredentials;
import dev.replatform.api.v1alpha1.DatabaseSpec;
import dev.replatform.api.v1alpha1.DatabaseSpec.Backup;
import dev.replatform.api.v1alpha1.DatabaseSpec.Network;
import dev.replatform.api.v1alpha1.DatabaseSpec.Storage;
import dev.replatform.api.v1alpha1.SecretRef;
import dev.replatform.aws.RdsInstances.Instance;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Reads an instance back: the spec that leaves nothing to do. What RDS has accepted and not made yet counts as live; what
 * AWS cannot tell (Secrets, policies, tags that the object sets) is as the object declares it.
 */
final class LiveDatabase {
    /** What PostgreSQL has where nobody asked for another database. */
    private static final String EVERY_INSTANCES_DATABASE = "postgres";

    private final Database resource;
    private final DatabaseSpec declared;
    private final EffectiveDatabase spec;
    private final Instance live;

    private LiveDatabase(Database resource, EffectiveDatabase spec, Instance live) {
        this.resource = resource;
        this.declared = resource.getSpec();
        this.spec = spec;
        this.live = live;
    }

    /** @param ownParameters what is set in the instance's parameter group, where that is of our own making */
    static DatabaseSpec spec(
            Database resource, EffectiveDatabase spec, Instance live, Map<String, String> ownParameters) {
        return new LiveDatabase(resource, spec, live).read(ownParameters);
    }

    private DatabaseSpec read(Map<String, String> ownParameters) {
        var pending = live.pending();
        return new DatabaseSpec(
                declared.region(),
                declared.managementPolicy(),
                declared.adoption(),
                declared.identifier(),
                or(pending.engineVersion(), live.engineVersion()),
                declared.allowMajorUpgradeTo(),
                or(pending.instanceClass(), live.instanceClass()),
                storage(),
                or(live.databaseName(), EVERY_INSTANCES_DATABASE),
                or(pending.port(), live.port()),
                or(declared.credentials(), secretToBeMade()),
                declared.connectionSecretName(),
                spec.makes(live.parameterGroup()) ? nullIfEmpty(ownParameters) : null,
                declared.rebootPolicy(),
                network(),
                new Backup(or(pending.backupRetentionDays(), live.backupRetentionDays()), live.backupWindow()),
                live.maintenanceWindow(),
                or(pending.multiAz(), live.multiAz()),
                declared.applyImmediately(),
                nullIfEmpty(live.logExports()),
                live.deletionProtection(),
                declared.deletionPolicy(),
                declared.tags());
    }

    private Storage storage() {
        return new Storage(
                or(live.pending().allocatedStorageGiB(), live.allocatedStorageGiB()),
                or(live.pending().storageType(), live.storageType()),
                live.maxAllocatedStorageGiB(),
                declared.storage() == null ? null : declared.storage().kmsKeyId());
    }

    /** A subnet group of our own is told by its subnets, any other by its name. */
    private Network network() {
        var isOurs = spec.groupName().equals(live.subnetGroup());
        return new Network(
                isOurs ? nullIfEmpty(live.subnetIds()) : null,
                isOurs ? null : live.subnetGroup(),
                nullIfEmpty(live.securityGroupIds()),
                live.publiclyAccessible());
    }

    private DatabaseCredentials secretToBeMade() {
        return new DatabaseCredentials(new SecretRef(resource.getMetadata().getName() + "-master", null, null), null);
    }

    private static List<String> nullIfEmpty(Set<String> all) {
        return all.isEmpty() ? null : all.stream().sorted().toList();
    }

    private static Map<String, String> nullIfEmpty(Map<String, String> all) {
        return all.isEmpty() ? null : new TreeMap<>(all);
    }

    private static <T> T or(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
