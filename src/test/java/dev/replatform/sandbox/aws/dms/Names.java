package dev.replatform.sandbox.aws.dms;

import dev.replatform.sandbox.aws.Account;
import java.security.SecureRandom;
import java.util.Locale;

/** Identifiers and ARNs as DMS makes and checks them. */
final class Names {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final SecureRandom RANDOM = new SecureRandom();

    private Names() {}

    /** @return the identifier as DMS stores it, in lower case */
    static String identifier(String member, String given, int longest) {
        if (given == null || given.length() > longest || !given.matches("[a-zA-Z](?:-?[a-zA-Z0-9])*")) {
            throw DmsFaults.invalidValue("The parameter " + member + " must be provided and must be 1-" + longest
                    + " letters, digits and hyphens, begin with a letter, and must not end with a hyphen or contain two"
                    + " consecutive hyphens.");
        }
        return given.toLowerCase(Locale.ROOT);
    }

    /**
     * @param kind {@code rep}, {@code endpoint}, {@code task}
     * @param resourceIdentifier the last part, chosen by the caller; null for one of DMS's own
     */
    static String arn(String kind, String resourceIdentifier) {
        if (resourceIdentifier != null) {
            return Account.SANDBOX.arn("dms", kind + ":" + identifier("ResourceIdentifier", resourceIdentifier, 31));
        }
        var random = new StringBuilder();
        RANDOM.ints(26, 0, ALPHABET.length()).forEach(i -> random.append(ALPHABET.charAt(i)));
        return Account.SANDBOX.arn("dms", kind + ":" + random);
    }

    static String lastPart(String arn) {
        return arn.substring(arn.lastIndexOf(':') + 1);
    }
}
