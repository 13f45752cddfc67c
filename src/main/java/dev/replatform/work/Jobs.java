package dev.replatform.work;

import dev.replatform.ownership.Owner;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.status.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * A bounded pool of long work. A job is known by its owner, its name and the hash of its inputs; one whose inputs have
 * changed is cancelled when the new one is started. A job only reads or only creates, so that cutting it off loses nothing.
 * The end of a job wakes its object.
 */
public final class Jobs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Jobs.class);

    private final Clock clock;
    private final ExecutorService pool;
    private final Consumer<Owner> wake;
    private final Map<Key, Entry> entries = new ConcurrentHashMap<>();

    /**
     * @param name what the threads are called
     * @param threads how many jobs run at once
     * @param wake told the owner when a job has ended
     */
    public Jobs(String name, int threads, Clock clock, Consumer<Owner> wake) {
        this.clock = clock;
        this.wake = wake;
        var number = new AtomicInteger();
        this.pool = Executors.newFixedThreadPool(threads, work -> {
            var thread = new Thread(work, name + "-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** @return what is known of the work on these inputs */
    public JobState state(Owner owner, String work, String inputs) {
        var entry = entries.get(new Key(owner.uid(), work));
        return entry == null || !entry.inputs.equals(inputs) ? new JobState.NotStarted() : entry.state;
    }

    /** @return why the work last failed, on whatever inputs */
    public Optional<Problem> lastProblem(Owner owner, String work) {
        return Optional.ofNullable(entries.get(new Key(owner.uid(), work))).flatMap(entry -> entry.state.problem());
    }

    /** Starts it, unless it runs or has ended well on the same inputs. */
    public void start(Owner owner, String work, String inputs, Job job) {
        entries.compute(new Key(owner.uid(), work), (key, before) -> {
            if (before != null && before.inputs.equals(inputs) && !(before.state instanceof JobState.Failed)) {
                return before;
            }
            if (before != null) {
                before.cancel();
            }
            var entry = new Entry(
                    inputs, before == null ? null : before.state.problem().orElse(null));
            submit(owner, work, entry, job);
            return entry;
        });
    }

    /** Does it again, unless it runs; until it has ended its earlier result is what is seen. */
    public void restart(Owner owner, String work, String inputs, Job job) {
        entries.compute(new Key(owner.uid(), work), (key, before) -> {
            if (before != null && before.working) {
                return before;
            }
            var entry = before == null ? new Entry(inputs, null) : before;
            submit(owner, work, entry, job);
            return entry;
        });
    }

    /** Forgets how a job ended, so that it can be done afresh. */
    public void forget(Owner owner, String work) {
        var entry = entries.remove(new Key(owner.uid(), work));
        if (entry != null) {
            entry.cancel();
        }
    }

    /** Cancels all work of an object that is gone. */
    public void forget(String uid) {
        entries.keySet().stream().filter(key -> key.uid().equals(uid)).forEach(key -> {
            var entry = entries.remove(key);
            if (entry != null) {
                entry.cancel();
            }
        });
    }

    @Override
    public void close() {
        pool.shutdownNow();
    }

    /** Ends them, and waits so long at most for what they put right at their end. */
    public void close(Duration atMost) {
        pool.shutdownNow();
        try {
            if (!pool.awaitTermination(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("A job did not end in time: what it did is found again by the next look");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void submit(Owner owner, String work, Entry entry, Job job) {
        entry.working = true;
        var object = MDC.getCopyOfContextMap(); // what a job logs names its object, as the look does that starts it
        entry.future = pool.submit(() -> {
            MDC.setContextMap(object == null ? Map.of() : object);
            run(owner, work, entry, job);
        });
    }

    private void run(Owner owner, String work, Entry entry, Job job) {
        try {
            entry.state = new JobState.Finished(job.run(entry::progress));
        } catch (ProblemException e) {
            entry.state = new JobState.Failed(e.problem(), clock.instant());
        } catch (RuntimeException | Error e) {
            LOG.error("{} of {} failed", work, owner.id(), e);
            entry.state = new JobState.Failed(
                    new Problem(
                            FailureReason.INTERNAL_ERROR,
                            "%s failed with %s; the operator's log says where"
                                    .formatted(work, e.getClass().getSimpleName())),
                    clock.instant());
        } finally {
            entry.working = false; // before the wake: who is woken may start it again
            wake.accept(owner);
        }
    }

    /** Long work. */
    @FunctionalInterface
    public interface Job {
        /**
         * @return what it found; never null
         * @throws ProblemException where it could not be done
         */
        Object run(Progress progress);
    }

    /** Told how far the work is. */
    @FunctionalInterface
    public interface Progress {
        void at(long done, long total);
    }

    private record Key(String uid, String work) {}

    private static final class Entry {
        private final String inputs;
        private final Problem earlier;
        private volatile JobState state;
        private volatile Future<?> future;
        private volatile boolean working;

        Entry(String inputs, Problem earlier) {
            this.inputs = inputs;
            this.earlier = earlier;
            this.state = new JobState.Running(0, 0, earlier);
        }

        void progress(long done, long total) {
            state = new JobState.Running(done, total, earlier);
        }

        void cancel() {
            if (future != null) {
                future.cancel(true);
            }
        }
    }
}
