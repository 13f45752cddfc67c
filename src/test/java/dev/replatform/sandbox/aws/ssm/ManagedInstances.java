package dev.replatform.sandbox.aws.ssm;

import dev.replatform.sandbox.aws.box.Box;
import dev.replatform.sandbox.aws.box.Boxes;
import java.time.Instant;
import software.amazon.awssdk.services.ssm.model.DescribeInstanceInformationRequest;
import software.amazon.awssdk.services.ssm.model.InstanceInformation;
import software.amazon.awssdk.services.ssm.model.InstanceInformationStringFilter;
import software.amazon.awssdk.services.ssm.model.InvalidFilterKeyException;
import software.amazon.awssdk.services.ssm.model.PingStatus;

/** What SSM knows of the boxes' agents. */
record ManagedInstances(Boxes boxes) {
    private static final int MOST = 50;

    Page<InstanceInformation> describe(DescribeInstanceInformationRequest describe) {
        var found = boxes.all().stream()
                .filter(box -> describe.filters().stream().allMatch(filter -> passes(box, filter)))
                .map(ManagedInstances::information)
                .toList();
        return Page.of(found, describe.nextToken(), describe.maxResults(), MOST);
    }

    private static boolean passes(Box box, InstanceInformationStringFilter filter) {
        var values = filter.values();
        if (filter.key().startsWith("tag:")) {
            return values.contains(box.tags().get(filter.key().substring("tag:".length())));
        }
        return switch (filter.key()) {
            case "InstanceIds" -> values.contains(box.instanceId());
            case "PingStatus" -> values.contains(pingStatus(box).toString());
            default -> throw InvalidFilterKeyException.builder().build();
        };
    }

    private static PingStatus pingStatus(Box box) {
        return box.isOnline() ? PingStatus.ONLINE : PingStatus.CONNECTION_LOST;
    }

    private static InstanceInformation information(Box box) {
        return InstanceInformation.builder()
                .instanceId(box.instanceId())
                .pingStatus(pingStatus(box))
                .lastPingDateTime(Instant.now())
                .agentVersion("3.3.2299.0")
                .isLatestVersion(true)
                .platformType("Linux")
                .platformName("Amazon Linux")
                .platformVersion("2023")
                .resourceType("EC2Instance")
                .ipAddress(box.privateIp())
                .computerName("ip-" + box.privateIp().replace('.', '-') + ".eu-west-1.compute.internal")
                .build();
    }
}
