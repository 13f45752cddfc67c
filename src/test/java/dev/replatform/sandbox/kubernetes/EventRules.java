package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.replatform.sandbox.kubernetes.Refusal.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a client of events.k8s.io/v1 is held to; one of core/v1 is not. Fields are named as they are stored.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.34.4/pkg/apis/core/validation/events.go">events.go</a>
 */
final class EventRules {
    private static final List<String> OF_THE_OLD_GROUP = List.of("firstTimestamp", "lastTimestamp", "count", "source");
    private static final List<String> IMMUTABLE = List.of(
            "reason",
            "message",
            "type",
            "eventTime",
            "action",
            "reportingComponent",
            "reportingInstance",
            "involvedObject");
    private static final Map<String, Integer> LONGEST =
            Map.of("reportingInstance", 128, "action", 128, "reason", 128, "message", 1024);

    private final JsonNode event;
    private final List<Cause> causes = new ArrayList<>();

    private EventRules(JsonNode event) {
        this.event = event;
    }

    static List<Cause> ofCreate(JsonNode event) {
        var rules = new EventRules(event);
        if (event.path("eventTime").asText().isEmpty()) {
            rules.required("eventTime");
        } else {
            rules.words();
        }
        rules.series();
        if (!List.of("Normal", "Warning").contains(event.path("type").asText())) {
            rules.invalid("type", "has invalid value: " + event.path("type").asText());
        }
        OF_THE_OLD_GROUP.stream().filter(event::hasNonNull).forEach(field -> rules.invalid(field, "needs to be unset"));
        return rules.causes;
    }

    static List<Cause> ofUpdate(JsonNode event, JsonNode before) {
        var rules = new EventRules(event);
        rules.words();
        rules.series();
        IMMUTABLE.stream()
                .filter(field -> !event.path(field).equals(before.path(field)))
                .forEach(field ->
                        rules.causes.add(Cause.invalid(field, event.path(field).toString(), "field is immutable")));
        return rules.causes;
    }

    private void words() {
        var regarding = event.path("involvedObject").path("namespace").asText();
        if (regarding.isEmpty() && !event.at("/metadata/namespace").asText().equals("default")) {
            invalid("involvedObject.namespace", "does not match event.namespace");
        }
        for (var field : List.of("reportingComponent", "reportingInstance", "action", "reason", "message")) {
            var text = event.path(field).asText();
            if (text.isEmpty() && !field.equals("message")) {
                required(field.equals("reportingComponent") ? "reportingController" : field);
            }
            var longest = LONGEST.getOrDefault(field, Integer.MAX_VALUE);
            if (text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > longest) {
                invalid(field, "can have at most " + longest + " characters");
            }
        }
    }

    private void series() {
        var series = event.path("series");
        if (series.isObject() && series.path("count").intValue() < 2) {
            causes.add(Cause.invalid("series.count", "\"\"", "should be at least 2"));
        }
        if (series.isObject() && series.path("lastObservedTime").asText().isEmpty()) {
            required("series.lastObservedTime");
        }
    }

    private void required(String field) {
        causes.add(new Cause("FieldValueRequired", field, "Required value"));
    }

    private void invalid(String field, String message) {
        causes.add(Cause.invalid(field, "\"\"", message));
    }
}
