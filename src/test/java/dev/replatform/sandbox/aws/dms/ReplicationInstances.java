package dev.replatform.sandbox.aws.dms;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Later;
import dev.replatform.sandbox.aws.ec2.Network;
import dev.replatform.sandbox.aws.servers.Loopback;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import software.amazon.awssdk.services.databasemigration.model.AccountQuota;
import software.amazon.awssdk.services.databasemigration.model.CreateReplicationInstanceRequest;
import software.amazon.awssdk.services.databasemigration.model.ModifyReplicationInstanceRequest;
import software.amazon.awssdk.services.databasemigration.model.OrderableReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationInstance;
import software.amazon.awssdk.services.databasemigration.model.ReplicationPendingModifiedValues;
import software.amazon.awssdk.services.databasemigration.model.VpcSecurityGroupMembership;

/** Replication instances; each comes to its servers from a loopback address of its own, which is its private IP. */
final class ReplicationInstances {
    private static final List<String> CLASSES = List.of(
            "dms.t3.micro",
            "dms.t3.small",
            "dms.t3.medium",
            "dms.t3.large",
            "dms.c5.large",
            "dms.c5.xlarge",
            "dms.c6i.large",
            "dms.r5.large",
            "dms.r6i.large");
    private static final List<String> VERSIONS = List.of("3.5.3", "3.5.4", "3.6.1");
    private static final String DEFAULT_VERSION = "3.5.4";

    /** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Limits.html */
    private volatile int mostInstances = 60;

    private static final long MOST_STORAGE_GIB = 30_000;

    private final Map<String, ReplicationInstance> byArn = new ConcurrentHashMap<>();
    private final AtomicInteger lastAddress = new AtomicInteger(20);
    private final ReplicationSubnetGroups subnetGroups;
    private final DmsTags tags;
    private final Later later;

    ReplicationInstances(ReplicationSubnetGroups subnetGroups, DmsTags tags, Later later) {
        this.subnetGroups = subnetGroups;
        this.tags = tags;
        this.later = later;
    }

    synchronized ReplicationInstance create(CreateReplicationInstanceRequest request) {
        var id = Names.identifier("ReplicationInstanceIdentifier", request.replicationInstanceIdentifier(), 63);
        if (all().stream()
                .anyMatch(other -> other.replicationInstanceIdentifier().equals(id))) {
            throw DmsFaults.alreadyExists("ReplicationInstance " + id + " already exists");
        }
        if (byArn.size() >= mostInstances) {
            throw DmsFaults.quotaExceeded("Replication instance quota exceeded");
        }
        checkClass(request.replicationInstanceClass());
        var version = request.engineVersion() == null ? DEFAULT_VERSION : request.engineVersion();
        if (!VERSIONS.contains(version)) {
            throw DmsFaults.invalidValue("No replication engine found with version: " + version);
        }
        var arn = Names.arn("rep", request.resourceIdentifier());
        var instance = ReplicationInstance.builder()
                .replicationInstanceIdentifier(id)
                .replicationInstanceArn(arn)
                .replicationInstanceClass(request.replicationInstanceClass())
                .replicationInstanceStatus("creating")
                .allocatedStorage(request.allocatedStorage() == null ? 50 : request.allocatedStorage())
                .vpcSecurityGroups(memberships(request.vpcSecurityGroupIds()))
                .replicationSubnetGroup(
                        request.replicationSubnetGroupIdentifier() == null
                                ? null
                                : subnetGroups.one(request.replicationSubnetGroupIdentifier()))
                .availabilityZone(Account.SANDBOX.region() + "a")
                .preferredMaintenanceWindow(
                        request.preferredMaintenanceWindow() == null
                                ? "sun:06:00-sun:06:30"
                                : request.preferredMaintenanceWindow())
                .multiAZ(Boolean.TRUE.equals(request.multiAZ()))
                .engineVersion(version)
                .autoMinorVersionUpgrade(!Boolean.FALSE.equals(request.autoMinorVersionUpgrade()))
                .kmsKeyId(request.kmsKeyId())
                .publiclyAccessible(!Boolean.FALSE.equals(request.publiclyAccessible()))
                .pendingModifiedValues(
                        ReplicationPendingModifiedValues.builder().build())
                .build();
        byArn.put(arn, instance);
        tags.create(arn, request.tags());
        later.after(Duration.ofMinutes(8), () -> becomeAvailable(arn));
        return instance;
    }

    synchronized ReplicationInstance modify(ModifyReplicationInstanceRequest request) {
        var instance = available(request.replicationInstanceArn());
        if (request.replicationInstanceClass() != null) {
            checkClass(request.replicationInstanceClass());
        }
        var modified = instance.toBuilder()
                .replicationInstanceClass(
                        request.replicationInstanceClass() == null
                                ? instance.replicationInstanceClass()
                                : request.replicationInstanceClass())
                .allocatedStorage(
                        request.allocatedStorage() == null ? instance.allocatedStorage() : request.allocatedStorage())
                .engineVersion(request.engineVersion() == null ? instance.engineVersion() : request.engineVersion())
                .multiAZ(request.multiAZ() == null ? instance.multiAZ() : request.multiAZ())
                .autoMinorVersionUpgrade(
                        request.autoMinorVersionUpgrade() == null
                                ? instance.autoMinorVersionUpgrade()
                                : request.autoMinorVersionUpgrade())
                .vpcSecurityGroups(
                        request.hasVpcSecurityGroupIds()
                                ? memberships(request.vpcSecurityGroupIds())
                                : instance.vpcSecurityGroups())
                .replicationInstanceStatus("modifying")
                .build();
        byArn.put(modified.replicationInstanceArn(), modified);
        var isOnAnotherHost = !modified.replicationInstanceClass().equals(instance.replicationInstanceClass());
        later.after(Duration.ofMinutes(5), () -> {
            if (isOnAnotherHost) { // AWS promises no address: the worst that may happen
                takeAddress(modified.replicationInstanceArn());
            }
            status(modified.replicationInstanceArn(), "available");
        });
        return modified;
    }

