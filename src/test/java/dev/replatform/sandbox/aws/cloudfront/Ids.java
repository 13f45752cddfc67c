package dev.replatform.sandbox.aws.cloudfront;

import java.security.SecureRandom;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names as CloudFront gives them. */
final class Ids {
    private static final String LETTERS_AND_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    private static final int LENGTH = 13;
    private static final SecureRandom RANDOM = new SecureRandom();

    private Ids() {}

    /** @return {@code E} and 13 characters: distributions, origin access controls and ETags look so */
    static String next() {
        return "E" + random();
    }

    /** @return {@code d} and 13 characters below {@code cloudfront.net} */
    static String nextDomain() {
        return "d" + random().toLowerCase(Locale.ROOT) + ".cloudfront.net";
    }

    private static String random() {
        return RANDOM.ints(LENGTH, 0, LETTERS_AND_DIGITS.length())
                .mapToObj(LETTERS_AND_DIGITS::charAt)
                .map(String::valueOf)
                .collect(Collectors.joining());
    }
}
