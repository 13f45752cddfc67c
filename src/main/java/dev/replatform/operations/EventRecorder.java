package dev.replatform.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.replatform.reconcile.Events;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.MicroTime;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.api.model.ObjectReferenceBuilder;
import io.fabric8.kubernetes.api.model.events.v1.EventBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes events as {@code events.k8s.io/v1}: the first time a thing is told an event is made, and while it is told again
 * that event's series counts. One thread does it all, so that nobody waits and the story keeps its order.
 *
 * @see <a href="https://kubernetes.io/docs/reference/kubernetes-api/cluster-resources/event-v1/">Event v1</a>
 */
public final class EventRecorder implements Events, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventRecorder.class);
    private static final String CONTROLLER = "replatform.dev/operator";
    private static final int MOST_WAITING = 1_000;
    private static final int MOST_SERIES = 2_000;
    private static final int MOST_OBJECTS = 2_000;

    /** After that much silence the same thing is a new event, as client-go has it. */
    private static final Duration SERIES_ENDS = Duration.ofMinutes(6);

    private static final Duration BETWEEN_COUNTS = Duration.ofSeconds(30);
    private static final Duration TIME_TO_FINISH = Duration.ofSeconds(1);
    private static final int LONGEST_NOTE = 1_024;
    private static final int LONGEST_WORD = 128;
    private static final String ELLIPSIS = "…";
    private static final DateTimeFormatter MICROS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSSSSSX").withZone(ZoneOffset.UTC);

    private final KubernetesClient client;
    private final String instance;
    private final Clock clock;
    private final ScheduledThreadPoolExecutor writer = new ScheduledThreadPoolExecutor(1, work -> {
        var thread = new Thread(work, "events");
        thread.setDaemon(true);
        return thread;
    });

    /** Only the writer's thread knows these. */
    private final Map<Told, Series> series = new Latest<>(MOST_SERIES);

    private final Map<String, Budget> budgets = new Latest<>(MOST_OBJECTS);
    private long lastName;

    /** @param instance which of several operators this is */
    public EventRecorder(KubernetesClient client, String instance, Clock clock) {
        this.client = client;
        this.instance = cut(instance, LONGEST_WORD);
        this.clock = clock;
        writer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        writer.setRemoveOnCancelPolicy(true);
    }

    /** One thing that is told of one object. */
    private record Told(ObjectReference about, Type type, String reason, String action, String note) {}

    @Override
    public void tell(HasMetadata about, Type type, String reason, String action, String note) {
        if (writer.getQueue().size() >= MOST_WAITING || writer.isShutdown()) {
            return;
        }
        var told = new Told(
                reference(about), type, cut(reason, LONGEST_WORD), cut(action, LONGEST_WORD), cut(note, LONGEST_NOTE));
        var at = clock.instant();
        writer.execute(() -> quietly(told, () -> record(told, at)));
    }

    @Override
    public void close() {
        writer.shutdown();
        try {
            if (!writer.awaitTermination(TIME_TO_FINISH.toMillis(), TimeUnit.MILLISECONDS)) {
                writer.shutdownNow();
            }
        } catch (InterruptedException e) {
            writer.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void record(Told told, Instant at) {
        var known = series.get(told);
        if (known != null && known.lastAt.plus(SERIES_ENDS).isAfter(at)) {
            known.count++;
            known.lastAt = at;
            countSoon(told, known);
        } else if (budgets.computeIfAbsent(told.about().getUid(), uid -> new Budget(at))
                .take(at)) {
            series.put(told, new Series(create(told, at), at));
        }
    }

    private String create(Told told, Instant at) {
        // Readers sort by a time stamp that this version has not, and so show the order of names.
        lastName = Math.max(lastName + 1, ChronoUnit.MICROS.between(Instant.EPOCH, at));
        var name = "%s.%x".formatted(told.about().getName(), lastName);
        var event = new EventBuilder()
                .withNewMetadata()
                .withNamespace(told.about().getNamespace())
                .withName(name)
                .endMetadata()
                .withEventTime(new MicroTime(MICROS.format(at)))
                .withReportingController(CONTROLLER)
                .withReportingInstance(instance)
                .withRegarding(told.about())
                .withType(told.type().name())
                .withReason(told.reason())
                .withAction(told.action())
                .withNote(told.note())
                .build();
        client.events()
                .v1()
                .events()
                .inNamespace(told.about().getNamespace())
                .resource(event)
                .create();
        return name;
    }

    /** The first repetition at once, the others together every half a minute. */
    private void countSoon(Told told, Series known) {
        if (known.waiting) {
            return;
        }
        known.waiting = true;
        var wait = Duration.between(clock.instant(), known.countedAt.plus(BETWEEN_COUNTS));
        var unused = writer.schedule( // it keeps its exceptions to itself
                () -> quietly(told, () -> count(told, known)), Math.max(0, wait.toMillis()), TimeUnit.MILLISECONDS);
    }

    private void count(Told told, Series known) {
        known.waiting = false;
        known.countedAt = clock.instant();
        client.events()
                .v1()
                .events()
                .inNamespace(told.about().getNamespace())
                .withName(known.name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"series\": {\"count\": %d, \"lastObservedTime\": \"%s\"}}"
                                .formatted(known.count, MICROS.format(known.lastAt)));
    }

    private void quietly(Told told, Runnable write) {
        try {
            write.run();
        } catch (KubernetesClientException e) {
            // The namespace or the event is gone, or the API server: whoever reads the status loses nothing.
            LOG.debug("An event about {} was not written: {}", told.about().getName(), e.getMessage());
            series.remove(told);
        } catch (RuntimeException e) {
            LOG.warn("An event about {} was not written", told.about().getName(), e);
        }
    }

    private static ObjectReference reference(HasMetadata about) {
        return new ObjectReferenceBuilder()
                .withApiVersion(about.getApiVersion())
                .withKind(about.getKind())
                .withNamespace(about.getMetadata().getNamespace())
                .withName(about.getMetadata().getName())
                .withUid(about.getMetadata().getUid())
                .build();
    }

    /** The server counts bytes. */
    private static String cut(String text, int bytes) {
        var encoded = text.getBytes(UTF_8);
        return encoded.length <= bytes
                ? text
                : new String(encoded, 0, bytes - ELLIPSIS.getBytes(UTF_8).length, UTF_8).replaceFirst("\uFFFD$", "")
                        + ELLIPSIS;
    }

    /** Forgets what has not been used for longest. */
    private static final class Latest<K, V> extends LinkedHashMap<K, V> {
        private final int most;

        Latest(int most) {
            super(16, 0.75f, true);
            this.most = most;
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
        }
    }

    private static final class Series {
        private final String name;
        private int count = 1;
        private Instant lastAt;
        private Instant countedAt = Instant.EPOCH;
        private boolean waiting;

        Series(String name, Instant at) {
            this.name = name;
            this.lastAt = at;
        }
    }
}
