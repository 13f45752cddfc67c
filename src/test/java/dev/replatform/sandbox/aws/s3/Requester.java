package dev.replatform.sandbox.aws.s3;

import dev.replatform.sandbox.aws.Caller;
import dev.replatform.sandbox.aws.iam.Principal;
import java.util.Map;

/**
 * Who asks S3, and on whose behalf.
 *
 * @param principal as a bucket policy names him
 * @param caller whose own policies count besides; {@link Caller#ANONYMOUS} where there are none
 * @param context condition keys that hold for whatever he asks
 */
public record Requester(Principal principal, Caller caller, Map<String, String> context) {
    /** S3 sees every call of the sandbox as one over TLS. */
    private static final String SECURE = "aws:SecureTransport";

    /** @return who makes the call that is being served on this thread */
    static Requester current() {
        return of(Caller.current());
    }

    public static Requester anonymous() {
        return of(Caller.ANONYMOUS);
    }

    /**
     * @param service {@code cloudfront.amazonaws.com}
     * @param sourceArn the resource that the service acts for
     */
    public static Requester service(String service, String sourceArn, String sourceAccount) {
        return new Requester(
                Principal.service(service),
                Caller.ANONYMOUS,
                Map.of(SECURE, "true", "aws:SourceArn", sourceArn, "aws:SourceAccount", sourceAccount));
    }

    private static Requester of(Caller caller) {
        return new Requester(Principal.of(caller), caller, Map.of(SECURE, "true"));
    }

    boolean isUnknown() {
        return principal.equals(Principal.of(Caller.ANONYMOUS));
    }
}
