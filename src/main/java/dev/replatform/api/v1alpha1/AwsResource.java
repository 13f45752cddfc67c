package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;

/**
 * One AWS resource that an object owns.
 *
 * @param arn its ARN, or for what has none (an origin access control, an inline policy) its id
 * @param type its type in AWS's words
 * @param state its state in AWS's words; null where AWS gives none
 */
public record AwsResource(
        @Required @JsonPropertyDescription("ARN of the resource; its id where AWS gives no ARN.")
        String arn,

        @Required @JsonPropertyDescription("What it is, in AWS's words.")
        String type,

        @JsonPropertyDescription("Its state, in AWS's words.")
        String state) {}
