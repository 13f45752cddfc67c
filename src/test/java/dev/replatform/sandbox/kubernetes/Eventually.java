package dev.replatform.sandbox.kubernetes;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Waits for what comes when it comes, but not for ever. How long that takes hangs on what else the machine does and is no
 * test's concern: where nothing is wrong nobody waits longer than it takes.
 */
public final class Eventually {
    /** A server that takes two seconds to start has taken fifty on a core with six other busy processes. */
    public static final Duration PATIENCE = Duration.ofMinutes(2);

    private Eventually() {}

    /** @throws AssertionError where the condition does not hold within {@link #PATIENCE} */
    public static void until(BooleanSupplier condition) {
        until(PATIENCE, condition);
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
