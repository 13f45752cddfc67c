package dev.replatform.sandbox.kubernetes;

import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * How the events of watches travel to clients.
 *
 * @param byWebSocket whether a client may watch by WebSocket; where it may not, it is answered as if it had not asked to
 * @param events what becomes of an event's text on its way
 * @param chunks into which chunks an event's bytes are cut on plain HTTP
 */
public record WatchDelivery(boolean byWebSocket, UnaryOperator<String> events, Function<byte[], List<byte[]>> chunks) {
    /** As a real API server: by WebSocket where the client asks for it, and each event whole. */
    public static final WatchDelivery AS_REAL = new WatchDelivery(true, UnaryOperator.identity(), List::of);

    /** As behind a proxy that knows no WebSocket. */
    public static final WatchDelivery PLAIN_HTTP = new WatchDelivery(false, UnaryOperator.identity(), List::of);

    public WatchDelivery withEvents(UnaryOperator<String> changed) {
        return new WatchDelivery(byWebSocket, changed, chunks);
    }

    public WatchDelivery withChunks(Function<byte[], List<byte[]>> cut) {
        return new WatchDelivery(byWebSocket, events, cut);
    }
}
