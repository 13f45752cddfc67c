package dev.replatform.operations;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.BaseControl;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.processing.Controller;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/**
 * Told by the framework what it does. Its own Micrometer support puts names of objects into the names of meters or keeps
 * them for ever; here the labels are the four kinds.
 */
final class ReconcileMeters implements Metrics {
    private final MeterRegistry registry;
    private final Looks looks;
    private final Duration longestRetry;
    private final List<Controller<? extends HasMetadata>> controllers = new CopyOnWriteArrayList<>();

    /** @param longestRetry when a look that ended in an exception is repeated at the latest */
    ReconcileMeters(MeterRegistry registry, Looks looks, Duration longestRetry) {
        this.registry = registry;
        this.looks = looks;
        this.longestRetry = longestRetry;
    }

    /** @return every object of the four kinds that this process knows */
    Stream<HasMetadata> objects() {
        return controllers.stream().flatMap(controller -> controller
                .getEventSourceManager()
                .getControllerEventSource()
                .list());
    }

    @Override
    public void controllerRegistered(Controller<? extends HasMetadata> controller) {
        controllers.add(controller);
    }

    @Override
    public void reconcileCustomResource(
            HasMetadata resource,
            io.javaoperatorsdk.operator.api.reconciler.RetryInfo retryInfo,
            Map<String, Object> metadata) {
        looks.due(subject(ResourceID.fromResource(resource), metadata));
    }

    @Override
    public void cleanupDoneFor(ResourceID id, Map<String, Object> metadata) {
        looks.gone(subject(id, metadata));
    }

    @Override
    public <T> T timeControllerExecution(ControllerExecution<T> execution) throws Exception {
        var subject = subject(execution.resourceID(), execution.metadata());
        var began = Timer.start(registry);
        looks.begun(subject);
        try {
            var result = execution.execute();
            ended(subject, result);
            began.stop(timer(subject, "ok"));
            return result;
        } catch (Throwable e) {
            looks.ended(subject, longestRetry);
            began.stop(timer(subject, "failed"));
            throw e;
        }
    }

    private void ended(Looks.Subject subject, Object result) {
        var again = ((BaseControl<?>) result).getScheduleDelay();
        if (again.isPresent()) {
            looks.ended(subject, Duration.ofMillis(again.get()));
        } else {
            looks.gone(subject);
        }
    }

    private Timer timer(Looks.Subject subject, String outcome) {
        return Timer.builder("replatform.reconcile")
                .description("Looks at objects: how many and how long")
                .tag("kind", subject.kind())
                .tag("outcome", outcome)
                .register(registry);
    }

    private static Looks.Subject subject(ResourceID id, Map<String, Object> metadata) {
        var kind = (GroupVersionKind) metadata.get(Constants.RESOURCE_GVK_KEY);
        return new Looks.Subject(kind.getKind(), id.getNamespace().orElse(""), id.getName());
    }
}
