package dev.replatform.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Status;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UnreadableEventsTest {
    private static final String LISTS_ANEW = "410";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HandClock clock = new HandClock();
    private final UnreadableEvents events = new UnreadableEvents(registry, clock);

    @Test
    void theWaitsBetweenListsGrowToHalfAMinute() {
        assertThat(Stream.generate(this::next).limit(16))
                .containsExactly(
                        LISTS_ANEW, "1 s", LISTS_ANEW, "2 s", LISTS_ANEW, "4 s", LISTS_ANEW, "8 s", LISTS_ANEW, "16 s",
                        LISTS_ANEW, "32 s", LISTS_ANEW, "32 s", LISTS_ANEW, "32 s");
    }

    @Test
    void afterTwoCalmMinutesTheFirstListsAtOnce() {
        Stream.generate(this::next).limit(4).toList();

        clock.pass(Duration.ofSeconds(121));

        assertThat(next()).isEqualTo(LISTS_ANEW);
        assertThat(next()).isEqualTo("1 s");
    }

    @Test
    void eachIsCounted() {
        Stream.generate(this::next).limit(3).toList();

        assertThat(registry.get("replatform.kubernetes.unreadable.events").counter().count())
                .isEqualTo(3);
    }

    private String next() {
        Status status = events.get();
        return status.getCode() == 410
                ? LISTS_ANEW
                : status.getDetails().getRetryAfterSeconds() + " s";
    }
}