    /** Deletes an instance; {@link ReplicationTasks} says before whether it has tasks. */
    synchronized ReplicationInstance delete(String arn, Runnable whenGone) {
        if (one(arn).replicationInstanceStatus().equals("creating")) {
            throw DmsFaults.invalidState("Replication Instance " + arn + " is in an invalid state: creating");
        }
        status(arn, "deleting");
        later.after(Duration.ofMinutes(5), () -> {
            byArn.remove(arn);
            tags.remove(arn);
            whenGone.run();
        });
        return one(arn);
    }

    ReplicationInstance one(String arn) {
        var instance = byArn.get(arn);
        if (instance == null) {
            throw DmsFaults.notFound("Replication Instance \"" + arn + "\" not found.");
        }
        return instance;
    }

    ReplicationInstance available(String arn) {
        var instance = one(arn);
        if (!instance.replicationInstanceStatus().equals("available")) {
            throw DmsFaults.invalidState("Replication Instance " + arn + " is not available, its status is "
                    + instance.replicationInstanceStatus());
        }
        return instance;
    }

    List<ReplicationInstance> all() {
        return List.copyOf(byArn.values());
    }

    /** @throws RuntimeException AWS's fault where an instance stands in the group, be it on its way out */
    void refuseIfSubnetGroupIsUsed(String id) {
        var used = all().stream()
                .map(ReplicationInstance::replicationSubnetGroup)
                .anyMatch(group -> group != null
                        && group.replicationSubnetGroupIdentifier().equalsIgnoreCase(id));
        if (used) {
            throw DmsFaults.invalidState("Cannot delete the replication subnet group '" + id
                    + "' because at least one replication instance is still using it.");
        }
    }

    static List<OrderableReplicationInstance> orderable() {
        return VERSIONS.stream()
                .flatMap(version -> CLASSES.stream().map(name -> OrderableReplicationInstance.builder()
                        .engineVersion(version)
                        .replicationInstanceClass(name)
                        .storageType("gp2")
                        .minAllocatedStorage(5)
                        .maxAllocatedStorage(6144)
                        .defaultAllocatedStorage(50)
                        .includedAllocatedStorage(50)
                        .availabilityZones(Stream.of("a", "b", "c")
                                .map(Account.SANDBOX.region()::concat)
                                .toList())
                        .build()))
                .toList();
    }

    /** As if the account had no more. */
    void limit(int instances) {
        mostInstances = instances;
    }

    List<AccountQuota> quotas() {
        var storage =
                all().stream().mapToLong(ReplicationInstance::allocatedStorage).sum();
        return List.of(
                quota("ReplicationInstances", byArn.size(), mostInstances),
                quota("AllocatedStorage", storage, MOST_STORAGE_GIB));
    }

    static AccountQuota quota(String name, long used, long max) {
        return AccountQuota.builder().accountQuotaName(name).used(used).max(max).build();
    }

    private void becomeAvailable(String arn) {
        takeAddress(arn);
        byArn.computeIfPresent(arn, (key, instance) -> instance.toBuilder()
                .replicationInstanceStatus("available")
                .instanceCreateTime(Instant.now())
                .build());
        later.after(Duration.ofHours(1), () -> upgrade(arn));
    }

    /** AWS's default: a new minor version is put in by itself. No test waits for a maintenance window. */
    private void upgrade(String arn) {
        byArn.computeIfPresent(
                arn,
                (key, instance) -> Boolean.TRUE.equals(instance.autoMinorVersionUpgrade())
                        ? instance.toBuilder()
                                .engineVersion(VERSIONS.get(VERSIONS.size() - 1))
                                .build()
                        : instance);
    }

    private void takeAddress(String arn) {
        var address = Loopback.address(lastAddress.incrementAndGet());
        byArn.computeIfPresent(arn, (key, instance) -> instance.toBuilder()
                .replicationInstancePrivateIpAddresses(address)
                .build());
    }

    private void status(String arn, String status) {
        byArn.computeIfPresent(arn, (key, instance) -> instance.toBuilder()
                .replicationInstanceStatus(status)
                .build());
    }

    private static void checkClass(String name) {
        if (!CLASSES.contains(name)) {
            throw DmsFaults.invalidValue("Invalid ReplicationInstance class: " + name);
        }
    }

    private static List<VpcSecurityGroupMembership> memberships(List<String> groups) {
        return (groups.isEmpty() ? List.of(Network.DEFAULT_GROUP) : groups)
                .stream()
                        .map(id -> VpcSecurityGroupMembership.builder()
                                .vpcSecurityGroupId(id)
                                .status("active")
                                .build())
                        .toList();
    }
}
