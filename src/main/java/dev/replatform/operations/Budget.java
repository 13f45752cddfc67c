package dev.replatform.operations;

import java.time.Duration;
import java.time.Instant;

/** How many events one object may have: many at once, as a journey begins with a dozen steps, few in the long run. */
final class Budget {
    static final int MOST_AT_ONCE = 60;
    static final Duration ONE_MORE_EVERY = Duration.ofMinutes(1);

    private int left = MOST_AT_ONCE;
    private Instant filledAt;

    Budget(Instant now) {
        this.filledAt = now;
    }

    /** @return whether there was one left */
    boolean take(Instant now) {
        var more = Math.max(0, Duration.between(filledAt, now).dividedBy(ONE_MORE_EVERY));
        left = (int) Math.min(MOST_AT_ONCE, left + more);
        filledAt = filledAt.plus(ONE_MORE_EVERY.multipliedBy(more));
        if (left == 0) {
            return false;
        }
        left--;
        return true;
    }
}
