package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** A Secret in the object's own namespace that holds a user name and a password. */
public record SecretRef(
        @Required @Size(min = 1, max = 253) @JsonPropertyDescription("Name of a Secret in the same namespace.")
        String name,

        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Key in the Secret that holds the user name. Default: username.")
        String usernameKey,

        @Size(min = 1, max = 253)
        @JsonPropertyDescription("Key in the Secret that holds the password. Default: password.")
        String passwordKey) {

    public String usernameKeyOrDefault() {
        return usernameKey == null ? "username" : usernameKey;
    }

    public String passwordKeyOrDefault() {
        return passwordKey == null ? "password" : passwordKey;
    }
}
