package dev.replatform.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.api.v1alpha1.ManagementPolicy;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-05-04T12:00:00Z"), ZoneOffset.UTC);
    private static final Kind.Done DONE = new Kind.Done("Available", "It is there.");

    private ManagementPolicy policy = ManagementPolicy.Manage;
    private boolean paused;
    private long generation = 1;
    private List<Condition> before = List.of();

    private record Change() implements Step<Void> {
        @Override
        public String sentence() {
            return "Change it";
        }

        @Override
        public void act(Void means) {}
    }

    @Test
    void nothingToDoIsReadyAndInSync() {
        assertThat(after(plan -> {}))
                .containsExactly("Ready=True", "Reconciling=False", "Stalled=False", "DriftDetected=False");
    }

    @Test
    void aDifferenceAfterQuietIsDriftUntilItIsGone() {
        before = conditions(plan -> {});

        before = conditions(SummaryTest::differs);
        assertThat(inShort(before)).contains("Ready=False", "Reconciling=True", "DriftDetected=True");

        before = conditions(SummaryTest::differs);
        assertThat(inShort(before)).contains("DriftDetected=True");
        assertThat(after(plan -> {})).contains("Ready=True", "DriftDetected=False");
    }

    @Test
    void aDifferenceThatComesWithANewGenerationIsAChangeOnItsWay() {
        before = conditions(plan -> {});
        generation = 2;

        before = conditions(SummaryTest::differs);
        assertThat(inShort(before)).contains("Reconciling=True", "DriftDetected=False");

        before = conditions(SummaryTest::differs);
        assertThat(inShort(before)).contains("DriftDetected=False");

        before = conditions(plan -> {});
        assertThat(after(SummaryTest::differs)).contains("DriftDetected=True");
    }

    @Test
    void whatCouldNotBeSeenSaysNothingAboutDrift() {
        before = conditions(plan -> {});
        before = conditions(SummaryTest::differs);

        assertThat(after(plan -> plan.problem(new Problem(FailureReason.AWS_UNAVAILABLE, "no answer"))))
                .contains("Ready=False", "Reconciling=True", "DriftDetected=True");
    }

    @Test
    void aLookThatIsThrottledChangesNothingButAThrottledWriteIsSomethingLeftToDo() {
        var throttled = new Problem(FailureReason.THROTTLED, "AWS wants fewer calls");
        before = conditions(plan -> {});

        assertThat(after(plan -> plan.problem(throttled))).contains("Ready=True", "Reconciling=False");
        assertThat(after(plan -> {
                    differs(plan);
                    plan.problem(throttled);
                }))
                .contains("Ready=False", "Reconciling=True", "DriftDetected=True");
    }

    @Test
    void observedOnlySomethingThatIsDueIsTheUsersMove() {
        policy = ManagementPolicy.Observe;
        assertThat(after(SummaryTest::differs))
                .containsExactly("Ready=False", "Reconciling=False", "Stalled=True", "DriftDetected=True");
        assertThat(after(plan -> plan.waitFor("Wait for AWS"))).contains("Reconciling=True", "Stalled=False");
        assertThat(after(plan -> {})).contains("Ready=True");
    }

    @Test
    void pausedWhateverWasStandsAndTheGenerationIsTheEarlierOne() {
        before = conditions(plan -> {});
        paused = true;

        assertThat(after(SummaryTest::differs))
                .containsExactly(
                        "Ready=True", "Reconciling=False", "Stalled=False", "Paused=True", "DriftDetected=True");

        before = conditions(plan -> {});
        paused = false;
        assertThat(after(plan -> {})).doesNotContain("Paused=True").contains("Ready=True");
    }

    @Test
    void whatIsPausedFromTheStartIsNotDone() {
        paused = true;
        assertThat(after(plan -> {})).contains("Ready=False", "Paused=True");
    }

    @Test
    void aLookThatCameToNothingForgetsAPauseThatIsOver() {
        paused = true;
        before = conditions(plan -> {});
        paused = false;
        var conditions = new Conditions(CLOCK, generation, before);

        new Summary(directions(), conditions).of(new Problem(FailureReason.AWS_UNAVAILABLE, "no answer"));

        assertThat(inShort(conditions.toList())).contains("Reconciling=True").doesNotContain("Paused=True");
    }

    private static void differs(Plan.Builder<Void> plan) {
        plan.compare("spec.size", 2, 1, size -> plan.step(new Change()));
    }

    private List<String> after(Consumer<Plan.Builder<Void>> planner) {
        return inShort(conditions(planner));
    }

    private List<Condition> conditions(Consumer<Plan.Builder<Void>> planner) {
        var plan = new Plan.Builder<Void>();
        planner.accept(plan);
        var conditions = new Conditions(CLOCK, generation, before);
        new Summary(directions(), conditions).of(plan.build(), DONE);
        return conditions.toList();
    }

    private Directions directions() {
        return new Directions(policy, paused, null);
    }

    private static List<String> inShort(List<Condition> conditions) {
        return conditions.stream().map(it -> it.type() + "=" + it.status()).toList();
    }
}
