package dev.replatform.reconcile;

import static dev.replatform.reconcile.Events.Type.Normal;
import static dev.replatform.reconcile.Events.Type.Warning;

import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.api.v1alpha1.KindStatus;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Right;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** What is worth telling a person: steps that were done, and what has flipped from one status to the next. */
final class Announcer {
    private static final String LOOK = "Look";

    private final Events events;

    Announcer(Events events) {
        this.events = events;
    }

    void done(HasMetadata about, Step<?> step) {
        events.tell(about, Normal, step.action(), step.action(), step.sentence());
    }

    /** An event is all that whoever reads the object can see then. */
    void cannotReport(HasMetadata about, Right missing) {
        events.tell(
                about,
                Warning,
                FailureReason.ACCESS_DENIED.conditionReason(),
                LOOK,
                "The status is not written: the operator may not %s.".formatted(missing));
    }

    /** Tells what a look has changed: the phase, whether the object is ready, what differs in AWS. */
    void changed(HasMetadata about, KindStatus before, KindStatus now) {
        if (now.phase() != null && !now.phase().equals(before.phase())) {
            events.tell(about, Normal, now.phase(), LOOK, "The phase is %s now.".formatted(now.phase()));
        }
        tellDrift(about, before, now);
        tellStanding(about, before, now);
    }

    private void tellDrift(HasMetadata about, KindStatus before, KindStatus now) {
        if (now.isTrue(Summary.DRIFT_DETECTED) && !Objects.equals(before.drift(), now.drift())) {
            events.tell(about, Warning, Summary.DRIFT_DETECTED, LOOK, inWords(now.drift()));
        } else if (before.isTrue(Summary.DRIFT_DETECTED) && !now.isTrue(Summary.DRIFT_DETECTED)) {
            events.tell(about, Normal, "DriftCorrected", LOOK, "What differed is as declared again.");
        }
    }

    private static String inWords(List<Drift> drift) {
        return drift.stream()
                .map(it -> "%s is %s, declared is %s".formatted(it.field(), it.live(), it.declared()))
                .collect(Collectors.joining("; "));
    }

    private void tellStanding(HasMetadata about, KindStatus before, KindStatus now) {
        var ready = condition(now, Conditions.READY);
        var stalled = condition(now, Conditions.STALLED).filter(Condition::isTrue);
        if (stalled.isPresent()) {
            if (!stalled.map(Condition::reason)
                    .equals(condition(before, Conditions.STALLED)
                            .filter(Condition::isTrue)
                            .map(Condition::reason))) {
                tell(about, Warning, stalled.get());
            }
        } else if (now.isTrue(Conditions.READY) != before.isTrue(Conditions.READY)) {
            ready.ifPresent(it -> tell(about, Normal, it));
        }
    }

    private void tell(HasMetadata about, Events.Type type, Condition condition) {
        events.tell(about, type, condition.reason(), LOOK, condition.message());
    }

    private static Optional<Condition> condition(KindStatus status, String type) {
        return status.conditions() == null
                ? Optional.empty()
                : status.conditions().stream()
                        .filter(it -> it.type().equals(type))
                        .findFirst();
    }
}
