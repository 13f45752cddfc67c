package dev.replatform.migration.preflight;

import dev.replatform.aws.Ec2Networks.Subnet;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.stream.Collectors;

/** A replication subnet group covers two availability zones, in one VPC. */
final class SubnetsDoNotFit implements Check<AwsView> {
    private static final String FIELD = "spec.replicationInstance.create.subnetIds";

    private static final About ABOUT = About.blocker(
                    "SubnetsDoNotFit",
                    "the subnets of the replication instance: whether they exist, their VPC and availability zones",
                    "DMS refuses to make the subnet group: it does not cover at least two Availability Zones, or a subnet is invalid",
                    "name subnets of one VPC in at least two availability zones in " + FIELD,
                    "https://docs.aws.amazon.com/dms/latest/APIReference/API_CreateReplicationSubnetGroup.html")
            .goesOnUnseen();

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(AwsView at) {
        if (!at.isToBeMade()) {
            return List.of();
        }
        var ids = String.join(", ", at.spec().subnetIds());
        var subnets = at.network().subnets();
        if (subnets.isAbsent()) {
            return List.of(ABOUT.found(
                    ids,
                    "at least one of the subnets does not exist in %s"
                            .formatted(at.spec().region()),
                    "aws ec2 describe-subnets, and correct " + FIELD));
        }
        return subnets.value()
                .map(all -> of(all, ids))
                .orElseGet(() -> Unseen.of(ABOUT, ids, subnets, "ec2:DescribeSubnets").stream()
                        .toList());
    }

    private static List<Finding> of(List<Subnet> subnets, String ids) {
        var vpcs = subnets.stream().map(Subnet::vpcId).distinct().sorted().toList();
        if (vpcs.size() > 1) {
            return List.of(ABOUT.found(
                    ids,
                    "the subnets are in %d VPCs: %s".formatted(vpcs.size(), String.join(", ", vpcs)),
                    "name subnets of one VPC in " + FIELD));
        }
        var zones = subnets.stream().map(Subnet::zone).collect(Collectors.toSet());
        return zones.size() > 1
                ? List.of()
                : List.of(ABOUT.found(
                        ids,
                        "all the subnets are in availability zone %s".formatted(String.join("", zones)),
                        "add a subnet of %s in another availability zone to %s".formatted(vpcs.get(0), FIELD)));
    }
}
