package dev.replatform.sandbox.aws;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What AWS does some minutes after it answered a call, done on daemon threads after the scaled time. */
public final class Later implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Later.class);

    private final Delays delays;
    private final ScheduledExecutorService threads;

    /**
     * @param service names the threads
     * @param delays the scale
     */
    public Later(String service, Delays delays) {
        this.delays = delays;
        this.threads = Executors.newScheduledThreadPool(8, work -> {
            var thread = new Thread(work, "sandbox-" + service);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * @param inAws how long AWS takes
     * @param effect what happens then; a failure of it is logged
     */
    public void after(Duration inAws, Runnable effect) {
        var unused = threads.schedule(() -> run(effect), delays.of(inAws).toMillis(), TimeUnit.MILLISECONDS);
    }

    /** What is under way is interrupted, what is to come never happens. */
    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static void run(Runnable effect) {
        try {
            effect.run();
        } catch (RuntimeException e) {
            LOG.error("an effect of the sandbox failed", e);
        }
    }
}
