package dev.replatform.postgres.proof;

import java.time.Duration;
import java.util.function.Supplier;

/**
 * Gives the source time for its own work: after each statement the proof rests, so that it works a share of the time only.
 *
 * @param percent of the time that it may work, from 1 to 100
 */
public record Pace(int percent, Sleeper sleeper) {
    /** Waits. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration duration);
    }

    /** Does it, and rests in proportion to the time that it took. */
    <T> T of(Supplier<T> statement) {
        var began = System.nanoTime();
        var answer = statement.get();
        var worked = System.nanoTime() - began;
        if (percent < 100) {
            sleeper.sleep(Duration.ofNanos(worked * (100 - percent) / percent));
        }
        return answer;
    }
}
