package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/** Where a user name and a password come from. */
public record Credentials(
        @Required @JsonPropertyDescription("The Secret that holds the user name and the password.")
        SecretRef secretRef) {}
