package dev.replatform.migration.preflight;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** A replication instance takes an address of its subnet, and one more of another while its host is replaced. */
final class NoFreeAddress implements Check<AwsView> {
    private static final About ABOUT = About.blocker(
                    "NoFreeAddress",
                    "free IPv4 addresses in the subnets of the replication instance",
                    "the replication instance ends as incompatible-network",
                    "name a subnet with free addresses in spec.replicationInstance.create.subnetIds, or free some",
                    "https://docs.aws.amazon.com/dms/latest/APIReference/API_ReplicationInstance.html")
            .goesOnUnseen();

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(AwsView at) {
        if (!at.isToBeMade()) {
            return List.of(); // and where the subnets cannot be seen, SubnetsDoNotFit says so
        }
        return at.network().subnets().value().orElse(List.of()).stream()
                .filter(subnet -> subnet.freeAddresses() == 0)
                .map(subnet -> ABOUT.found(
                        subnet.id(),
                        "the subnet (%s, %s) has no free address".formatted(subnet.cidr(), subnet.zone()),
                        "name another subnet of %s in spec.replicationInstance.create.subnetIds, or free addresses"
                                .formatted(subnet.zone())))
                .toList();
    }
}
