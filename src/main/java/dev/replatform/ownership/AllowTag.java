package dev.replatform.ownership;

import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.Map;
import java.util.Optional;

/**
 * Whether an object may use a role or an EC2 instance that it did not create. Without this rule whoever may create an
 * AppConfig would be root on any instance.
 *
 * @param required the operator's setting {@code requireAllowTag}
 */
public record AllowTag(boolean required) {
    /** The tag that its owner sets; its value is {@code <clusterName>/<namespace>}. */
    public static final String TAG = "replatform.dev/allow";

    /** @return whether a role or instance with these tags may be used */
    public boolean allows(Owner owner, Map<String, String> tags) {
        return !required || value(owner).equals(tags.get(TAG));
    }

    /**
     * @param what the resource in words, for example {@code role cloudtalents-ec2}
     * @return why not; empty where it may
     */
    public Optional<Problem> refuses(Owner owner, String what, Map<String, String> tags) {
        if (allows(owner, tags)) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                FailureReason.NOT_ALLOWED_BY_OWNER,
                "%s does not carry the tag %s = %s: its owner has to set it".formatted(what, TAG, value(owner))));
    }

    private static String value(Owner owner) {
        return owner.clusterName() + "/" + owner.namespace();
    }
}
