package dev.replatform.migration.preflight;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import java.util.List;
import java.util.Optional;

/** The checks of the AWS account, in the order in which they are told. */
public final class AwsChecks {
    /** All of them. */
    public static final List<Check<AwsView>> ALL = List.of(
            new NoDmsVpcRole(),
            new NotOrderable(),
            new QuotaReached(),
            new SubnetsDoNotFit(),
            new NoFreeAddress(),
            new NoWayToSource(),
            new NoWayToTarget(),
            new BoxNotReachable(),
            new AssessmentNotPossible());

    private AwsChecks() {}

    /**
     * @param right what the look takes, for example {@code ec2:DescribeSubnets}: not every service's refusal names it
     * @return that what a check looks for could not be seen; empty where it could
     */
    static Optional<Finding> unseen(About about, String object, Seen<?> seen, String right) {
        return seen.problem()
                .map(why -> about.unseen(
                        object,
                        why.message(),
                        why.reason() == FailureReason.ACCESS_DENIED
                                ? "allow the operator's role " + right
                                : "nothing: it is looked at again"));
    }
}
