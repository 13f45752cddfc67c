package dev.replatform.migration.preflight;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.ArrayList;
import java.util.List;

/** {@code pgHba: Apply} goes through SSM Run Command. */
final class BoxNotReachable implements Check<AwsView> {
    private static final About ABOUT = About.blocker(
                    "BoxNotReachable",
                    "with `pgHba: Apply`: the EC2 instance of `source.ec2`, its consent tag, and its SSM agent",
                    "pg_hba.conf cannot be changed once the replication instance stands, and DMS is not let in",
                    "give the instance's role AmazonSSMManagedInstanceCore, and: systemctl start amazon-ssm-agent",
                    "https://docs.aws.amazon.com/systems-manager/latest/userguide/troubleshooting-managed-nodes.html")
            .goesOnUnseen();

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(AwsView at) {
        if (!at.spec().sourceBox().takesPgHbaLines()) {
            return List.of();
        }
        var id = at.spec().sourceBox().instanceId();
        var instance = at.box().instance();
        var found = new ArrayList<Finding>();
        if (instance.isAbsent()) {
            return List.of(ABOUT.found(
                    id,
                    "the EC2 instance does not exist in %s".formatted(at.spec().region()),
                    "correct spec.source.ec2.instanceId"));
        }
        Unseen.of(ABOUT, id, instance, "ec2:DescribeInstances").ifPresent(found::add);
        instance.value()
                .flatMap(it -> at.spec().allowTag().refuses(at.spec().owner(), "EC2 instance " + id, it.tags()))
                .ifPresent(refusal ->
                        found.add(ABOUT.found(id, refusal.message(), "set the tag, or spec.source.pgHba to Report")));
        Unseen.of(ABOUT, id, at.box().agentIsOnline(), "ssm:DescribeInstanceInformation")
                .ifPresent(found::add);
        if (!at.box().agentIsOnline().isUnknown() && !at.box().agentIsOnline().is(online -> online)) {
            found.add(ABOUT.found(
                    id,
                    "the instance's SSM agent does not answer",
                    "give the instance's role AmazonSSMManagedInstanceCore, and: systemctl start amazon-ssm-agent"));
        }
        return found;
    }
}
