package dev.replatform.sandbox.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.replatform.sandbox.aws.codec.ConnectionReset;
import dev.replatform.sandbox.aws.codec.HttpAnswer;
import dev.replatform.sandbox.aws.codec.HttpCall;
import dev.replatform.sandbox.aws.codec.ServiceCodec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.regions.Region;

/**
 * One HTTP address for all AWS services: finds service and caller in the signature (which it does not verify), counts the call, lets
 * it fail where the plan says so, and hands it to the service.
 */
public final class Gateway implements AutoCloseable {
    static {
        // Read once when the server's classes load; without the first every call waits 40 ms for a delayed
        // acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // As SandboxKubernetes does, which may be loaded later.
        System.setProperty("sun.net.httpserver.idleInterval", "86400");
    }

    private final Map<String, ServiceCodec> services = new ConcurrentHashMap<>();
    private final Map<String, String> roleByAccessKey = new ConcurrentHashMap<>();
    private final Map<String, Guard> guardByAccessKey = new ConcurrentHashMap<>();
    private final Calls calls = new Calls();
    private final Faults faults = new Faults();
    private final ExecutorService threads = Daemons.pool("gateway");
    private final List<HttpServer> servers = new CopyOnWriteArrayList<>();
    private final URI endpoint = listenOn(InetAddress.getLoopbackAddress());

    /** @return where all services are served from now on too: {@code http://<address>:<port>} */
    URI listenOn(InetAddress address) {
        try {
            var server = HttpServer.create(new InetSocketAddress(address, 0), 0);
            server.createContext("/", this::handle);
            server.setExecutor(threads);
            Daemons.run("gateway-start", server::start);
            servers.add(server);
            return URI.create("http://%s:%d"
                    .formatted(address.getHostAddress(), server.getAddress().getPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @param service answers all calls signed for {@code api}'s service from now on */
    public <T extends SdkClient> void serve(Class<T> api, T service) {
        var codec = new ServiceCodec(api, service);
        services.put(codec.signingName(), codec);
    }

    /** @return {@code http://127.0.0.1:port}: not localhost, or S3 clients would look up {@code bucket.localhost} */
    public URI endpoint() {
        return endpoint;
    }

    /** @return a new key pair; whoever signs with it is bound by the role's policies */
    public AwsBasicCredentials accessKeyFor(String roleName) {
        var random = UUID.randomUUID().toString().replace("-", "");
        var key = AwsBasicCredentials.create("ASIA" + random.substring(0, 16).toUpperCase(Locale.ROOT), random);
        roleByAccessKey.put(key.accessKeyId(), roleName);
        return key;
    }

    /** Has every call that is signed with that key pass by a guard. */
    public void guard(String accessKeyId, Guard guard) {
        guardByAccessKey.put(accessKeyId, guard);
    }

    /** @return a client that calls here, with the SDK's defaults otherwise */
    public <B extends AwsClientBuilder<B, C>, C> C client(B builder, AwsCredentials credentials) {
        return builder.endpointOverride(endpoint())
                .region(Region.of(Account.SANDBOX.region()))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    public Calls calls() {
        return calls;
    }

    public Faults faults() {
        return faults;
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            var call = read(exchange);
            var signature = Signature.of(call);
            send(exchange, answer(call, signature));
        } catch (ConnectionReset e) {
            // Closing an exchange that was not answered breaks its connection: just what was asked for.
        }
    }

    private HttpAnswer answer(HttpCall call, Signature signature) {
        var service = services.get(signature.service());
        if (service == null) {
            var text = "service " + signature.service() + " is not served by the sandbox";
            return new HttpAnswer(501, Map.of("Content-Type", "text/plain"), SdkBytes.fromUtf8String(text));
        }
        var caller = caller(signature.accessKeyId());
        Caller.set(caller);
        try {
            return service.serve(call, new ServiceCodec.Around() {
                @Override
                public <T> T call(String operation, SdkRequest request, Supplier<T> effect) {
                    calls.record(new Calls.Call(signature.service(), operation, caller));
                    return faults.around(signature.service(), operation, () -> {
                        guard(caller).check(signature.service(), operation, request);
                        return effect.get();
                    });
                }
            });
        } finally {
            Caller.clear();
        }
    }

    private Guard guard(Caller caller) {
        var guard = caller.isAnonymous() ? null : guardByAccessKey.get(caller.accessKeyId());
        return guard == null ? (service, operation, request) -> {} : guard;
    }

    private Caller caller(String accessKeyId) {
        return accessKeyId == null ? Caller.ANONYMOUS : new Caller(accessKeyId, roleByAccessKey.get(accessKeyId));
    }

    private static HttpCall read(HttpExchange exchange) throws IOException {
        var headers = HttpCall.noHeaders();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, String.join(",", values)));
        var uri = exchange.getRequestURI();
        return new HttpCall(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                HttpCall.parseQuery(uri.getRawQuery()),
                headers,
                SdkBytes.fromByteArrayUnsafe(exchange.getRequestBody().readAllBytes()));
    }

    private static void send(HttpExchange exchange, HttpAnswer answer) throws IOException {
        var body = answer.body().asByteArrayUnsafe();
        var headers = exchange.getResponseHeaders();
        boolean head = exchange.getRequestMethod().equals("HEAD");
        answer.headers().forEach((name, value) -> {
            // The server counts a body itself; HEAD has none to count, and its length is the object's.
            if (head || !name.equalsIgnoreCase("Content-Length")) {
                headers.set(name, value);
            }
        });
        headers.set("x-amzn-RequestId", UUID.randomUUID().toString());
        if (head || body.length == 0) {
            exchange.sendResponseHeaders(answer.status(), -1);
        } else {
            exchange.sendResponseHeaders(answer.status(), body.length);
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        servers.forEach(server -> server.stop(0));
        threads.shutdownNow();
    }
}
