package dev.replatform.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.replatform.status.Right;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.net.HttpURLConnection;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears whichever part of the operator or its libraries the API server refuses for the lack of a right, so that none is
 * missing silently: it is said in the log, counted, and speaks against the operator being ready where the operator sees no
 * changes or cannot lead without it.
 */
public final class Refusals implements Interceptor {
    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private static final Duration SAID_AGAIN_AFTER = Duration.ofHours(1);
    /** Informers and the election ask again more often than that. */
    private static final Duration STANDS = Duration.ofSeconds(30);

    private static final Set<String> FOLLOWING = Set.of("list", "watch");
    private static final String LEASES = "leases.coordination.k8s.io";

    /**
     * What is watched by a WebSocket, whose refusal has no text.
     *
     * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-uris">Resource URIs</a>
     */
    private static final Pattern WATCHED = Pattern.compile("/apis/([^/]+)/[^/]+/(?:namespaces/([^/]+)/)?([^/]+)");

    private final MeterRegistry registry;
    private final Clock clock;
    private final Map<Right, Instant> said = new ConcurrentHashMap<>();
    private final Map<Right, Instant> lastRefused = new ConcurrentHashMap<>();

    Refusals(MeterRegistry registry, Clock clock) {
        this.registry = registry;
        this.clock = clock;
    }

    @Override
    public AsyncBody.Consumer<List<ByteBuffer>> consumer(
            AsyncBody.Consumer<List<ByteBuffer>> consumer, HttpRequest request) {
        return new Overheard(consumer);
    }

    @Override
    public void after(HttpRequest request, HttpResponse<?> response, AsyncBody.Consumer<List<ByteBuffer>> consumer) {
        if (response.code() != HttpURLConnection.HTTP_FORBIDDEN) {
            return;
        }
        if (consumer == null) {
            watched(request);
            return;
        }
        var overheard = consumer.unwrap(Overheard.class);
        if (overheard != null && response.body() instanceof AsyncBody body) {
            var unused = body.done()
                    .thenRun( // who reads the answer hears of its failure
                            () -> Right.missing(overheard.text()).ifPresent(this::refused));
        }
    }

    /** @return what it may not, at this time, of that without which it sees no changes or cannot lead */
    public List<Right> blinding() {
        var recent = clock.instant().minus(STANDS);
        return lastRefused.entrySet().stream()
                .filter(it -> it.getValue().isAfter(recent))
                .map(Map.Entry::getKey)
                .filter(it -> FOLLOWING.contains(it.verb()) || it.resource().equals(LEASES))
                .sorted(Comparator.comparing(Right::toString))
                .toList();
    }

    /** @param request null where the client does not say */
    private void watched(HttpRequest request) {
        var path = WATCHED.matcher(request == null ? "" : request.uri().getPath());
        if (path.matches()) {
            var namespace = path.group(2);
            refused(Right.of("watch", path.group(1), path.group(3), "", namespace == null ? "" : namespace));
        }
    }

    private void refused(Right right) {
        var now = clock.instant();
        lastRefused.put(right, now);
        Counter.builder("replatform.kubernetes.refusals")
                .description("Requests that the API server refused because the operator lacks the right")
                .tag("verb", right.verb())
                .tag("resource", right.resource())
                .tag("namespace", right.namespace())
                .register(registry)
                .increment();
        var before = said.put(right, now);
        if (before == null || before.plus(SAID_AGAIN_AFTER).isBefore(now)) {
            LOG.warn("The operator may not {}: see \"Rights\" in docs/operating.md", right);
        } else {
            said.put(right, before);
        }
    }

    /** The beginning of an answer, as a refusal is short. */
    private static final class Overheard implements AsyncBody.Consumer<List<ByteBuffer>> {
        private static final int MOST = 4_096;

        private final AsyncBody.Consumer<List<ByteBuffer>> listener;
        private final StringBuilder text = new StringBuilder();

        Overheard(AsyncBody.Consumer<List<ByteBuffer>> listener) {
            this.listener = listener;
        }

        @Override
        public void consume(List<ByteBuffer> value, AsyncBody body) throws Exception {
            synchronized (text) {
                for (var part : value) {
                    var beginning = part.duplicate();
                    beginning.limit(beginning.position() + Math.min(beginning.remaining(), MOST - text.length()));
                    text.append(UTF_8.decode(beginning));
                }
            }
            listener.consume(value, body);
        }

        /** Others look for listeners of theirs. */
        @Override
        public <U> U unwrap(Class<U> target) {
            return target.isInstance(this) ? target.cast(this) : listener.unwrap(target);
        }

        /** @return what was said, its JSON's quotes as a reader sees them */
        String text() {
            synchronized (text) {
                return text.toString().replace("\\\"", "\"");
            }
        }
    }
}
