package dev.replatform.watch;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** How long to wait before the next attempt: not at all after a quiet time, else longer each time. */
final class Pauses {
    private static final Duration QUIET = Duration.ofMinutes(2);
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Clock clock;
    private Instant lastEnd = Instant.MIN;
    private Duration last = Duration.ZERO;

    Pauses(Clock clock) {
        this.clock = clock;
    }

    synchronized Duration next() {
        var now = clock.instant();
        last = lastEnd.isBefore(now.minus(QUIET)) ? Duration.ZERO : longer(last);
        lastEnd = now.plus(last);
        return last;
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.isZero() ? FIRST : pause.multipliedBy(2);
        return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
    }
}
