package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.util.concurrent.atomic.AtomicReference;
import software.amazon.awssdk.services.sts.StsClient;

/** The account that the operator's credentials belong to. It is asked for once: credentials do not change their account. */
public final class AwsAccount {
    private final StsClient sts;
    private final AtomicReference<Identity> known = new AtomicReference<>();

    AwsAccount(StsClient sts) {
        this.sts = sts;
    }

    /**
     * Where ARNs begin.
     *
     * @param account twelve digits
     * @param partition {@code aws}, {@code aws-cn}, ...
     */
    public record Identity(String account, String partition) {}

    /** @return the operator's own identity */
    public Seen<Identity> identity() {
        var answer = known.get();
        if (answer != null) {
            return Seen.present(answer);
        }
        var seen = AwsCalls.see("GetCallerIdentity", () -> {
            var caller = sts.getCallerIdentity();
            return new Identity(caller.account(), caller.arn().split(":", -1)[1]);
        });
        seen.value().ifPresent(known::set);
        return seen;
    }
}
