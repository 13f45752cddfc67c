package dev.replatform.sandbox.aws.readers;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What AWS does some time after it answered. */
final class Waiting {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private Waiting() {}

    /** @throws IllegalStateException where it is not so after a minute */
    static void until(String what, BooleanSupplier holds) {
        var deadline = Instant.now().plus(PATIENCE);
        while (!holds.getAsBoolean()) {
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("in vain waited for " + what);
            }
            LockSupport.parkNanos(10_000_000);
        }
    }
}
