package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/** An IAM role that is given access by an inline policy. */
public record RoleAccess(
        @Required
        @Size(min = 1, max = 64)
        @Pattern("^[A-Za-z0-9+=,.@_-]+$")
        @JsonPropertyDescription(
                "Name of an existing IAM role, usually the EC2 instance's. It must carry the tag replatform.dev/allow = <clusterName>/<namespace>. It gets one inline policy.")
        String roleName) {}
