package dev.replatform.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.operations.Looks.Subject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LooksTest {
    private static final Subject MVP = new Subject("Migration", "cloudtalents", "mvp");
    private static final Subject IMAGES = new Subject("ImageStore", "cloudtalents", "images");
    private static final Duration STEADY = Duration.ofSeconds(60);
    private static final Duration MOMENT = Duration.ofSeconds(1);

    private final HandClock clock = new HandClock();
    private final Looks looks = new Looks(clock, 2);

    @Test
    void nothingIsStuckWhileEveryObjectIsLookedAtInTime() {
        // given
        looks.due(MVP);
        looks.begun(MVP);
        looks.ended(MVP, STEADY);

        // when
        clock.pass(STEADY.plus(Looks.LONGEST_DELAY));

        // then
        assertThat(looks.stuck()).isEmpty();
    }

    @Test
    void aLookThatDoesNotEndIsStuck() {
        // given
        looks.begun(MVP);

        // when
        clock.pass(Looks.LONGEST_LOOK.plus(MOMENT));

        // then
        assertThat(looks.stuck())
                .containsExactly("Migration cloudtalents/mvp has been looked at since 2026-11-22T12:00:00Z");
    }

    @Test
    void anObjectThatIsNotLookedAtWhenItIsDueIsStuck() {
        // given
        looks.begun(MVP);
        looks.ended(MVP, STEADY);

        // when
        clock.pass(STEADY.plus(Looks.LONGEST_DELAY).plus(MOMENT));

        // then
        assertThat(looks.stuck())
                .containsExactly("Migration cloudtalents/mvp was to be looked at at 2026-11-22T12:01:00Z");
    }

    @Test
    void anObjectThatWaitsForAFreeThreadIsNotStuck() {
        // given
        looks.due(MVP);
        looks.begun(IMAGES);
        looks.begun(new Subject("Database", "cloudtalents", "mvp"));

        // when
        clock.pass(Looks.LONGEST_DELAY.plus(MOMENT));
        looks.ended(IMAGES, STEADY);

        // then
        assertThat(looks.stuck()).isEmpty();

        // when a thread has been free for it
        clock.pass(Looks.LONGEST_DELAY.plus(MOMENT));

        // then
        assertThat(looks.stuck()).contains("Migration cloudtalents/mvp was to be looked at at 2026-11-22T12:00:00Z");
    }

    @Test
    void anObjectThatIsGoneIsNotMissed() {
        // given
        looks.begun(MVP);
        looks.gone(MVP);

        // when
        clock.pass(Duration.ofDays(1));

        // then
        assertThat(looks.stuck()).isEmpty();
    }
}
