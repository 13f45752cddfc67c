package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** An event has two faces, core/v1 and events.k8s.io/v1, over one stored object, which is kept in the core form. */
final class EventFields {
    private static final Map<String, String> TO_EVENTS_GROUP = Map.of(
            "involvedObject", "regarding",
            "message", "note",
            "source", "deprecatedSource",
            "firstTimestamp", "deprecatedFirstTimestamp",
            "lastTimestamp", "deprecatedLastTimestamp",
            "count", "deprecatedCount",
            "reportingComponent", "reportingController");
    private static final Map<String, String> TO_CORE =
            TO_EVENTS_GROUP.entrySet().stream().collect(Collectors.toMap(Map.Entry::getValue, Map.Entry::getKey));

    private EventFields() {}

    static ObjectNode toEventsGroup(ObjectNode event) {
        return renamed(event, name -> TO_EVENTS_GROUP.getOrDefault(name, name));
    }

    static ObjectNode toCore(ObjectNode event) {
        return renamed(event, name -> TO_CORE.getOrDefault(name, name));
    }

    private static ObjectNode renamed(ObjectNode event, UnaryOperator<String> name) {
        var other = Json.object();
        event.properties().forEach(field -> other.set(name.apply(field.getKey()), field.getValue()));
        return other;
    }
}
