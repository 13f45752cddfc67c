package dev.replatform.migration.preflight;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** The replication instance reaches the source as far as security groups say. */
final class NoWayToSource implements Check<AwsView> {
    private static final About ABOUT = About.blocker(
                    "NoWayToSource",
                    "the rules of the security groups of the replication instance and of the source's EC2 instance",
                    "DMS's connection test times out",
                    "aws ec2 authorize-security-group-ingress --group-id SOURCE --protocol tcp --port 5432 --source-group REPLICATION",
                    Way.PAGE)
            .goesOnUnseen();

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(AwsView at) {
        return Way.of(at, at.source()).findings(ABOUT);
    }
}
