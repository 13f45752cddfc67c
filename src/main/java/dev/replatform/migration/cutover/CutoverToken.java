package dev.replatform.migration.cutover;

import dev.replatform.ownership.Owner;
import java.math.BigInteger;
import java.time.Instant;

/** What a person approves: it names this cutover and no other, so that an old approval never starts a new one. */
public final class CutoverToken {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int LENGTH = 10;

    private CutoverToken() {}

    /** @param proposedAt when this cutover was proposed, by the source's journal; every new proposal has another time */
    public static String of(Owner owner, Instant proposedAt) {
        var number = new BigInteger(Owner.sha256(owner.uid() + "/" + proposedAt), 16);
        var base = BigInteger.valueOf(BASE32.length());
        var token = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            token.append(BASE32.charAt(number.mod(base).intValue()));
            number = number.divide(base);
        }
        return token.toString();
    }
}
