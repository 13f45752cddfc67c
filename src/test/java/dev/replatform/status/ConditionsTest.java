package dev.replatform.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Condition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionsTest {
    private static final String NOON = "2026-05-04T12:00:00Z";
    private static final String LATER = "2026-05-04T13:00:00Z";

    @Test
    void theTimeOfAConditionMovesOnlyWhenItsStatusFlips() {
        var first = at(NOON, null).no("Available", "Creating", "It is made.").toList();
        var second = at(LATER, first).no("Available", "Booting", "It boots.").toList();
        var third = at(LATER, second).yes("Available", "Up", "It is up.").toList();

        assertThat(second).containsExactly(new Condition("Available", "False", "Booting", "It boots.", 3L, NOON));
        assertThat(third).containsExactly(new Condition("Available", "True", "Up", "It is up.", 3L, LATER));
    }

    @Test
    void theSameFindingsGiveTheSameConditionsToTheLetter() {
        var first = at("2026-05-04T12:00:00.123456Z", null)
                .ready("Done", "All is done.")
                .toList();
        assertThat(first).extracting(Condition::lastTransitionTime).containsOnly(NOON);
        assertThat(at(LATER, first).ready("Done", "All is done.").toList()).isEqualTo(first);
    }

    @Test
    void kstatusReadsEachVerdictFromThreeConditions() {
        assertThat(verdict(at(NOON, null).ready("Done", "."))).containsExactly("True", "False", "False");
        assertThat(verdict(at(NOON, null).inProgress("Working", "."))).containsExactly("False", "True", "False");
        assertThat(verdict(at(NOON, null).stalled(new Problem(FailureReason.NO_PG_HBA_LINE, "."))))
                .containsExactly("False", "False", "True");
    }

    @Test
    void theVerdictComesFirstAndTheKindsOwnInTheirOrder() {
        var conditions = at(NOON, null)
                .yes("B", "Yes", ".")
                .unknown("A", "Why", ".")
                .ready("Done", ".")
                .toList();
        assertThat(conditions).extracting(Condition::type).containsExactly("Ready", "Reconciling", "Stalled", "B", "A");
    }

    @Test
    void whatCouldNotBeSeenStaysAsItWas() {
        var before = at(NOON, null).yes("A", "Yes", ".").toList();
        assertThat(at(LATER, before).asBefore("A").asBefore("B").toList()).isEqualTo(before);
    }

    @ParameterizedTest
    @EnumSource(FailureReason.class)
    void everyReasonIsOneWordAndTellsTheWayBack(FailureReason reason) {
        assertThat(reason.conditionReason()).matches("([A-Z][a-z]+)+");
        assertThat(reason.wayBack()).endsWith(".");
    }

    private static List<String> verdict(Conditions conditions) {
        return conditions.toList().stream().map(Condition::status).toList();
    }

    private static Conditions at(String time, List<Condition> before) {
        return new Conditions(Clock.fixed(Instant.parse(time), ZoneOffset.UTC), 3L, before);
    }
}
