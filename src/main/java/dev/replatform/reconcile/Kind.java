package dev.replatform.reconcile;

import dev.replatform.api.v1alpha1.KindSpec;
import dev.replatform.api.v1alpha1.KindStatus;
import dev.replatform.status.Conditions;
import io.fabric8.kubernetes.client.CustomResource;
import java.time.Instant;

/**
 * What makes one kind: its four verbs. Deletion is the same four, with an effective spec that says so.
 *
 * @param <R> the custom resource
 * @param <S> its status
 * @param <E> its effective spec: every default resolved
 * @param <O> what was observed
 * @param <M> the means with which steps are done
 */
public interface Kind<R extends CustomResource<? extends KindSpec, S>, S extends KindStatus, E, O, M> {
    /**
     * Resolves every default in one place.
     *
     * @throws dev.replatform.status.ProblemException where the spec holds what no schema can judge and nothing can come of
     */
    E effective(R resource);

    /** Reads; no side effects, ever. */
    O observe(E spec);

    /** A pure function: all rules live in it. */
    Plan<M> plan(E spec, O observed, Instant now);

    /** @return what is done although the object is paused: only what takes back, never what goes on */
    default Plan<M> planWhilePaused(E spec, O observed, Instant now) {
        return Plan.nothing();
    }

    /** @return what steps are done with */
    M means(E spec);

    /**
     * Builds the whole status from what was observed and what is left of the plan.
     *
     * @param before the status as it was; never null
     * @param conditions to be filled with the kind's own; Ready, Reconciling and Stalled are there already
     */
    S report(E spec, O observed, Plan<M> left, S before, Conditions conditions);

    /** @return the status before the first look */
    S noStatus();

    /** @return what is said of an object that is as declared: a reason and a sentence */
    default Done done(E spec, O observed) {
        return new Done("InSync", "Everything is as declared.");
    }

    /**
     * Reads back what AWS has, for an object that only observes. A pure function.
     *
     * @return the spec with which nothing would be left to do, as far as a spec can say it; absent where there is nothing in
     *     AWS, not asked for a kind that reads nothing back
     */
    default Seen<? extends KindSpec> live(R resource, E spec, O observed) {
        return Seen.notAsked();
    }

    /** Forgets what this process kept for an object that is gone. */
    default void forget(R resource) {}

    /** Ends the kind's own threads, where it has any. */
    default void close() {}

    /**
     * What {@code Ready=True} says.
     *
     * @param reason one CamelCase word
     * @param message a stable sentence
     */
    record Done(String reason, String message) {}
}
