package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.w3c.dom.Element;

/**
 * Subnets, security groups, and where instances stand in them: only looked at, never made or changed. See <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSubnets.html">DescribeSubnets</a> and <a
 * href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSecurityGroups.html">DescribeSecurityGroups</a>.
 */
public final class Ec2Networks {
    /** See <a href="https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html">EC2's errors</a>. */
    private static final Set<String> NOT_FOUND = Set.of(
            "InvalidSubnetID.NotFound",
            "InvalidSubnetID.Malformed",
            "InvalidGroup.NotFound",
            "InvalidGroupId.Malformed",
            "InvalidInstanceID.NotFound",
            "InvalidInstanceID.Malformed");

    private final Ec2Query ec2;

    Ec2Networks(Ec2Query ec2) {
        this.ec2 = ec2;
    }

    /**
     * A subnet.
     *
     * @param zone its availability zone, for example {@code eu-west-1a}
     * @param cidr its IPv4 range
     * @param freeAddresses IPv4 addresses that nothing uses
     */
    public record Subnet(String id, String vpcId, String zone, String cidr, int freeAddresses) {}

    /** A security group with its rules. */
    public record SecurityGroup(String id, String vpcId, List<Rule> ingress, List<Rule> egress) {}

    /**
     * One rule of a security group.
     *
     * @param protocol {@code tcp}, another protocol, or {@code -1} for all
     * @param fromPort null where all ports are meant
     * @param toPort null where all ports are meant
     * @param cidrs IPv4 ranges
     * @param groupIds security groups whose members are meant
     * @param prefixListIds lists of ranges that stand elsewhere
     */
    public record Rule(
            String protocol,
            Integer fromPort,
            Integer toPort,
            List<String> cidrs,
            List<String> groupIds,
            List<String> prefixListIds) {}

    /** Where an instance stands. */
    public record Placement(String instanceId, String privateIp, String vpcId, List<String> securityGroupIds) {}

    /** @return the subnets, in no order; absent where one of them does not exist */
    public Seen<List<Subnet>> subnets(List<String> ids) {
        return AwsCalls.seeByCode(
                "DescribeSubnets",
                () -> items("DescribeSubnets", numbered("SubnetId", ids), "subnetSet").stream()
                        .map(it -> new Subnet(
                                Ec2Xml.required(it, "subnetId"),
                                Ec2Xml.required(it, "vpcId"),
                                Ec2Xml.required(it, "availabilityZone"),
                                Ec2Xml.text(it, "cidrBlock").orElse(""),
                                Integer.parseInt(Ec2Xml.required(it, "availableIpAddressCount"))))
                        .toList(),
                NOT_FOUND);
    }

    /** @return the security groups, in no order; absent where one of them does not exist */
    public Seen<List<SecurityGroup>> securityGroups(List<String> ids) {
        return groups(numbered("GroupId", ids));
    }

    /** @return the group that a VPC gives to what names none */
    public Seen<List<SecurityGroup>> defaultSecurityGroup(String vpcId) {
        return groups(Map.of(
                "Filter.1.Name", "vpc-id",
                "Filter.1.Value.1", vpcId,
                "Filter.2.Name", "group-name",
                "Filter.2.Value.1", "default"));
    }

    /** @return the running instance that has this private address; absent where none has */
    public Seen<Placement> instanceAt(String privateIp) {
        return placement(Map.of(
                "Filter.1.Name", "private-ip-address",
                "Filter.1.Value.1", privateIp,
                "Filter.2.Name", "instance-state-name",
                "Filter.2.Value.1", "running"));
    }

    /** @return where an instance stands; absent where it does not exist */
    public Seen<Placement> instance(String id) {
        return placement(Map.of("InstanceId.1", id));
    }

    private Seen<Placement> placement(Map<String, String> which) {
        Seen<List<Placement>> found = AwsCalls.seeByCode(
                "DescribeInstances",
                () -> items("DescribeInstances", which, "reservationSet").stream()
                        .flatMap(reservation -> Ec2Xml.items(reservation, "instancesSet").stream())
                        .map(it -> new Placement(
                                Ec2Xml.required(it, "instanceId"),
                                Ec2Xml.text(it, "privateIpAddress").orElse(""),
                                Ec2Xml.text(it, "vpcId").orElse(""),
                                texts(it, "groupSet", "groupId")))
                        .toList(),
                NOT_FOUND);
        return found.then(all -> all.isEmpty() ? Seen.absent() : Seen.present(all.get(0)));
    }

    private Seen<List<SecurityGroup>> groups(Map<String, String> which) {
        return AwsCalls.seeByCode(
                "DescribeSecurityGroups",
                () -> items("DescribeSecurityGroups", which, "securityGroupInfo").stream()
                        .map(it -> new SecurityGroup(
                                Ec2Xml.required(it, "groupId"),
                                Ec2Xml.text(it, "vpcId").orElse(""),
                                rules(it, "ipPermissions"),
                                rules(it, "ipPermissionsEgress")))
                        .toList(),
                NOT_FOUND);
    }

    private static List<Rule> rules(Element group, String list) {
        return Ec2Xml.items(group, list).stream()
                .map(it -> new Rule(
                        Ec2Xml.required(it, "ipProtocol"),
                        Ec2Xml.text(it, "fromPort").map(Integer::valueOf).orElse(null),
                        Ec2Xml.text(it, "toPort").map(Integer::valueOf).orElse(null),
                        texts(it, "ipRanges", "cidrIp"),
                        texts(it, "groups", "groupId"),
                        texts(it, "prefixListIds", "prefixListId")))
                .toList();
    }

    private static List<String> texts(Element parent, String list, String name) {
        return Ec2Xml.items(parent, list).stream()
                .map(it -> Ec2Xml.required(it, name))
                .toList();
    }

    private static Map<String, String> numbered(String name, List<String> values) {
        var parameters = new HashMap<String, String>();
        for (int number = 1; number <= values.size(); number++) {
            parameters.put(name + "." + number, values.get(number - 1));
        }
        return parameters;
    }

    private List<Element> items(String call, Map<String, String> which, String list) {
        var items = new ArrayList<Element>();
        var parameters = new HashMap<>(which);
        String next;
        do {
            var page = ec2.read(call, parameters);
            items.addAll(Ec2Xml.items(page, list));
            next = Ec2Xml.text(page, "nextToken").orElse("");
            parameters.put("NextToken", next);
        } while (!next.isEmpty());
        return items;
    }
}
