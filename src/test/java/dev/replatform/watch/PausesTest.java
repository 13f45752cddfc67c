package dev.replatform.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.AdjustableClock;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PausesTest {
    private final AdjustableClock clock = new AdjustableClock();
    private final Pauses pauses = new Pauses(clock);

    @Test
    void theFirstIsNoneAndTheyGrowToHalfAMinute() {
        assertThat(Stream.generate(this::next).limit(9)).containsExactly(0L, 1L, 2L, 4L, 8L, 16L, 30L, 30L, 30L);
    }

    @Test
    void theyBeginAgainTwoMinutesAfterTheEndOfTheLast() {
        for (int pause = 1; pause <= 7; pause++) {
            next();
        }

        clock.forward(Duration.ofSeconds(121));
        assertThat(next()).as("the last one ended 91 s ago").isEqualTo(30);

        clock.forward(Duration.ofSeconds(151));
        assertThat(next()).isZero();
    }

    private long next() {
        return pauses.next().toSeconds();
    }
}
