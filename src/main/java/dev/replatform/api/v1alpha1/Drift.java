package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * One field that is declared and is something else in AWS.
 *
 * @param field where it is declared, for example {@code spec.instanceClass}; unique in the list
 * @param declared what is declared, in words; never a secret
 * @param live what AWS has, in words; never a secret
 */
public record Drift(
        @Required @JsonPropertyDescription("The field that is declared, for example spec.instanceClass.")
        String field,

        @Required @JsonPropertyDescription("What is declared.")
        String declared,

        @Required @JsonPropertyDescription("What AWS has.") String live) {}
