package dev.replatform.imagestore;

import dev.replatform.aws.S3Objects;
import dev.replatform.aws.S3Objects.Content;
import dev.replatform.ownership.Owner;
import dev.replatform.work.Jobs;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/** Asks for a sample of objects as any browser would: through the CDN, and past it. */
final class ServingCheck {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
    private static final Duration READ_TIMEOUT = Duration.ofSeconds(30);

    private final S3Objects objects;
    private final String bucket;
    private final String cdn;
    private final String origin;
    private final Clock clock;

    /**
     * @param cdn domain name of the distribution
     * @param origin domain name of the bucket
     */
    ServingCheck(S3Objects objects, String bucket, String cdn, String origin, Clock clock) {
        this.objects = objects;
        this.bucket = bucket;
        this.cdn = cdn;
        this.origin = origin;
        this.clock = clock;
    }

    Served run(int sampleSize, Jobs.Progress progress) {
        var keys = sample(sampleSize);
        int served = 0;
        boolean denied = true;
        String problem = null;
        for (var key : keys) {
            try {
                var wrong = wrongThroughCdn(key);
                served += wrong.isEmpty() ? 1 : 0;
                boolean open = status(connect(origin, key)) != HttpURLConnection.HTTP_FORBIDDEN;
                denied &= !open;
                if (problem == null) {
                    problem = open
                            ? "S3 itself does not refuse %s to an anonymous caller".formatted(key)
                            : wrong.orElse(null);
                }
            } catch (IOException e) {
                return new Served(keys.size(), served, false, true, unreachable(e), clock.instant());
            }
            progress.at(served, keys.size());
        }
        return new Served(keys.size(), served, denied && !keys.isEmpty(), false, problem, clock.instant());
    }

    /** The same objects at each look, spread over all keys: those whose names have the smallest digests. */
    private List<String> sample(int size) {
        var byDigest = Comparator.comparing(Owner::sha256).reversed();
        var chosen = new PriorityQueue<String>(size + 1, byDigest);
        objects.list(bucket, "", object -> {
            if (!object.key().startsWith(ImportSource.RECORDS) && !object.key().endsWith("/")) {
                chosen.add(object.key());
                if (chosen.size() > size) {
                    chosen.remove();
                }
            }
        });
        return chosen.stream().sorted().toList();
    }

    /** @return what is wrong with the object as the CDN serves it; empty where nothing is, or where it is gone by now */
    private Optional<String> wrongThroughCdn(String key) throws IOException {
        var stored = objects.digest(bucket, key);
        return stored.isEmpty() ? Optional.empty() : wrongThroughCdn(key, stored.get());
    }

    private Optional<String> wrongThroughCdn(String key, Content stored) throws IOException {
        var connection = connect(cdn, key);
        int status = status(connection);
        if (status != HttpURLConnection.HTTP_OK) {
            return Optional.of("CloudFront answers HTTP %d for %s".formatted(status, key));
        }
        try (var body = connection.getInputStream()) {
            if (!S3Objects.sha256(body).equals(stored.sha256())) {
                return Optional.of("CloudFront serves other content than S3 holds for " + key);
            }
        }
        return stored.contentType() == null || stored.contentType().equals(connection.getContentType())
                ? Optional.empty()
                : Optional.of("CloudFront serves %s as %s, S3 as %s"
                        .formatted(key, connection.getContentType(), stored.contentType()));
    }

    private static int status(HttpURLConnection connection) throws IOException {
        int status = connection.getResponseCode();
        var errors = connection.getErrorStream();
        if (errors != null) {
            errors.close();
        }
        return status;
    }

    /** The JDK's oldest client, as it is the one that honours the SOCKS settings of the JVM. */
    private static HttpURLConnection connect(String domain, String key) throws IOException {
        var connection = (HttpURLConnection) URI.create("https://%s/%s".formatted(domain, encoded(key)))
                .toURL()
                .openConnection();
        connection.setConnectTimeout((int) CONNECT_TIMEOUT.toMillis());
        connection.setReadTimeout((int) READ_TIMEOUT.toMillis());
        return connection;
    }

    private static String encoded(String key) {
        return Arrays.stream(key.split("/", -1))
                .map(part -> URLEncoder.encode(part, StandardCharsets.UTF_8)
                        .replace("+", "%20")
                        .replace("*", "%2A"))
                .collect(Collectors.joining("/"));
    }

    private String unreachable(IOException e) {
        return "%s or %s cannot be reached from the operator (%s): open the way, or set spec.verification.mode to BestEffort"
                .formatted(cdn, origin, e.getClass().getSimpleName());
    }
}
