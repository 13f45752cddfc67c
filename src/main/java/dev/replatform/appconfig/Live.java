package dev.replatform.appconfig;

import dev.replatform.aws.SsmParameters;
import dev.replatform.ownership.Claim;
import dev.replatform.reconcile.Seen;
import java.util.Map;
import java.util.Optional;

/**
 * A declared parameter that is in SSM.
 *
 * @param tags its AWS tags
 * @param keyId the KMS key of a SecureString; empty where it is not known yet, and for the other types
 */
record Live(SsmParameters.Parameter parameter, Seen<Map<String, String>> tags, Optional<String> keyId) {
    private static final String WHERE = "^arn:[^:]*:kms:[^:]*:[^:]*:";

    boolean holds(String text) {
        return parameter.value().equals(text);
    }

    /** @return whether it is, by all that is known, encrypted with that key; one key has several names */
    boolean isUnder(String key) {
        return keyId.map(live -> bare(live).equals(bare(key))).orElse(true);
    }

    /** @return whether it carries the owner tag of the object that claims it */
    boolean isOurs(Claim claim) {
        return tags.is(it -> claim.on(it) == Claim.Standing.OURS);
    }

    private static String bare(String key) {
        return key.replaceFirst(WHERE, "").replaceFirst("^key/", "");
    }
}
