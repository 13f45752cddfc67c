package dev.replatform.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads the events of all watches of a client, by WebSocket or plain HTTP. fabric8 stops an informer that gets an event
 * which it cannot read. Here that watch hears an error of the API server in its place, which an informer survives.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes">Watches</a>
 */
public final class WatchedEvents extends KubernetesSerialization {
    private static final String ERROR = "ERROR";
    private static final Set<String> ABOUT_OBJECTS = Set.of("ADDED", "MODIFIED", "DELETED", "BOOKMARK");

    private final Supplier<Status> unreadable;

    /** @param unreadable what a watch hears in place of an event that cannot be read, each time that there is one */
    public WatchedEvents(ObjectMapper mapper, Supplier<Status> unreadable) {
        super(mapper, true);
        this.unreadable = unreadable;
    }

    @Override
    public <T> T unmarshal(String text, Class<T> type) {
        return type == WatchEvent.class ? type.cast(event(text)) : super.unmarshal(text, type);
    }

    private WatchEvent event(String text) {
        try {
            var event = super.unmarshal(text, WatchEvent.class);
            if (event != null && isComplete(event)) {
                return event;
            }
        } catch (RuntimeException e) {
            // its message quotes the object
        }
        return new WatchEvent(unreadable.get(), ERROR);
    }

    private static boolean isComplete(WatchEvent event) {
        if (ERROR.equals(event.getType())) {
            return event.getObject() instanceof Status;
        }
        return event.getType() != null
                && ABOUT_OBJECTS.contains(event.getType())
                && event.getObject() instanceof HasMetadata object
                && object.getMetadata() != null
                && object.getMetadata().getResourceVersion() != null;
    }
}
