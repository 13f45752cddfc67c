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

    /** @return the same status with other conditions: for a look that came to nothing */
    KindStatus withConditions(Long observedGeneration, List<Condition> conditions);

    /** @return whether the condition of that type is there and True */
    default boolean isTrue(String type) {
        return conditions() != null
                && conditions().stream().anyMatch(c -> c.type().equals(type) && c.isTrue());
    }
}
