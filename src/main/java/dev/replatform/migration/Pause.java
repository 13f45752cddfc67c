package dev.replatform.migration;

import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.time.Duration;

/** Between two looks of a job. Reconciles never wait. */
public final class Pause {
    private Pause() {}

    public static void of(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(FailureReason.DATABASE_BUSY, "The work was interrupted; it is started again");
        }
    }
}
