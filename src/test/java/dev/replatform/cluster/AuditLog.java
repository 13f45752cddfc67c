package dev.replatform.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What was asked of the API server, as its audit log has it.
 *
 * @see <a href="https://kubernetes.io/docs/reference/config-api/apiserver-audit.v1/">audit.k8s.io/v1</a>
 */
record AuditLog(List<Request> requests) {
    private static final String ACCOUNTS = "system:serviceaccount:%s:%s";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One request that has been answered.
     *
     * @param group empty for the core group
     * @param resource with its subresource, {@code migrations/status}; empty for a request that is not for a resource
     * @param namespace empty for what has none
     * @param name empty for a list or a watch
     * @param code of HTTP
     */
    record Request(
            String user,
            String verb,
            String group,
            String resource,
            String namespace,
            String name,
            int code,
            String uri) {
        private static Request of(JsonNode event) {
            var object = event.path("objectRef");
            var subresource = object.path("subresource").asText();
            return new Request(
                    event.path("user").path("username").asText(),
                    event.path("verb").asText(),
                    object.path("apiGroup").asText(),
                    object.path("resource").asText() + (subresource.isEmpty() ? "" : "/" + subresource),
                    object.path("namespace").asText(),
                    object.path("name").asText(),
                    event.path("responseStatus").path("code").asInt(),
                    event.path("requestURI").asText());
        }
    }

    static AuditLog read(Path file) {
        try (var lines = Files.lines(file)) {
            return new AuditLog(lines.map(AuditLog::event)
                    .filter(event -> event.path("stage").asText().equals("ResponseComplete")
                            || event.path("stage").asText().equals("ResponseStarted"))
                    .map(Request::of)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode event(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return what this ServiceAccount has asked */
    AuditLog of(String namespace, String serviceAccount) {
        return those(request -> request.user().equals(ACCOUNTS.formatted(namespace, serviceAccount)));
    }

    /** @return a line for each verb on each resource: how often, and with which codes of HTTP */
    String summary() {
        var counts = new TreeMap<String, Integer>();
        requests.forEach(it -> counts.merge(
                "%s %s %s %d"
                        .formatted(it.group().isEmpty() ? "core" : it.group(), it.resource(), it.verb(), it.code()),
                1,
                Integer::sum));
        return counts.entrySet().stream()
                .map(count -> "%6d  %s".formatted(count.getValue(), count.getKey()))
                .collect(Collectors.joining("\n"));
    }

    AuditLog those(Predicate<Request> wanted) {
        return new AuditLog(requests.stream().filter(wanted).toList());
    }
}
