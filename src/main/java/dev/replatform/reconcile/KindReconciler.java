package dev.replatform.reconcile;

import dev.replatform.api.v1alpha1.KindStatus;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.status.ProblemException;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.config.informer.InformerEventSourceConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.javaoperatorsdk.operator.processing.event.source.informer.InformerEventSource;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries one kind's four verbs: observe, plan, act, report, once a reconcile. Nothing is thrown to the framework, whose
 * retries give up after seconds and which never looks again at an object that ended in an {@link Error}. Abstract because
 * the framework learns the kind from the type arguments of a subclass.
 */
public abstract class KindReconciler<R extends CustomResource<?, S>, S extends KindStatus>
        implements Reconciler<R>, Cleaner<R> {
    private static final Logger LOG = LoggerFactory.getLogger(KindReconciler.class);

    private final Kind<R, S, ?, ?, ?> kind;
    private final Clock clock;
    private final StatusWriter<R, S> statuses;
    private final Pace pace = new Pace();
    private final SimpleInboundEventSource<R> wakeUps = new SimpleInboundEventSource<>("wake-ups");
    private final List<Related<R, ?>> related = new ArrayList<>();

    /**
     * @param fieldManager who writes the status
     * @param empty makes a resource without content
     */
    protected KindReconciler(
            Kind<R, S, ?, ?, ?> kind, KubernetesClient client, Clock clock, String fieldManager, Supplier<R> empty) {
        this.kind = kind;
        this.clock = clock;
        this.statuses = new StatusWriter<>(client, fieldManager, empty);
    }

    /** Looks at an object again whenever an object of another kind in its namespace changes that it refers to. */
    protected final <X extends CustomResource<?, ?>> void alsoWhenChanged(Class<X> type, BiPredicate<R, X> refersTo) {
        related.add(new Related<>(type, refersTo));
    }

    /** Looks at an object now: a job of it has ended. */
    public void wake(String namespace, String name) {
        wakeUps.propagateEvent(new ResourceID(name, namespace));
    }

    @Override
    public List<EventSource<?, R>> prepareEventSources(EventSourceContext<R> context) {
        var sources = new ArrayList<EventSource<?, R>>();
        sources.add(wakeUps);
        related.forEach(other -> sources.add(other.eventSource(context)));
        return sources;
    }

    @Override
    public UpdateControl<R> reconcile(R resource, Context<R> context) {
        return UpdateControl.<R>noUpdate().rescheduleAfter(look(resource).again());
    }

    @Override
    public DeleteControl cleanup(R resource, Context<R> context) {
        var look = look(resource);
        if (look.finished()) {
            pace.forget(resource.getMetadata().getUid());
            statuses.forget(resource);
            kind.forget(resource);
            return DeleteControl.defaultDelete();
        }
        return DeleteControl.noFinalizerRemoval().rescheduleAfter(look.again().toMillis());
    }

    private Look look(R resource) {
        try {
            return lookUnguarded(kind, resource);
        } catch (ProblemException e) {
            return failed(resource, e.problem());
        } catch (VirtualMachineError e) {
            throw e;
        } catch (RuntimeException | Error e) {
            LOG.error("Reconciling {} failed", ResourceID.fromResource(resource), e);
            return failed(
                    resource,
                    new Problem(
                            FailureReason.INTERNAL_ERROR,
                            "The operator failed with %s; its log says where"
                                    .formatted(e.getClass().getSimpleName())));
        }
    }

    private <E, O, M> Look lookUnguarded(Kind<R, S, E, O, M> kind, R resource) {
        var spec = kind.effective(resource);
        var observed = kind.observe(spec);
        var plan = kind.plan(spec, observed, clock.instant());
        var acted = act(plan, kind.means(spec), resource);
        if (plan.finished()) {
            return new Look(true, Duration.ZERO);
        }
        var before = before(resource);
        var conditions = conditions(resource, before);
        summarise(acted.left(), conditions, kind.done(spec, observed));
        var changed = statuses.write(resource, kind.report(spec, observed, acted.left(), before, conditions));
        return new Look(false, nextLook(resource, acted, changed));
    }

    private <M> Acted<M> act(Plan<M> plan, M means, R resource) {
        var left = new ArrayList<>(plan.steps());
        var waits = new ArrayList<>(plan.waits());
        for (var step : plan.steps()) {
            try {
                tell(resource, step);
                step.act(means);
            } catch (ProblemException e) {
                var problems = new ArrayList<Problem>();
                problems.add(e.problem());
                problems.addAll(plan.problems());
                return new Acted<>(new Plan<>(left, waits, problems, false), false);
            }
            left.remove(step);
            if (!step.isRoutine()) {
                waits.add("Look at the effect of: " + step.sentence());
            }
            if (step.needsTime()) {
                break;
            }
        }
        return new Acted<>(
                new Plan<>(left, waits, plan.problems(), false),
                plan.steps().stream().anyMatch(step -> !step.isRoutine()));
    }

    private void tell(R resource, Step<?> step) {
        if (step.isRoutine()) {
            LOG.debug("{}: {}", ResourceID.fromResource(resource), step.sentence());
        } else {
            LOG.info("{}: {}", ResourceID.fromResource(resource), step.sentence());
        }
    }

    private void summarise(Plan<?> left, Conditions conditions, Kind.Done done) {
        var usersMove = left.problems().stream().filter(Problem::needsTheUser).findFirst();
        if (usersMove.isPresent()) {
            conditions.stalled(usersMove.get());
        } else if (onlyThrottled(left)) {
            conditions.asBefore(Conditions.READY).asBefore("Reconciling").asBefore("Stalled");
        } else if (!left.problems().isEmpty()) {
            var problem = left.problems().get(0);
            conditions.inProgress(problem.reason().conditionReason(), problem.message());
        } else if (!left.isEmpty()) {
            conditions.inProgress("Working", left.sentences().get(0));
        } else {
            conditions.ready(done.reason(), done.message());
        }
    }

    private boolean onlyThrottled(Plan<?> left) {
        return !left.problems().isEmpty()
                && left.problems().stream().allMatch(problem -> problem.reason() == FailureReason.THROTTLED);
    }

    private Look failed(R resource, Problem problem) {
        var before = before(resource);
        var conditions = conditions(resource, before);
        if (before.conditions() != null) {
            before.conditions().forEach(condition -> conditions.asBefore(condition.type()));
        }
        if (problem.needsTheUser()) {
            conditions.stalled(problem);
        } else if (problem.reason() != FailureReason.THROTTLED) {
            conditions.inProgress(problem.reason().conditionReason(), problem.message());
        }
        @SuppressWarnings("unchecked") // a status answers with a status of its own type
        var status = (S) before.withConditions(resource.getMetadata().getGeneration(), conditions.toList());
        boolean changed;
        try {
            changed = statuses.write(resource, status);
        } catch (RuntimeException e) {
            LOG.warn("The status of {} could not be written", ResourceID.fromResource(resource), e);
            changed = false;
        }
        return new Look(false, pace.stalled(resource.getMetadata().getUid(), changed));
    }

    private Duration nextLook(R resource, Acted<?> acted, boolean changed) {
        var uid = resource.getMetadata().getUid();
        if (acted.left().isEmpty()) {
            return pace.steady(uid);
        }
        var problems = acted.left().problems();
        if (problems.stream().anyMatch(Problem::needsTheUser)) {
            return pace.stalled(uid, changed);
        }
        return pace.moving(uid, problems.isEmpty() && (changed || acted.any()));
    }

    private S before(R resource) {
        var current = statuses.current(resource);
        return current == null ? kind.noStatus() : current;
    }

    private Conditions conditions(R resource, S before) {
        return new Conditions(clock, resource.getMetadata().getGeneration(), before.conditions());
    }

    private record Look(boolean finished, Duration again) {}

    private record Acted<M>(Plan<M> left, boolean any) {}

    private record Related<R extends CustomResource<?, ?>, X extends CustomResource<?, ?>>(
            Class<X> type, BiPredicate<R, X> refersTo) {
        EventSource<?, R> eventSource(EventSourceContext<R> context) {
            var configuration = InformerEventSourceConfiguration.from(type, context.getPrimaryResourceClass())
                    .withName("related-" + type.getSimpleName())
                    .withSecondaryToPrimaryMapper(other -> referrers(context, other))
                    .withPrimaryToSecondaryMapper((R primary) -> Set.of())
                    .build();
            return new InformerEventSource<>(configuration, context);
        }

        private Set<ResourceID> referrers(EventSourceContext<R> context, X other) {
            return context.getPrimaryCache()
                    .list(other.getMetadata().getNamespace(), resource -> refersTo.test(resource, other))
                    .map(ResourceID::fromResource)
                    .collect(Collectors.toSet());
        }
    }

    /** Annotations count too: pause, look now, approve. */
    public static boolean matters(CustomResource<?, ?> now, CustomResource<?, ?> before) {
        var meta = now.getMetadata();
        var earlier = before.getMetadata();
        return !java.util.Objects.equals(meta.getGeneration(), earlier.getGeneration())
                || !meta.getFinalizers().equals(earlier.getFinalizers())
                || !java.util.Objects.equals(meta.getDeletionTimestamp(), earlier.getDeletionTimestamp())
                || !ours(meta.getAnnotations()).equals(ours(earlier.getAnnotations()));
    }

    private static Map<String, String> ours(Map<String, String> annotations) {
        return annotations == null
                ? Map.of()
                : annotations.entrySet().stream()
                        .filter(annotation -> annotation.getKey().startsWith("replatform.dev/"))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
