package dev.replatform.sandbox.aws.cloudfront;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Daemons;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.s3.Requester;
import dev.replatform.sandbox.aws.s3.SandboxS3;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * The one TLS server behind all names that a browser can reach: a distribution's domain goes through the CDN's rules and cache, a
 * bucket's own name to S3 without a signature.
 */
public final class Edge implements AutoCloseable {
    static {
        // Read once when the server's classes load; without it every answer waits 40 ms for a delayed acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private static final String S3 = "s3." + Account.SANDBOX.region() + ".amazonaws.com";
    private static final String CLOUDFRONT = "cloudfront.amazonaws.com";
    /** https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/HTTPStatusCodes.html */
    private static final Duration ERRORS_ARE_KEPT = Duration.ofSeconds(10);

    private final HttpsServer server;
    private final ExecutorService threads = Daemons.pool("edge");
    private final EdgeCache cache;

    /**
     * Takes a port, and answers from {@link #serve} on.
     *
     * @param tls with a certificate for {@code *.cloudfront.net} and the names of S3
     */
    public Edge(SSLContext tls) {
        this(tls, InstantSource.system());
    }

    private Edge(SSLContext tls, InstantSource time) {
        cache = new EdgeCache(time);
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setHttpsConfigurator(new HttpsConfigurator(tls));
        server.setExecutor(threads);
    }

    /** @return an edge with a certificate of that authority for all names it answers to */
    public static Edge certifiedBy(CertificateAuthority authority) {
        return certifiedBy(authority, InstantSource.system());
    }

    /** @param time what the cache goes by */
    static Edge certifiedBy(CertificateAuthority authority, InstantSource time) {
        var certificate = authority.issue("*.cloudfront.net", "*." + S3, S3);
        try {
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(certificate.keyStore(), CertificateAuthority.PASSWORD.toCharArray());
            var tls = SSLContext.getInstance("TLS");
            tls.init(keys.getKeyManagers(), null, null);
            return new Edge(tls, time);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the edge has no certificate", e);
        }
    }

    /** @return where it listens, for {@code Addresses} */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** @param delays how long a second of a cache's time to live takes */
    public void serve(SandboxCloudFront cloudFront, SandboxS3 s3, Delays delays) {
        server.createContext("/", exchange -> {
            try (exchange) {
                send(exchange, answer(exchange, cloudFront, s3, delays));
            }
        });
        // Its own thread begets the server's, which are then daemons as it is.
        var unused = threads.submit(server::start);
    }

    private EdgeAnswer answer(HttpExchange exchange, SandboxCloudFront cloudFront, SandboxS3 s3, Delays delays) {
        var host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("")
                .replaceFirst(":\\d+$", "");
        var path = decoded(exchange.getRequestURI().getRawPath());
        var method = exchange.getRequestMethod();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            return EdgeAnswer.accessDenied();
        }
        if (host.equals(S3)) {
            int end = path.indexOf('/', 1);
            return end < 0
                    ? EdgeAnswer.accessDenied()
                    : fromS3(s3, Requester.anonymous(), path.substring(1, end), path.substring(end + 1));
        }
        if (host.endsWith("." + S3)) {
            var bucket = host.substring(0, host.length() - S3.length() - 1);
            return fromS3(s3, Requester.anonymous(), bucket, path.substring(1));
        }
        return cloudFront
                .route(host)
                .map(route -> throughCache(exchange, route, path, s3, delays))
                .orElseGet(EdgeAnswer::accessDenied);
    }

    private EdgeAnswer throughCache(HttpExchange exchange, EdgeRoute route, String path, SandboxS3 s3, Delays delays) {
        var headers = exchange.getResponseHeaders();
        headers.set("Via", "1.1 " + UUID.randomUUID().toString().replace("-", "") + ".cloudfront.net (CloudFront)");
        headers.set("X-Amz-Cf-Pop", "DUB56-P1");
        var key = new EdgeCache.Key(route.distributionArn(), path);
        var kept = cache.find(key);
        if (kept.isPresent()) {
            var answer = kept.get().answer();
            headers.set("Age", Long.toString(cache.age(kept.get()).toSeconds()));
            headers.set("X-Cache", answer.isError() ? "Error from cloudfront" : "Hit from cloudfront");
            return answer;
        }
        var answer = fromOrigin(route, path, s3);
        headers.set("X-Cache", answer.isError() ? "Error from cloudfront" : "Miss from cloudfront");
        var timeToLive = answer.isError()
                ? ERRORS_ARE_KEPT
                : route.cachePolicy().timeToLive(answer.headers().get("Cache-Control"));
        cache.keep(key, answer, delays.of(timeToLive));
        return answer;
    }

    private static EdgeAnswer fromOrigin(EdgeRoute route, String path, SandboxS3 s3) {
        var origin = route.origin();
        if (!Account.SANDBOX.region().equals(origin.region())) {
            // S3 sends whoever asks for a young bucket by its global name to the regional one.
            return EdgeAnswer.error(
                    307, "TemporaryRedirect", "Please re-send this request to the specified temporary endpoint.");
        }
        var requester = route.signs()
                ? Requester.service(CLOUDFRONT, route.distributionArn(), Account.SANDBOX.id())
                : Requester.anonymous();
        var asked = path.equals("/") ? "/" + route.rootObject() : path;
        return fromS3(s3, requester, origin.bucket(), (route.originPath() + asked).substring(1));
    }

    private static EdgeAnswer fromS3(SandboxS3 s3, Requester requester, String bucket, String key) {
        if (key.isEmpty()) {
            // That would be a listing.
            return EdgeAnswer.accessDenied();
        }
        try {
            return EdgeAnswer.of(s3.read(requester, bucket, key));
        } catch (S3Exception e) {
            return EdgeAnswer.of(e);
        }
    }

    /** A + in a path is a +, other than in a form. */
    private static String decoded(String rawPath) {
        return URLDecoder.decode(rawPath.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static void send(HttpExchange exchange, EdgeAnswer answer) throws IOException {
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        int length = answer.body().length;
        if (exchange.getRequestMethod().equals("HEAD") || length == 0) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(length));
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
