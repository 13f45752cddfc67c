package dev.replatform.operations;

import dev.replatform.reconcile.Events;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Right;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import java.util.Map;

/** Tells of an object which the framework may not put its finalizer on, or take it from, as no look of ours ever sees that. */
public final class RefusedLooks implements Metrics {
    private final Events events;

    public RefusedLooks(Events events) {
        this.events = events;
    }

    @Override
    public void failedReconciliation(HasMetadata resource, Exception exception, Map<String, Object> metadata) {
        Right.missing(exception)
                .ifPresent(right -> events.tell(
                        resource,
                        Events.Type.Warning,
                        FailureReason.ACCESS_DENIED.conditionReason(),
                        "Look",
                        "It goes no further: the operator may not %s.".formatted(right)));
    }
}
