package dev.replatform.reconcile;

import dev.replatform.api.v1alpha1.KindSpec;
import dev.replatform.api.v1alpha1.KindStatus;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.status.ProblemException;
import dev.replatform.status.Right;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
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
public abstract class KindReconciler<R extends CustomResource<? extends KindSpec, S>, S extends KindStatus>
        implements Reconciler<R>, Cleaner<R> {
    private static final Logger LOG = LoggerFactory.getLogger(KindReconciler.class);

    /** The generation of a status that speaks of no spec yet. */
    private static final long NOT_LOOKED_AT = -1;

    private final Kind<R, S, ?, ?, ?> kind;
    private final KubernetesClient client;
    private final Clock clock;
    private final KindDefinition definition;
    private final StatusWriter<R, S> statuses;
    private final Announcer announcer;
    private final Pace pace = new Pace();
    private final SimpleInboundEventSource<R> wakeUps = new SimpleInboundEventSource<>("wake-ups");
    private final List<Related<R, ?>> related = new ArrayList<>();

    /**
     * @param events where people are told what happened
     * @param fieldManager who writes the status
     * @param empty makes a resource without content
     */
    protected KindReconciler(
            Kind<R, S, ?, ?, ?> kind,
            KubernetesClient client,
            Clock clock,
            Events events,
            String fieldManager,
            Supplier<R> empty) {
        this.kind = kind;
        this.client = client;
        this.clock = clock;
        this.definition = new KindDefinition(client, empty.get().getCRDName());
        this.statuses = new StatusWriter<>(client, fieldManager, empty);
        this.announcer = new Announcer(events);
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
        if (!Directions.of(resource).releases()) {
            var look = look(resource);
            if (!look.finished()) {
                return DeleteControl.noFinalizerRemoval()
                        .rescheduleAfter(look.again().toMillis());
            }
        }
        pace.forget(resource.getMetadata().getUid());
        statuses.forget(resource);
        kind.forget(resource);
        return DeleteControl.defaultDelete();
    }

    private Look look(R resource) {
        try {
            if (resource.isMarkedForDeletion() && definition.isBeingDeleted()) {
                abandon(kind, resource);
                return new Look(true, Duration.ZERO);
            }
            NewerValues.refuseIn(resource.getSpec());
            return lookUnguarded(kind, resource, Directions.of(resource));
        } catch (ProblemException e) {
            return failed(resource, e.problem());
        } catch (KubernetesClientException e) {
            LOG.warn(
                    "{} is looked at again, as a request to the API server failed: {}",
                    ResourceID.fromResource(resource),
                    e.getMessage());
            return new Look(false, pace.stalled(resource.getMetadata().getUid(), false));
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

    /** Leaves everything as it stands; only what must not stand without an operator is taken back, where that can be. */
    private <E, O, M> void abandon(Kind<R, S, E, O, M> kind, R resource) {
        LOG.info("{} is abandoned: {} is being deleted", ResourceID.fromResource(resource), definition.name());
        try {
            var spec = kind.effective(resource);
            var takenBack = kind.planWhilePaused(spec, kind.observe(spec), clock.instant());
            act(takenBack, kind.means(spec), resource);
        } catch (RuntimeException e) {
            LOG.warn("What {} holds could not be taken back", ResourceID.fromResource(resource), e);
        }
    }

    private <E, O, M> Look lookUnguarded(Kind<R, S, E, O, M> kind, R resource, Directions directions) {
        var spec = kind.effective(resource);
        var observed = kind.observe(spec);
        var plan = kind.plan(spec, observed, clock.instant());
        Acted<M> acted;
        if (directions.mayAct()) {
            acted = act(plan, kind.means(spec), resource);
        } else {
            var allowed =
                    directions.paused() ? kind.planWhilePaused(spec, observed, clock.instant()) : Plan.<M>nothing();
            acted = new Acted<>(plan, act(allowed, kind.means(spec), resource).any());
        }
        if (plan.finished() && directions.mayAct()) {
            return new Look(true, Duration.ZERO);
        }
        var before = before(resource, directions);
        var conditions = conditions(resource, before, directions);
        new Summary(directions, conditions).of(acted.left(), kind.done(spec, observed));
        var status = kind.report(spec, observed, acted.left(), before, conditions);
        if (directions.observeOnly()) {
            status = withLive(status, resource, kind.live(resource, spec, observed), before);
        }
        return new Look(false, nextLook(resource, acted, write(resource, status), directions));
    }

    /** What cannot be seen now is as it was. */
    @SuppressWarnings("unchecked") // a status answers with a status of its own type
    private S withLive(S status, R resource, Seen<? extends KindSpec> live, S before) {
        var yaml = live.map(it -> LiveYaml.of(resource, it, client.getKubernetesSerialization()));
        return (S)
                status.withLive(yaml.isUnknown() ? before.live() : yaml.value().orElse(null));
    }

    private <M> Acted<M> act(Plan<M> plan, M means, R resource) {
        var done = new ArrayList<Step<M>>();
        for (var step : plan.steps()) {
            try {
                step.act(means);
            } catch (ProblemException e) {
                var problems = new ArrayList<Problem>();
                problems.add(e.problem());
                problems.addAll(plan.problems());
                return new Acted<>(plan.without(done, problems), false);
            }
            done.add(step);
            tell(resource, step);
            if (step.needsTime()) {
                break;
            }
        }
        return new Acted<>(plan.without(done, plan.problems()), plan.isDue());
    }

    private void tell(R resource, Step<?> step) {
        if (step.isRoutine()) {
            LOG.debug("{}: {}", ResourceID.fromResource(resource), step.sentence());
        } else {
            LOG.info("{}: {}", ResourceID.fromResource(resource), step.sentence());
            announcer.done(resource, step);
        }
    }

    private Look failed(R resource, Problem problem) {
        var directions = Directions.of(resource);
        var before = before(resource, directions);
        var conditions = conditions(resource, before, directions);
        new Summary(directions, conditions).of(problem);
        @SuppressWarnings("unchecked") // a status answers with a status of its own type
        var status = (S) before.withConditions(conditions.generation(), conditions.toList());
        boolean changed;
        try {
            changed = write(resource, status);
        } catch (RuntimeException e) {
            LOG.warn("The status of {} could not be written", ResourceID.fromResource(resource), e);
            changed = false;
        }
        return new Look(false, pace.stalled(resource.getMetadata().getUid(), changed));
    }

    private boolean write(R resource, S status) {
        var earlier = current(resource);
        boolean changed;
        try {
            changed = statuses.write(resource, status);
        } catch (KubernetesClientException e) {
            Right.missing(e).ifPresent(right -> announcer.cannotReport(resource, right));
            throw e;
        }
        if (changed) {
            announcer.changed(resource, earlier, status);
        }
        return changed;
    }

    private Duration nextLook(R resource, Acted<?> acted, boolean changed, Directions directions) {
        var uid = resource.getMetadata().getUid();
        if (acted.left().isEmpty() || !directions.mayAct()) {
            return pace.steady(uid);
        }
        var problems = acted.left().problems();
        if (problems.stream().anyMatch(Problem::needsTheUser)) {
            return pace.stalled(uid, changed);
        }
        var soon = pace.moving(uid, problems.isEmpty() && (changed || acted.any()));
        var pause = acted.left().pause();
        return soon.compareTo(pause) < 0 ? pause : soon;
    }

    private S current(R resource) {
        var current = statuses.current(resource);
        return current == null ? kind.noStatus() : current;
    }

    /** What this status is built upon: as it was, with what was asked for and is being followed. */
    @SuppressWarnings("unchecked") // a status answers with a status of its own type
    private S before(R resource, Directions directions) {
        var current = current(resource);
        return directions.reconcileAt() == null ? current : (S) current.withHandled(directions.reconcileAt());
    }

    /** While an object is paused its spec is not followed, so the status goes on to speak of the earlier generation. */
    private Conditions conditions(R resource, S before, Directions directions) {
        var generation = directions.paused()
                ? before.observedGeneration()
                : resource.getMetadata().getGeneration();
        return new Conditions(clock, generation == null ? NOT_LOOKED_AT : generation, before.conditions());
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

    /** The one filter of events: annotations of ours count too, as pause and look-now are told by them. */
    public static boolean matters(CustomResource<?, ?> now, CustomResource<?, ?> before) {
        return Directions.matters(now, before);
    }
}
