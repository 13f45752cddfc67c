package dev.replatform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Goes as the system's does, and can be put forward. */
public final class AdjustableClock extends Clock {
    private volatile Duration ahead = Duration.ZERO;

    /** Puts it forward by so much more. */
    public void forward(Duration more) {
        ahead = ahead.plus(more);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("the operator knows one zone");
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(ahead);
    }
}
