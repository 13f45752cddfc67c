package dev.replatform.operations;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;

/**
 * Answers kubelet and Prometheus by plain HTTP: {@code /livez} and {@code /readyz} with 200 or 503 and what is wrong, a line
 * each, {@code /metrics} with Prometheus' text.
 */
final class OperatorServer implements AutoCloseable {
    private static final int OK = 200;
    private static final int METHOD_NOT_ALLOWED = 405;
    private static final int UNAVAILABLE = 503;

    /** A readiness that waits for AWS must not hold up liveness. */
    private static final int THREADS = 4;

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
        var thread = new Thread(work, "http");
        thread.setDaemon(true);
        return thread;
    });

    /**
     * @param port 0 for any that is free
     * @param alive what speaks against it, in words
     * @param ready what speaks against it, in words
     * @throws UncheckedIOException where the port is taken
     */
    OperatorServer(int port, Supplier<List<String>> alive, Supplier<List<String>> ready, Supplier<String> metrics) {
        try {
            server = HttpServer.create(new InetSocketAddress(port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException("port %d cannot be listened on".formatted(port), e);
        }
        server.setExecutor(threads);
        server.createContext("/livez", exchange -> answer(exchange, alive.get()));
        server.createContext("/readyz", exchange -> answer(exchange, ready.get()));
        server.createContext(
                "/metrics", exchange -> send(exchange, OK, "text/plain; version=0.0.4; charset=utf-8", metrics.get()));
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    private static void answer(HttpExchange exchange, List<String> objections) throws IOException {
        if (objections.isEmpty()) {
            send(exchange, OK, "text/plain", "ok\n");
        } else {
            send(exchange, UNAVAILABLE, "text/plain", String.join("\n", objections) + "\n");
        }
    }

    private static void send(HttpExchange exchange, int code, String type, String text) throws IOException {
        try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
                exchange.sendResponseHeaders(METHOD_NOT_ALLOWED, -1);
                return;
            }
            var body = text.getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(code, body.length);
            exchange.getResponseBody().write(body);
        }
    }
}
