package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * What a real API server writes down of each request: who asked for what, and what came of it.
 *
 * @see <a href="https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/">Auditing</a>
 */
public final class AuditLog {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A watch has no end to wait for. */
    private static final String POLICY = """
            apiVersion: audit.k8s.io/v1
            kind: Policy
            omitStages: [RequestReceived]
            rules: [{level: Metadata}]
            """;

    private final Path policy;
    private final Path log;

    /** @param folder takes the log */
    public AuditLog(Path folder) throws IOException {
        policy = Files.writeString(folder.resolve("audit-policy.yaml"), POLICY);
        log = folder.resolve("audit.log");
    }

    /**
     * One request.
     *
     * @param resource as {@code kubectl auth can-i} names it, for example {@code databases.replatform.dev/status}
     * @param namespace empty where it is about none
     * @param name empty where it is about none
     */
    public record Entry(String verb, String resource, String namespace, String name, int code) {}

    List<String> flags() {
        return List.of("--audit-policy-file", policy.toString(), "--audit-log-path", log.toString());
    }

    /** @return what a service account has asked for, each as often as it was, about resources */
    public List<Entry> of(String namespace, String serviceAccount) {
        var user = "system:serviceaccount:%s:%s".formatted(namespace, serviceAccount);
        try (var lines = Files.lines(log)) {
            return lines.filter(line -> line.endsWith("}")) // the last one may be under way
                    .map(AuditLog::parsed)
                    .filter(it -> it.at("/user/username").asText().equals(user) && it.has("objectRef"))
                    .map(AuditLog::entry)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Entry entry(JsonNode event) {
        var object = event.get("objectRef");
        var group = object.path("apiGroup").asText();
        var subresource = object.path("subresource").asText();
        return new Entry(
                event.get("verb").asText(),
                object.path("resource").asText()
                        + (group.isEmpty() ? "" : "." + group)
                        + (subresource.isEmpty() ? "" : "/" + subresource),
                object.path("namespace").asText(),
                object.path("name").asText(),
                event.at("/responseStatus/code").asInt());
    }

    private static JsonNode parsed(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
