package dev.replatform.operations;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of each event of a watch that cannot be read, and answers how that watch goes on. In turn: it lists anew, which
 * makes up for whatever was in the event, or it waits before it goes on from where it was. The waits grow while events
 * remain unreadable.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#410-gone-responses">410 Gone</a>
 */
final class UnreadableEvents implements Supplier<Status> {
    private static final Logger LOG = LoggerFactory.getLogger(UnreadableEvents.class);

    private static final Duration CALM = Duration.ofMinutes(2);
    /** Of one second. */
    private static final int MOST_DOUBLINGS = 5;

    private final Clock clock;
    private final Counter counter;
    private Instant last = Instant.MIN;
    private int inARow;

    UnreadableEvents(MeterRegistry registry, Clock clock) {
        this.clock = clock;
        this.counter = Counter.builder("replatform.kubernetes.unreadable.events")
                .description("Events of watches that could not be read; the watch began again")
                .register(registry);
    }

    @Override
    public synchronized Status get() {
        counter.increment();
        var now = clock.instant();
        inARow = last.isBefore(now.minus(CALM)) ? 0 : inARow + 1;
        last = now;
        if (inARow % 2 == 0) {
            LOG.warn("A watch read an event that is not one of Kubernetes: it lists the objects anew");
            return status(HttpURLConnection.HTTP_GONE, 0);
        }
        var seconds = 1 << Math.min(inARow / 2, MOST_DOUBLINGS);
        LOG.warn("A watch read an event that is not one of Kubernetes: it begins again in {} s", seconds);
        return status(HttpURLConnection.HTTP_INTERNAL_ERROR, seconds);
    }

    private static Status status(int code, int retryAfterSeconds) {
        return new StatusBuilder()
                .withStatus("Failure")
                .withCode(code)
                .withMessage("The event could not be read")
                .withNewDetails()
                .withRetryAfterSeconds(retryAfterSeconds)
                .endDetails()
                .build();
    }
}
