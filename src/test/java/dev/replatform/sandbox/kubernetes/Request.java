package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * One HTTP request, read to its end.
 *
 * @param path the path's segments, decoded
 * @param contentType without its parameters
 */
record Request(
        String method,
        List<String> path,
        Map<String, String> query,
        String contentType,
        String accept,
        String userAgent,
        ByteBuffer body) {

    static Request of(HttpServerRequest request, Buffer body) {
        return new Request(
                request.method().name(),
                Arrays.stream(request.path().split("/"))
                        .filter(Predicate.not(String::isEmpty))
                        .map(Request::decoded)
                        .toList(),
                queryOf(orEmpty(request.query())),
                orEmpty(request.getHeader("Content-Type")).replaceAll(";.*", "").trim(),
                String.join(",", request.headers().getAll("Accept")),
                orEmpty(request.getHeader("User-Agent")),
                ByteBuffer.wrap(body.getBytes()));
    }

    boolean isWatch() {
        return method.equals("GET") && asks("watch");
    }

    String parameter(String name) {
        return query.getOrDefault(name, "");
    }

    boolean asks(String name) {
        return parameter(name).equals("true") || parameter(name).equals("1");
    }

    boolean wantsTable() {
        return accept.contains("as=Table");
    }

    boolean isDryRun() {
        return parameter("dryRun").equals("All");
    }

    /** The field manager that the request names, else what its user agent begins with. */
    String manager() {
        var named = parameter("fieldManager");
        return named.isEmpty() ? userAgent.replaceAll("/.*", "") : named;
    }

    /** @throws Refusal where the body is no object, or in a format that is not served */
    ObjectNode object() {
        if (contentType.equals("application/vnd.kubernetes.protobuf")) {
            return Protobuf.decode(body.duplicate());
        }
        if (json() instanceof ObjectNode object) {
            return object;
        }
        throw Refusal.badRequest("the body of the request is no object");
    }

    JsonNode json() {
        return Json.parse(StandardCharsets.UTF_8.decode(body.duplicate()).toString());
    }

    private static Map<String, String> queryOf(String query) {
        return Arrays.stream(query.split("&"))
                .filter(Predicate.not(String::isEmpty))
                .map(pair -> pair.split("=", 2))
                .collect(Collectors.toMap(
                        pair -> decoded(pair[0]), pair -> pair.length > 1 ? decoded(pair[1]) : "", (a, b) -> b));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private static String orEmpty(String header) {
        return header == null ? "" : header;
    }
}
