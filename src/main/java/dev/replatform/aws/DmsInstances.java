package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.Filter;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;
import software.amazon.awssdk.services.databasemigration.model.VpcSecurityGroupMembership;

/** DMS replication subnet groups and replication instances. */
public final class DmsInstances {
    private final DatabaseMigrationClient dms;
    private final DmsTags tags;

    DmsInstances(DatabaseMigrationClient dms, DmsTags tags) {
        this.dms = dms;
        this.tags = tags;
    }

    /** A replication subnet group. */
    public record SubnetGroup(String name, String vpcId) {}

    /**
     * A replication instance.
     *
     * @param status in DMS's words, for example {@code creating}
     * @param privateIps where its connections come from; empty until it is available
     */
    public record Instance(
            String identifier,
            String arn,
            String status,
            String instanceClass,
            String engineVersion,
            int allocatedStorageGiB,
            boolean multiAz,
            List<String> privateIps,
            List<String> securityGroupIds,
            Map<String, String> tags) {
        private static final Set<String> FAILED = Set.of(
                "failed", "incompatible-credentials", "incompatible-network", "inaccessible-encryption-credentials");

        public boolean isAvailable() {
            return "available".equals(status);
        }

        public boolean hasFailed() {
            return FAILED.contains(status);
        }

        public boolean isDeleting() {
            return "deleting".equals(status);
        }
    }

    /** What a replication instance is made of. It never has a public address, and AWS never upgrades it by itself. */
    public record NewInstance(
            String identifier,
            String instanceClass,
            String engineVersion,
            int allocatedStorageGiB,
            String subnetGroup,
            List<String> securityGroupIds,
            boolean multiAz,
            Map<String, String> tags) {}

    /** @return the replication subnet group; DMS gives it no ARN and no tags in its answer */
    public Seen<SubnetGroup> subnetGroup(String name) {
        return AwsCalls.see(
                "DescribeReplicationSubnetGroups",
                () -> dms
                        .describeReplicationSubnetGroups(
                                request -> request.filters(filter("replication-subnet-group-id", name)))
                        .replicationSubnetGroups()
                        .stream()
                        .findFirst()
                        .map(group -> new SubnetGroup(group.replicationSubnetGroupIdentifier(), group.vpcId()))
                        .orElseThrow(() -> ResourceNotFoundException.builder().build()),
                ResourceNotFoundException.class);
    }

    public void createSubnetGroup(String name, List<String> subnetIds, Map<String, String> tags) {
        AwsCalls.actUnless(
                ResourceAlreadyExistsException.class,
                "CreateReplicationSubnetGroup",
                () -> dms.createReplicationSubnetGroup(request -> request.replicationSubnetGroupIdentifier(name)
                        .replicationSubnetGroupDescription("Made by Replatform")
                        .subnetIds(subnetIds)
                        .tags(DmsTags.list(tags))));
    }

    public void deleteSubnetGroup(String name) {
        AwsCalls.actUnless(
                ResourceNotFoundException.class,
                "DeleteReplicationSubnetGroup",
                () -> dms.deleteReplicationSubnetGroup(request -> request.replicationSubnetGroupIdentifier(name)));
    }

    /** @return the replication instance of that identifier, with its tags */
    public Seen<Instance> one(String identifier) {
        return AwsCalls.see(
                "DescribeReplicationInstances",
                () -> dms
                        .describeReplicationInstances(
                                request -> request.filters(filter("replication-instance-id", identifier)))
                        .replicationInstances()
                        .stream()
                        .findFirst()
                        .map(this::instance)
                        .orElseThrow(() -> ResourceNotFoundException.builder().build()),
                ResourceNotFoundException.class);
    }

    public void create(NewInstance wanted) {
        AwsCalls.actUnless(
                ResourceAlreadyExistsException.class,
                "CreateReplicationInstance",
                () -> dms.createReplicationInstance(
                        request -> request.replicationInstanceIdentifier(wanted.identifier())
                                .replicationInstanceClass(wanted.instanceClass())
                                .engineVersion(wanted.engineVersion())
                                .allocatedStorage(wanted.allocatedStorageGiB())
                                .replicationSubnetGroupIdentifier(wanted.subnetGroup())
                                .vpcSecurityGroupIds(wanted.securityGroupIds())
                                .multiAZ(wanted.multiAz())
                                .publiclyAccessible(false)
                                .autoMinorVersionUpgrade(false)
                                .tags(DmsTags.list(wanted.tags()))));
    }

    /** Puts into force what may differ of an instance, at once; DMS wants its tasks stopped meanwhile. */
    public void modify(String arn, NewInstance wanted) {
        AwsCalls.act(
                "ModifyReplicationInstance",
                () -> dms.modifyReplicationInstance(request -> request.replicationInstanceArn(arn)
                        .replicationInstanceClass(wanted.instanceClass())
                        .engineVersion(wanted.engineVersion())
                        .allocatedStorage(wanted.allocatedStorageGiB())
                        .vpcSecurityGroupIds(wanted.securityGroupIds().isEmpty() ? null : wanted.securityGroupIds())
                        .multiAZ(wanted.multiAz())
                        .autoMinorVersionUpgrade(false)
                        .applyImmediately(true)));
    }

    /** Sets tags on any resource of DMS; others stay. */
    public void tag(String arn, Map<String, String> wanted) {
        tags.set(arn, wanted);
    }

    public void delete(String arn) {
        AwsCalls.actUnless(
                ResourceNotFoundException.class,
                "DeleteReplicationInstance",
                () -> dms.deleteReplicationInstance(request -> request.replicationInstanceArn(arn)));
    }

    static Filter filter(String name, String value) {
        return Filter.builder().name(name).values(value).build();
    }

    private Instance instance(ReplicationInstance instance) {
        return new Instance(
                instance.replicationInstanceIdentifier(),
                instance.replicationInstanceArn(),
                instance.replicationInstanceStatus(),
                instance.replicationInstanceClass(),
                instance.engineVersion(),
                instance.allocatedStorage() == null ? 0 : instance.allocatedStorage(),
                Boolean.TRUE.equals(instance.multiAZ()),
                instance.replicationInstancePrivateIpAddresses(),
                instance.vpcSecurityGroups().stream()
                        .map(VpcSecurityGroupMembership::vpcSecurityGroupId)
                        .toList(),
                tags.of(instance.replicationInstanceArn()));
    }
}
