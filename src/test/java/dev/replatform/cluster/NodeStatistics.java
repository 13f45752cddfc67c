package dev.replatform.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** What the kubelet knows of its pods' memory. */
record NodeStatistics(JsonNode pods) {
    private static final double MEBIBYTE = 1024 * 1024;

    static NodeStatistics of(KubernetesClient client) {
        var node = client.nodes().list().getItems().get(0).getMetadata().getName();
        try {
            var summary = client.raw("/api/v1/nodes/%s/proxy/stats/summary".formatted(node));
            return new NodeStatistics(new ObjectMapper().readTree(summary).path("pods"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return a line: working set and RSS of each of these pods, in MiB */
    String memoryOf(Collection<String> names) {
        return StreamSupport.stream(pods.spliterator(), false)
                .filter(pod -> names.contains(pod.path("podRef").path("name").asText()))
                .map(pod -> "%s: working set %.0f MiB, RSS %.0f MiB"
                        .formatted(
                                pod.path("podRef").path("name").asText(),
                                pod.path("memory").path("workingSetBytes").asDouble() / MEBIBYTE,
                                pod.path("memory").path("rssBytes").asDouble() / MEBIBYTE))
                .collect(Collectors.joining("; "));
    }
}
