package dev.replatform.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Where a database listens. */
public record Endpoint(
        @JsonPropertyDescription("Host name or IP address.") String host,
        @JsonPropertyDescription("TCP port.") Integer port) {}
