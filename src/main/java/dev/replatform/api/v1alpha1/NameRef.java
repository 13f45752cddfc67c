package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** Another object of Replatform in the same namespace. */
public record NameRef(
        @Required @Size(min = 1, max = 40) @JsonPropertyDescription("Name of the object, in the same namespace.")
        String name) {}
