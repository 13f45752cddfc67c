package dev.replatform.sandbox.kubernetes;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what comes when it comes, but not for ever. */
public final class Eventually {
    private static final Duration LONGEST = Duration.ofSeconds(15);

    private Eventually() {}

    /** @throws AssertionError where the condition does not hold within 15 s */
    public static void until(BooleanSupplier condition) {
        until(LONGEST, condition);
    }

    /** @throws AssertionError where it does not come true in that time */
    public static void until(Duration longest, BooleanSupplier condition) {
        var end = System.nanoTime() + longest.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("did not come true within " + longest.toSeconds() + " s");
            }
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }
}
