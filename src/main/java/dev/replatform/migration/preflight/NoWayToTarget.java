package dev.replatform.migration.preflight;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** The replication instance reaches the RDS instance as far as security groups say. */
final class NoWayToTarget implements Check<AwsView> {
    private static final About ABOUT = About.blocker(
                    "NoWayToTarget",
                    "the rules of the security groups of the replication instance and of the RDS instance",
                    "DMS's connection test times out",
                    "aws ec2 authorize-security-group-ingress --group-id TARGET --protocol tcp --port 5432 --source-group REPLICATION",
                    Way.PAGE)
            .goesOnUnseen();

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(AwsView at) {
        return Way.of(at, at.target()).findings(ABOUT);
    }
}
