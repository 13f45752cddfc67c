package dev.replatform.sandbox.aws;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What AWS does some minutes after it answered a call, done on daemon threads after the scaled time. */
public final class Later implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Later.class);

    private static final int END_SECONDS = 10;

    private final Delays delays;
    private final ScheduledExecutorService threads;

    /**
     * @param service names the threads
     * @param delays the scale
     */
    public Later(String service, Delays delays) {
        this.delays = delays;
        // What comes after the end is not for anybody to see: it is dropped without a word.
        this.threads = new ScheduledThreadPoolExecutor(
                8, work -> daemon(work, "sandbox-" + service), new ThreadPoolExecutor.DiscardPolicy());
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

    /** Waits, after {@link #close}, until nothing writes into anybody's folder any more. */
    public void awaitEnd() {
        try {
            if (!threads.awaitTermination(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("something of the sandbox goes on after its end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Thread daemon(Runnable work, String name) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void run(Runnable effect) {
        try {
            effect.run();
        } catch (RuntimeException e) {
            LOG.error("an effect of the sandbox failed", e);
        }
    }
}
