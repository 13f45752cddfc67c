package dev.replatform.postgres.proof;

import dev.replatform.postgres.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A row that travels through DMS behind all that was committed before it.
 *
 * @param patience how long one is waited for, as it is at that moment
 */
public record Marker(Journal source, Journal target, Supplier<Duration> patience, Pace.Sleeper sleeper) {
    private static final String TOKEN = "proof";
    private static final Duration POLL = Duration.ofMillis(20);

    /** @return whether what was committed on the source before is on the target now */
    boolean passes() {
        var sentAt = source.markAgain(TOKEN);
        var giveUp = Instant.now().plus(patience.get());
        while (!target.isMarkedSince(TOKEN, sentAt)) {
            if (Instant.now().isAfter(giveUp)) {
                return false;
            }
            sleeper.sleep(POLL);
        }
        return true;
    }
}
