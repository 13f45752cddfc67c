package dev.replatform.sandbox.aws.ec2;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.ServedMembers;
import dev.replatform.sandbox.aws.box.Box;
import dev.replatform.sandbox.aws.box.Boxes;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceStateName;
import software.amazon.awssdk.services.ec2.model.InstanceType;
import software.amazon.awssdk.services.ec2.model.Reservation;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Tag;

/** Amazon EC2: the boxes and their network, as it describes them. */
public final class SandboxEc2 implements Ec2Client {
    private static final Pattern INSTANCE_ID = Pattern.compile("i-[0-9a-f]{8,17}");
    private static final int RUNNING = 16;

    private final Boxes boxes;
    private final Network network;

    public SandboxEc2(Boxes boxes) {
        this(boxes, new Network());
    }

    /** @param network where the boxes stand */
    public SandboxEc2(Boxes boxes, Network network) {
        this.boxes = boxes;
        this.network = network;
    }

    @Override
    public DescribeSubnetsResponse describeSubnets(DescribeSubnetsRequest describe) {
        ServedMembers.only(describe, "SubnetIds", "MaxResults");
        var wanted = describe.hasSubnetIds()
                ? describe.subnetIds().stream()
                        .map(id -> network.subnet(id)
                                .orElseThrow(() ->
                                        error("InvalidSubnetID.NotFound", "The subnet ID '" + id + "' does not exist")))
                        .toList()
                : network.subnets();
        return DescribeSubnetsResponse.builder().subnets(wanted).build();
    }

    @Override
    public DescribeSecurityGroupsResponse describeSecurityGroups(DescribeSecurityGroupsRequest describe) {
        ServedMembers.only(describe, "GroupIds", "Filters", "MaxResults");
        var wanted = describe.hasGroupIds()
                ? describe.groupIds().stream()
                        .map(id -> network.group(id)
                                .orElseThrow(() -> error(
                                        "InvalidGroup.NotFound", "The security group '" + id + "' does not exist")))
                        .toList()
                : network.groups();
        return DescribeSecurityGroupsResponse.builder()
                .securityGroups(wanted.stream()
                        .filter(group -> describe.filters().stream().allMatch(filter -> passes(group, filter)))
                        .toList())
                .build();
    }

    private static boolean passes(SecurityGroup group, Filter filter) {
        return switch (filter.name()) {
            case "vpc-id" -> filter.values().contains(group.vpcId());
            case "group-name" -> filter.values().contains(group.groupName());
            default -> throw error("InvalidParameterValue", "The filter '" + filter.name() + "' is invalid");
        };
    }

    @Override
    public DescribeInstancesResponse describeInstances(DescribeInstancesRequest describe) {
        // Everything stands on the first page, so a page's size changes nothing.
        ServedMembers.only(describe, "InstanceIds", "Filters", "MaxResults");
        var wanted = describe.hasInstanceIds()
                ? describe.instanceIds().stream().map(this::known).toList()
                : boxes.all();
        var reservations = wanted.stream()
                .filter(box -> describe.filters().stream().allMatch(filter -> passes(box, filter)))
                .map(SandboxEc2::reservation)
                .toList();
        return DescribeInstancesResponse.builder().reservations(reservations).build();
    }

    /** https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html */
    private Box known(String instanceId) {
        if (!INSTANCE_ID.matcher(instanceId).matches()) {
            throw error("InvalidInstanceID.Malformed", "Invalid id: \"" + instanceId + "\"");
        }
        return boxes.find(instanceId)
                .orElseThrow(() ->
                        error("InvalidInstanceID.NotFound", "The instance ID '" + instanceId + "' does not exist"));
    }

    private static boolean passes(Box box, Filter filter) {
        return value(box, filter.name())
                .filter(value -> filter.values().stream().anyMatch(wanted -> matches(wanted, value)))
                .isPresent();
    }

    private static Optional<String> value(Box box, String filter) {
        if (filter.startsWith("tag:")) {
            return Optional.ofNullable(box.tags().get(filter.substring("tag:".length())));
        }
        return switch (filter) {
            case "instance-id" -> Optional.of(box.instanceId());
            case "instance-state-name" -> Optional.of("running");
            case "private-ip-address" -> Optional.of(box.privateIp());
            default -> throw error("InvalidParameterValue", "The filter '" + filter + "' is invalid");
        };
    }

    private static boolean matches(String pattern, String value) {
        var regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q").replace("?", "\\E.\\Q");
        return value.matches(regex);
    }

    private static Reservation reservation(Box box) {
        var account = Account.SANDBOX.id();
        var instance = Instance.builder()
                .instanceId(box.instanceId())
                .instanceType(InstanceType.T3_MICRO)
                .imageId("ami-0abcdef1234567890")
                .state(state -> state.code(RUNNING).name(InstanceStateName.RUNNING))
                .privateIpAddress(box.privateIp())
                .vpcId(Network.VPC)
                .subnetId(Network.BOX_SUBNET)
                .securityGroups(GroupIdentifier.builder()
                        .groupId(Network.BOX_GROUP)
                        .groupName(Network.BOX_GROUP)
                        .build())
                .iamInstanceProfile(
                        profile -> profile.arn("arn:aws:iam::" + account + ":instance-profile/" + box.roleName()))
                .tags(tags(box))
                .build();
        return Reservation.builder()
                .ownerId(account)
                .reservationId("r-" + box.instanceId().substring(2))
                .instances(instance)
                .build();
    }

    private static List<Tag> tags(Box box) {
        return box.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static AwsServiceException error(String code, String message) {
        return Ec2Exception.builder()
                .statusCode(400)
                .awsErrorDetails(AwsErrorDetails.builder()
                        .errorCode(code)
                        .errorMessage(message)
                        .build())
                .build();
    }

    @Override
    public String serviceName() {
        return SERVICE_NAME;
    }

    @Override
    public void close() {
        // It holds nothing.
    }
}
