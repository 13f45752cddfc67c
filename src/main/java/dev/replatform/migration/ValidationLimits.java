package dev.replatform.migration;

import dev.replatform.api.v1alpha1.MigrationSpec.Validation;
import java.util.Objects;

/**
 * How rows are proved.
 *
 * @param usesWitness whether a slot of the operator's own tells which rows changed; else all is compared under the fence
 * @param maxSourceLoad percent of the time that the source may work for it before the fence
 */
public record ValidationLimits(boolean usesWitness, int maxSourceLoad) {
    private static final int DEFAULT_SOURCE_LOAD = 50;

    /** @param validation null where nothing is said */
    static ValidationLimits of(Validation validation) {
        return validation == null
                ? new ValidationLimits(true, DEFAULT_SOURCE_LOAD)
                : new ValidationLimits(
                        validation.witness() != Validation.Witness.Disabled,
                        Objects.requireNonNullElse(validation.maxSourceLoad(), DEFAULT_SOURCE_LOAD));
    }
}
