package dev.replatform.sandbox.aws.rds;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.ec2.Network;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.rds.model.AvailabilityZone;
import software.amazon.awssdk.services.rds.model.CreateDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.DBSubnetGroup;
import software.amazon.awssdk.services.rds.model.ModifyDbSubnetGroupRequest;
import software.amazon.awssdk.services.rds.model.Subnet;

/** DB subnet groups. Subnets themselves are not looked up: each next one lies in the next availability zone. */
final class DbSubnetGroups {
    private final Map<String, DBSubnetGroup> groups = new ConcurrentSkipListMap<>();
    private final RdsTags tags;

    DbSubnetGroups(RdsTags tags) {
        this.tags = tags;
    }

    synchronized DBSubnetGroup create(CreateDbSubnetGroupRequest request) {
        var name = request.dbSubnetGroupName().toLowerCase(Locale.ROOT);
        if (!name.matches("[a-z0-9 ._-]{1,255}") || name.equals("default")) {
            throw RdsFaults.invalidValue("The parameter DBSubnetGroupName is not a valid identifier.");
        }
        if (groups.containsKey(name)) {
            throw RdsFaults.subnetGroupExists(name);
        }
        var group = DBSubnetGroup.builder()
                .dbSubnetGroupName(name)
                .dbSubnetGroupArn(Account.SANDBOX.arn("rds", "subgrp:" + name))
                .dbSubnetGroupDescription(request.dbSubnetGroupDescription())
                .vpcId(Network.VPC)
                .subnetGroupStatus("Complete")
                .supportedNetworkTypes("IPV4")
                .subnets(subnets(request.subnetIds()))
                .build();
        groups.put(name, group);
        tags.create(group.dbSubnetGroupArn(), request.tags());
        return group;
    }

    synchronized DBSubnetGroup modify(ModifyDbSubnetGroupRequest request) {
        var old = one(request.dbSubnetGroupName());
        var description = request.dbSubnetGroupDescription() == null
                ? old.dbSubnetGroupDescription()
                : request.dbSubnetGroupDescription();
        var modified = old.toBuilder()
                .subnets(subnets(request.subnetIds()))
                .dbSubnetGroupDescription(description)
                .build();
        groups.put(modified.dbSubnetGroupName(), modified);
        return modified;
    }

    /** Deletes a group; {@link DbInstances} says before whether one of its instances stands in it. */
    synchronized void delete(String name) {
        var group = one(name);
        groups.remove(group.dbSubnetGroupName());
        tags.remove(group.dbSubnetGroupArn());
    }

    DBSubnetGroup one(String name) {
        var group = groups.get(name.toLowerCase(Locale.ROOT));
        if (group == null) {
            throw RdsFaults.subnetGroupNotFound(name);
        }
        return group;
    }

    List<DBSubnetGroup> all() {
        return List.copyOf(groups.values());
    }

    private static List<Subnet> subnets(List<String> ids) {
        if (new HashSet<>(ids).size() < 2) {
            throw RdsFaults.tooFewZones();
        }
        return IntStream.range(0, ids.size())
                .mapToObj(i -> Subnet.builder()
                        .subnetIdentifier(ids.get(i))
                        .subnetAvailabilityZone(AvailabilityZone.builder()
                                .name(Account.SANDBOX.region() + (char) ('a' + i % 3))
                                .build())
                        .subnetStatus("Active")
                        .build())
                .toList();
    }
}
