package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;

/** Where the master user's name and password come from. */
@ValidationRule(
        value = "[has(self.secretRef), has(self.generate)].exists_one(x, x)",
        message = "credentials takes exactly one of secretRef and generate")
public record DatabaseCredentials(
        @JsonPropertyDescription(
                "The Secret that holds the user name and the password. A changed password is set in RDS within five minutes; the user name cannot be changed. Default: none, generate is given.")
        SecretRef secretRef,

        @JsonPropertyDescription(
                "A password that the operator makes once, of 32 letters, digits, hyphens and underscores. Default: none, secretRef is given.")
        Generate generate) {

    /** A Secret that the operator makes, once. */
    public record Generate(
            @Required
            @Size(min = 1, max = 16)
            @Pattern("^[A-Za-z][A-Za-z0-9_]*$")
            @JsonPropertyDescription("Name of the master user. RDS cannot change it later.")
            String username,

            @Required
            @Size(min = 1, max = 253)
            @Pattern("^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$")
            @JsonPropertyDescription(
                    "Name of the Secret that is made, with the keys username and password. It is never made again and lives on when this object is deleted, unless deletionPolicy is Delete.")
            String secretName) {}

    /** @return the Secret to read, whoever made it */
    public SecretRef login() {
        return secretRef != null ? secretRef : new SecretRef(generate.secretName(), null, null);
    }
}
