package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * One answer to one question about an object, in the form that kubectl, Argo CD and kstatus read.
 *
 * @param type the question, unique in the list
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason one CamelCase word, stable
 * @param message a stable sentence for a person; never null
 * @param observedGeneration the generation of the spec that the answer is about
 * @param lastTransitionTime when the status last flipped, RFC 3339 in UTC
 */
public record Condition(
        @Required @JsonPropertyDescription("The question that this condition answers.")
        String type,

        @Required @JsonPropertyDescription("True, False or Unknown.")
        String status,

        @Required @JsonPropertyDescription("One word that says why; stable, made for programs.")
        String reason,

        @Required @JsonPropertyDescription("A sentence that says why; made for people.")
        String message,

        @JsonPropertyDescription("The generation of the spec that this answer is about.")
        Long observedGeneration,

        @Required @JsonPropertyDescription("When the status last changed.")
        String lastTransitionTime) {

    @JsonIgnore
    public boolean isTrue() {
        return "True".equals(status);
    }
}
