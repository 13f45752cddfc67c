package dev.replatform.operations;

import dev.replatform.watch.BrokenWatchListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells of watches that ended because of what they read, without what they read. */
final class BrokenWatches implements BrokenWatchListener {
    private static final Logger LOG = LoggerFactory.getLogger(BrokenWatches.class);

    private final MeterRegistry registry;

    BrokenWatches(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void broke(String resource, Throwable cause, Duration pause) {
        LOG.warn(
                "The watch of {} read what is no event ({}): the operator lists and watches anew in {} s",
                resource,
                root(cause).getClass().getSimpleName(),
                pause.toSeconds());
        Counter.builder("replatform.kubernetes.broken.watches")
                .description("Watches that ended because of what they read, and began anew")
                .tag("resource", resource)
                .register(registry)
                .increment();
    }

    private static Throwable root(Throwable cause) {
        var root = cause;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
