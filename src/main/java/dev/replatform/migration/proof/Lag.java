package dev.replatform.migration.proof;

import dev.replatform.work.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How far the target is behind.
 *
 * @param probe the last measurement of this process, or the one that runs
 */
public record Lag(JobState probe) {
    /**
     * One measurement.
     *
     * @param lag how long the row was on its way; a minute where it did not arrive in one
     */
    public record Measured(Duration lag, Instant at) {}

    /** @return empty where it was never measured */
    public Optional<Measured> measured() {
        return probe.result(Measured.class);
    }

    /** @return empty where it was never measured */
    public Optional<Duration> last() {
        return measured().map(Measured::lag);
    }

    public boolean isWithin(int seconds) {
        return last().filter(it -> it.toSeconds() <= seconds).isPresent();
    }
}
