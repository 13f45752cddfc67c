package dev.replatform.migration.preflight;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Finding;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import java.util.Optional;

/** What AWS did not let the operator see. */
final class Unseen {
    private Unseen() {}

    /**
     * @param right what the look takes, for example {@code ec2:DescribeSubnets}: not every service's refusal names it
     * @return that what a check looks for could not be seen; empty where it could
     */
    static Optional<Finding> of(About about, String object, Seen<?> seen, String right) {
        return seen.problem()
                .map(why -> about.unseen(
                        object,
                        why.message(),
                        why.reason() == FailureReason.ACCESS_DENIED
                                ? "allow the operator's role " + right
                                : "nothing: it is looked at again"));
    }
}
