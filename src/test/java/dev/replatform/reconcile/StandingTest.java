package dev.replatform.reconcile;

import static dev.replatform.reconcile.Standings.MANAGE;
import static dev.replatform.reconcile.Standings.OBSERVE;
import static dev.replatform.reconcile.Standings.PAUSED;
import static dev.replatform.reconcile.Standings.failed;
import static dev.replatform.reconcile.Standings.look;
import static dev.replatform.reconcile.Standings.problem;
import static dev.replatform.reconcile.Standings.unseen;
import static dev.replatform.status.Kstatus.CURRENT;
import static dev.replatform.status.Kstatus.FAILED;
import static dev.replatform.status.Kstatus.IN_PROGRESS;
import static dev.replatform.status.Kstatus.TERMINATING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.DatabaseStatus;
import dev.replatform.status.FailureReason;
import dev.replatform.status.FailureReason.Move;
import dev.replatform.status.Kstatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How an object stands, by what is left of its plan and by how it stood before, in the eyes of those who wait for it. */
class StandingTest {
    private static final DatabaseStatus UNSEEN = unseen(DatabaseStatus.NONE);
    private static final DatabaseStatus READY = look(1, UNSEEN, MANAGE, plan -> {});
    private static final DatabaseStatus WORKING = look(1, UNSEEN, MANAGE, plan -> plan.waitFor("Wait for RDS"));
    private static final DatabaseStatus STALLED = look(1, UNSEEN, MANAGE, problem(FailureReason.INVALID_SPEC));

    static Stream<Arguments> situations() {
        return Stream.of(
                arguments("before the first look", 1, UNSEEN, IN_PROGRESS),
                arguments("nothing left to do", 1, READY, CURRENT),
                arguments("a step is under way", 1, WORKING, IN_PROGRESS),
                arguments("a new spec, not looked at yet", 2, READY, IN_PROGRESS),
                arguments("a corrected spec, not looked at yet", 2, STALLED, IN_PROGRESS),
                arguments("a wrong spec", 1, STALLED, FAILED),
                arguments(
                        "drift, being put back",
                        1,
                        look(1, READY, MANAGE, plan -> plan.compare("spec.x", 2, 1, x -> plan.waitFor("Wait"))),
                        IN_PROGRESS),
                arguments(
                        "observed, and something differs",
                        1,
                        look(
                                1,
                                READY,
                                OBSERVE,
                                plan -> plan.compare("spec.x", 2, 1, x -> plan.step(new Standings.Change()))),
                        FAILED),
                arguments("observed, and nothing differs", 1, look(1, UNSEEN, OBSERVE, plan -> {}), CURRENT),
                arguments("paused when ready", 1, look(1, READY, PAUSED, plan -> {}), CURRENT),
                arguments("paused from the start", 1, look(-1, UNSEEN, PAUSED, plan -> {}), IN_PROGRESS),
                arguments("paused, the spec changed since", 2, look(1, READY, PAUSED, plan -> {}), IN_PROGRESS),
                arguments("throttled when ready", 1, look(1, READY, MANAGE, problem(FailureReason.THROTTLED)), CURRENT),
                arguments(
                        "throttled while working",
                        1,
                        look(1, WORKING, MANAGE, problem(FailureReason.THROTTLED)),
                        IN_PROGRESS),
                arguments(
                        "throttled at the first look",
                        1,
                        look(1, UNSEEN, MANAGE, problem(FailureReason.THROTTLED)),
                        IN_PROGRESS),
                arguments(
                        "throttled at the first look at a new spec",
                        2,
                        look(2, READY, MANAGE, problem(FailureReason.THROTTLED)),
                        IN_PROGRESS),
                arguments(
                        "throttled, nothing came of the look",
                        1,
                        failed(1, READY, MANAGE, FailureReason.THROTTLED),
                        CURRENT),
                arguments(
                        "throttled, nothing came of the look at a new spec",
                        2,
                        failed(2, READY, MANAGE, FailureReason.THROTTLED),
                        IN_PROGRESS),
                arguments(
                        "the operator failed at a ready object",
                        1,
                        failed(1, READY, MANAGE, FailureReason.INTERNAL_ERROR),
                        IN_PROGRESS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("situations")
    void isReadTheSameByAllWhoWaitForIt(String situation, long generation, DatabaseStatus status, Kstatus verdict) {
        var object = object(generation, status);

        assertThat(Kstatus.of(object)).isEqualTo(verdict);
        assertThat(Kstatus.isAwaited(object)).as("kubectl wait").isEqualTo(verdict == CURRENT);
        assertThat(status.isTrue("Reconciling") && status.isTrue("Stalled")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(value = FailureReason.class, names = "THROTTLED", mode = EnumSource.Mode.EXCLUDE)
    void whoseMoveItIsDecidesWhetherAnObjectHasFailed(FailureReason reason) {
        var verdict = reason.move() == Move.USER ? FAILED : IN_PROGRESS;

        assertThat(Kstatus.of(object(1, look(1, READY, MANAGE, problem(reason)))))
                .isEqualTo(verdict);
        assertThat(Kstatus.of(object(1, failed(1, READY, MANAGE, reason)))).isEqualTo(verdict);
    }

    @Test
    void whatIsDeletedIsTerminatingHoweverItStands() {
        Arrays.asList(UNSEEN, READY, WORKING, STALLED).forEach(status -> {
            var object = object(1, status);
            object.getMetadata().setDeletionTimestamp("2026-05-04T12:00:00Z");

            assertThat(Kstatus.of(object)).isEqualTo(TERMINATING);
        });
    }

    private static Database object(long generation, DatabaseStatus status) {
        var object = new Database();
        object.setMetadata(new ObjectMetaBuilder()
                .withName("mvp")
                .withGeneration(generation)
                .build());
        object.setStatus(status);
        return object;
    }
}
