package dev.replatform.api.v1alpha1;

import java.util.List;

/** What the status of every kind has. */
public interface KindStatus {
    /** @return the generation of the spec that this status speaks of; -1 before the operator has looked */
    Long observedGeneration();

    /** @return one condition a type; null before the operator has looked */
    List<Condition> conditions();

    /** @return the steps that are due, in words; null before the operator has looked */
    List<String> plan();

    /** @return what differs now from what is declared; null before the operator has looked */
    List<Drift> drift();

    /** @return the last {@code replatform.dev/reconcile-at} that was followed; null where there was none */
    String lastHandledReconcileAt();

    /** @return how far a journey is; null for a kind that is none */
    default String phase() {
        return null;
    }

    /** @return the same status with other conditions: for a look that came to nothing */
    KindStatus withConditions(Long observedGeneration, List<Condition> conditions);

    /** @return the same status after a look that {@code replatform.dev/reconcile-at} asked for */
    KindStatus withHandled(String reconcileAt);

    /** @return YAML of an object that declares what AWS has; null where the object does more than observe, or nothing is there */
    default String live() {
        return null;
    }

    /** @return the same status with what AWS has as YAML; a kind that reads nothing back ignores it */
    default KindStatus withLive(String live) {
        return this;
    }

    /** @return whether the condition of that type is there and True */
    default boolean isTrue(String type) {
        return conditions() != null
                && conditions().stream().anyMatch(c -> c.type().equals(type) && c.isTrue());
    }
}
