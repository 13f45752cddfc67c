package dev.replatform.migration.cutover;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.ownership.Owner;
import dev.replatform.postgres.Journal.Step;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Optional;

/**
 * A cutover that is proved and may be approved.
 *
 * @param token what a person approves: it names this cutover and no other, so that an old approval never starts a new one
 */
public record CutoverProposal(String token) {
    private static final String BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int LENGTH = 10;

    /** @return empty until it is proposed */
    public static Optional<CutoverProposal> of(EffectiveMigration spec, ObservedMigration seen) {
        return seen.entry(Step.PROVED).map(proved -> of(spec.owner(), proved.at()));
    }

    /** @param proposedAt when this cutover was proposed, by the source's journal; every new proposal has another time */
    public static CutoverProposal of(Owner owner, Instant proposedAt) {
        var number = new BigInteger(Owner.sha256(owner.uid() + "/" + proposedAt), 16);
        var base = BigInteger.valueOf(BASE32.length());
        var token = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            token.append(BASE32.charAt(number.mod(base).intValue()));
            number = number.divide(base);
        }
        return new CutoverProposal(token.toString());
    }

    /** @return what the works of this cutover depend on; empty until it is proposed */
    public static String inputs(EffectiveMigration spec, ObservedMigration seen) {
        return of(spec, seen).map(CutoverProposal::token).orElse("");
    }
}
