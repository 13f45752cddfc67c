package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * What the API server answers at once.
 *
 * @param warnings one {@code Warning} header each
 */
record Reply(int code, String contentType, String body, List<String> warnings) {
    static final String JSON = "application/json";

    static Reply json(int code, ObjectNode body) {
        return new Reply(code, JSON, Json.text(body), List.of());
    }

    static Reply text(String body) {
        return new Reply(200, "text/plain", body, List.of());
    }
}
