package dev.replatform.secrets;

import java.security.SecureRandom;
import java.util.stream.Collectors;

/** A password that the operator makes. */
public final class GeneratedPassword {
    private static final int LENGTH = 32;

    /** What RDS, DMS and URLs all take. */
    private static final String CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

    private static final SecureRandom RANDOM = new SecureRandom();

    private GeneratedPassword() {}

    /** @return 32 random letters, digits, hyphens and underscores */
    public static String next() {
        return RANDOM.ints(LENGTH, 0, CHARACTERS.length())
                .mapToObj(index -> String.valueOf(CHARACTERS.charAt(index)))
                .collect(Collectors.joining());
    }
}
