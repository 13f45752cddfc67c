package dev.replatform.sandbox.aws.ec2;

import dev.replatform.sandbox.aws.Account;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.IpRange;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Subnet;

/**
 * The VPC of the account, its subnets and security groups. Nothing here keeps a packet back: servers listen on this machine.
 * What a rule would keep back shows in what EC2 tells.
 */
public final class Network {
    /** Everything of the account stands in it. */
    public static final String VPC = "vpc-0abc1234def567890";

    /** The group that members of the VPC have who name none. */
    public static final String DEFAULT_GROUP = "sg-0def0def0def0def0";

    static final String BOX_SUBNET = "subnet-0abc1234def567890";
    static final String BOX_GROUP = "sg-0b0c0b0c0b0c0b0c0";
    private static final String CIDR = "10.10.0.0/16";

    /** Replication instances of the sandbox have their addresses here. */
    private static final String LOOPBACK = "127.0.0.0/8";

    private static final int POSTGRES = 5432;
    private static final int FREE = 250;

    private final Map<String, Subnet> subnets = new ConcurrentSkipListMap<>();
    private final Map<String, SecurityGroup> groups = new ConcurrentSkipListMap<>();

    /** A VPC with the subnets and groups that examples and tests name; PostgreSQL's port is open to the whole VPC. */
    public Network() {
        subnet(BOX_SUBNET, "a", "10.10.10.0/24", FREE);
        subnet("subnet-0a1b2c3d", "a", "10.10.1.0/24", FREE);
        subnet("subnet-4e5f6a7b", "b", "10.10.2.0/24", FREE);
        subnet("subnet-a", "a", "10.10.21.0/24", FREE);
        subnet("subnet-b", "b", "10.10.22.0/24", FREE);
        subnet("subnet-c", "c", "10.10.23.0/24", FREE);
        group("default", DEFAULT_GROUP, CIDR, LOOPBACK);
        for (var id : List.of(BOX_GROUP, "sg-0123abcd", "sg-4567cdef", "sg-rds", "sg-dms", "sg-a")) {
            group(id, id, CIDR, LOOPBACK);
        }
    }

    /**
     * Adds a subnet, or puts another in its place.
     *
     * @param zone the letter after the region's name
     * @param free addresses that nothing uses
     */
    public void subnet(String id, String zone, String cidr, int free) {
        subnets.put(
                id,
                Subnet.builder()
                        .subnetId(id)
                        .vpcId(VPC)
                        .availabilityZone(Account.SANDBOX.region() + zone)
                        .cidrBlock(cidr)
                        .availableIpAddressCount(free)
                        .state("available")
                        .build());
    }

    /**
     * Adds a security group, or puts another in its place. It lets everything out.
     *
     * @param from the ranges from which it lets in to PostgreSQL's port
     */
    public void group(String name, String id, String... from) {
        var ranges = List.of(from).stream()
                .map(cidr -> IpRange.builder().cidrIp(cidr).build())
                .toList();
        groups.put(
                id,
                SecurityGroup.builder()
                        .groupId(id)
                        .groupName(name)
                        .vpcId(VPC)
                        .ownerId(Account.SANDBOX.id())
                        .ipPermissions(
                                ranges.isEmpty()
                                        ? List.of()
                                        : List.of(IpPermission.builder()
                                                .ipProtocol("tcp")
                                                .fromPort(POSTGRES)
                                                .toPort(POSTGRES)
                                                .ipRanges(ranges)
                                                .build()))
                        .ipPermissionsEgress(IpPermission.builder()
                                .ipProtocol("-1")
                                .ipRanges(IpRange.builder().cidrIp("0.0.0.0/0").build())
                                .build())
                        .build());
    }

    public Optional<Subnet> subnet(String id) {
        return Optional.ofNullable(subnets.get(id));
    }

    List<Subnet> subnets() {
        return List.copyOf(subnets.values());
    }

    Optional<SecurityGroup> group(String id) {
        return Optional.ofNullable(groups.get(id));
    }

    List<SecurityGroup> groups() {
        return List.copyOf(groups.values());
    }
}
