package dev.replatform.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** How plans of parts become the plan of an object. */
class PlanTest {
    private static final Problem BUSY = new Problem(FailureReason.DATABASE_BUSY, "busy");
    private static final Drift CLASS = new Drift("spec.class", "large", "micro");

    private record Named(String sentence) implements Step<Void> {
        @Override
        public void act(Void means) {
            // a plan is only read here
        }
    }

    @Test
    void plansTogetherKeepTheirOrder() {
        Plan<Void> first = Plan.of(new Named("Create the first"));
        Plan<Void> second = Plan.<Void>waitFor("Wait for the second").and(Plan.of(new Named("Create the third")));

        assertThat(first.and(second).sentences())
                .containsExactly("Create the first", "Create the third", "Wait for the second");
    }

    @Test
    void aProblemAndADifferenceAreToldOnce() {
        var one = new Plan.Builder<Void>().problem(BUSY).differs(CLASS).build();

        assertThat(one.and(one).problems()).containsExactly(BUSY);
        assertThat(one.and(one).drift()).containsExactly(CLASS);
    }

    @Test
    void theLongerPauseCounts() {
        var shorter = new Plan.Builder<Void>().pause(Duration.ofSeconds(1)).build();
        var longer = new Plan.Builder<Void>().pause(Duration.ofSeconds(5)).build();

        assertThat(longer.and(shorter).pause()).isEqualTo(Duration.ofSeconds(5));
        assertThat(shorter.and(longer).pause()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void nothingAndNothingIsNothing() {
        assertThat(Plan.<Void>nothing().and(Plan.nothing()).isEmpty()).isTrue();
    }
}
