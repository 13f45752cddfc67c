package dev.replatform.sandbox.aws.dms;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.ec2.Network;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import software.amazon.awssdk.services.databasemigration.model.AvailabilityZone;
import software.amazon.awssdk.services.databasemigration.model.CreateReplicationSubnetGroupRequest;
import software.amazon.awssdk.services.databasemigration.model.ReplicationSubnetGroup;
import software.amazon.awssdk.services.databasemigration.model.Subnet;

/** Replication subnet groups, of subnets that EC2 has. */
final class ReplicationSubnetGroups {
    private static final String VPC_ROLE = "dms-vpc-role";

    private final Map<String, ReplicationSubnetGroup> groups = new ConcurrentSkipListMap<>();
    private final DmsTags tags;
    private final Predicate<String> roleExists;
    private final Network network;

    ReplicationSubnetGroups(DmsTags tags, Predicate<String> roleExists, Network network) {
        this.tags = tags;
        this.roleExists = roleExists;
        this.network = network;
    }

    synchronized ReplicationSubnetGroup create(CreateReplicationSubnetGroupRequest request) {
        if (!roleExists.test(VPC_ROLE)) {
            throw DmsFaults.accessDenied("The IAM Role arn:aws:iam::" + Account.SANDBOX.id() + ":role/" + VPC_ROLE
                    + " is not configured properly.");
        }
        var id = request.replicationSubnetGroupIdentifier().toLowerCase(Locale.ROOT);
        if (!id.matches("[a-z0-9 ._-]{1,255}") || id.equals("default")) {
            throw DmsFaults.invalidValue("The parameter ReplicationSubnetGroupIdentifier is not a valid identifier.");
        }
        if (groups.containsKey(id)) {
            throw DmsFaults.alreadyExists("ReplicationSubnetGroup " + id + " already exists");
        }
        var subnets = request.subnetIds().stream().map(this::subnet).toList();
        if (subnets.stream().map(Subnet::subnetAvailabilityZone).distinct().count() < 2) {
            throw DmsFaults.tooFewZones(id);
        }
        var group = ReplicationSubnetGroup.builder()
                .replicationSubnetGroupIdentifier(id)
                .replicationSubnetGroupDescription(request.replicationSubnetGroupDescription())
                .vpcId(Network.VPC)
                .subnetGroupStatus("Complete")
                .supportedNetworkTypes("IPV4")
                .subnets(subnets)
                .build();
        groups.put(id, group);
        tags.create(arn(id), request.tags());
        return group;
    }

    /** Deletes a group; {@link ReplicationInstances} says before whether one of its instances stands in it. */
    synchronized void delete(String id) {
        one(id);
        groups.remove(id);
        tags.remove(arn(id));
    }

    ReplicationSubnetGroup one(String id) {
        var group = groups.get(id.toLowerCase(Locale.ROOT));
        if (group == null) {
            throw DmsFaults.notFound("ReplicationSubnetGroup \"" + id + "\" not found.");
        }
        return group;
    }

    List<ReplicationSubnetGroup> all() {
        return List.copyOf(groups.values());
    }

    private static String arn(String id) {
        return Account.SANDBOX.arn("dms", "subgrp:" + id);
    }

    private Subnet subnet(String id) {
        var subnet = network.subnet(id).orElseThrow(() -> DmsFaults.invalidSubnet(id));
        return Subnet.builder()
                .subnetIdentifier(id)
                .subnetAvailabilityZone(AvailabilityZone.builder()
                        .name(subnet.availabilityZone())
                        .build())
                .subnetStatus("Active")
                .build();
    }
}
