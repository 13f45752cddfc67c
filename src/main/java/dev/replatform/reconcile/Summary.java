package dev.replatform.reconcile;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.stream.Collectors;

/** The conditions that every kind has, out of what is left of its plan: what kstatus, kubectl wait and Argo CD read. */
final class Summary {
    static final String DRIFT_DETECTED = "DriftDetected";
    static final String PAUSED = "Paused";

    private static final String IN_SYNC = "InSync";

    private final Directions directions;
    private final Conditions conditions;

    Summary(Directions directions, Conditions conditions) {
        this.directions = directions;
        this.conditions = conditions;
    }

    /** @param left what is left to do; under Observe and while paused that is the whole plan */
    void of(Plan<?> left, Kind.Done done) {
        if (directions.paused()) {
            paused();
        } else {
            standing(left, done);
        }
        drift(left);
    }

    /** A look that came to nothing: whatever is not about that is as it was. */
    void of(Problem problem) {
        conditions.allAsBeforeBut(PAUSED);
        if (directions.paused()) {
            paused();
        } else if (problem.needsTheUser()) {
            conditions.stalled(problem);
        } else if (problem.reason() != FailureReason.THROTTLED || !knowsThisSpec()) {
            conditions.inProgress(problem.reason().conditionReason(), problem.message());
        }
    }

    private void paused() {
        var message = "The annotation replatform.dev/paused is true: nothing is written until it is gone.";
        if (conditions.before(Conditions.READY).isPresent()) {
            asItWas();
        } else {
            conditions.no(Conditions.READY, PAUSED, message);
        }
        conditions.yes(PAUSED, PAUSED, message);
    }

    private void asItWas() {
        conditions.asBefore(Conditions.READY).asBefore(Conditions.RECONCILING).asBefore(Conditions.STALLED);
    }

    private void standing(Plan<?> left, Kind.Done done) {
        var usersMove = left.problems().stream().filter(Problem::needsTheUser).findFirst();
        if (usersMove.isPresent()) {
            conditions.stalled(usersMove.get());
        } else if (onlyTheLookWasThrottled(left) && knowsThisSpec()) {
            asItWas();
        } else if (!left.problems().isEmpty()) {
            var problem = left.problems().get(0);
            conditions.inProgress(problem.reason().conditionReason(), problem.message());
        } else if (directions.observeOnly() && left.isDue()) {
            conditions.stalled(new Problem(
                    FailureReason.OBSERVED_ONLY,
                    "managementPolicy is Observe and not everything is as declared: status.plan says what is due"));
        } else if (!left.isEmpty()) {
            conditions.inProgress("Working", left.sentences().get(0));
        } else {
            conditions.ready(done.reason(), done.message());
        }
    }

    /** A condition that speaks of an earlier spec, or of none, must not say of this one that it is done. */
    private boolean knowsThisSpec() {
        return conditions
                .before(Conditions.READY)
                .filter(it -> conditions.generation().equals(it.observedGeneration()))
                .isPresent();
    }

    /** A write that was throttled leaves something undone, and that is told. */
    private static boolean onlyTheLookWasThrottled(Plan<?> left) {
        return !left.isDue()
                && left.drift().isEmpty()
                && !left.problems().isEmpty()
                && left.problems().stream().allMatch(problem -> problem.reason() == FailureReason.THROTTLED);
    }

    /** A difference that comes with a new generation of the spec is a change on its way, not drift. */
    private void drift(Plan<?> left) {
        if (left.drift().isEmpty() && left.problems().isEmpty()) {
            conditions.no(DRIFT_DETECTED, IN_SYNC, "What is declared is what AWS has.");
        } else if (left.drift().isEmpty()) {
            conditions.asBefore(DRIFT_DETECTED);
        } else if (directions.observeOnly() || wasInSyncBefore()) {
            var fields = left.drift().stream().map(Drift::field).collect(Collectors.joining(", "));
            conditions.yes(DRIFT_DETECTED, DRIFT_DETECTED, "AWS has something else than what is declared: " + fields);
        } else {
            conditions.no(DRIFT_DETECTED, "BeingApplied", "What was declared last is being put into force.");
        }
    }

    private boolean wasInSyncBefore() {
        return conditions
                .before(DRIFT_DETECTED)
                .filter(it -> it.isTrue() || it.reason().equals(IN_SYNC))
                .filter(it -> conditions.generation().equals(it.observedGeneration()))
                .isPresent();
    }
}
