package dev.replatform.sandbox.kubernetes;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocketFrame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;

/**
 * The API server's port: HTTP, and WebSocket for whoever asks to watch by it.
 *
 * @see <a href="https://github.com/kubernetes/kubernetes/blob/v1.34.0/staging/src/k8s.io/apiserver/pkg/endpoints/handlers/watch.go">The
 *     API server's own</a>
 */
final class HttpFront implements AutoCloseable {
    private static final int LONGEST_HEAD = 1 << 16;

    private final ApiServer api;
    private final WatchDelivery delivery;
    private final Vertx vertx = Vertx.vertx(new VertxOptions()
            .setEventLoopPoolSize(1)
            .setWorkerPoolSize(1)
            .setInternalBlockingPoolSize(1)
            .setBlockedThreadCheckInterval(Duration.ofDays(1).toMillis())
            .setUseDaemonThread(true));
    private final ExecutorService threads = Executors.newCachedThreadPool(work -> {
        var thread = new Thread(work, "sandbox-kubernetes");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<ServerWebSocket> sockets = ConcurrentHashMap.newKeySet();
    private final HttpServer server;

    /** Where a watch's events go; returns when they are on their way. */
    private interface Way {
        void send(String event) throws IOException;
    }

    /**
     * @param port 0 for any free one
     * @throws IOException where the port is taken
     */
    HttpFront(ApiServer api, int port, WatchDelivery delivery) throws IOException {
        this.api = api;
        this.delivery = delivery;
        try {
            server = await(vertx.createHttpServer(new HttpServerOptions()
                            .setHttp2ClearTextEnabled(false)
                            .setHandle100ContinueAutomatically(true)
                            .setMaxInitialLineLength(LONGEST_HEAD)
                            .setMaxHeaderSize(LONGEST_HEAD))
                    .requestHandler(this::receive)
                    .listen(port, "127.0.0.1"));
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    int port() {
        return server.actualPort();
    }

    /** @see SandboxKubernetes#breakWebSockets() */
    void breakWebSockets() {
        sockets.forEach(socket -> socket.writeFrame(WebSocketFrame.continuationFrame(Buffer.buffer("rest"), true)));
    }

    /** Cuts off whoever is connected. */
    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        threads.shutdownNow();
    }

    private void receive(HttpServerRequest request) {
        if ("websocket".equalsIgnoreCase(request.getHeader("Upgrade"))) {
            upgrade(request);
        } else {
            request.body().onSuccess(body -> work(() -> answer(request, body)));
        }
    }

    private void upgrade(HttpServerRequest request) {
        if (!delivery.byWebSocket()) {
            request.response().putHeader("Connection", "close").end();
            return;
        }
        try {
            var watch = api.watch(Request.of(request, Buffer.buffer()));
            request.toWebSocket().onSuccess(socket -> {
                sockets.add(socket);
                socket.closeHandler(closed -> sockets.remove(socket));
                work(() -> run(watch, event -> await(socket.writeTextMessage(event)), socket::close));
            });
        } catch (Refusal refusal) {
            send(request.response(), Reply.json(refusal.code(), refusal.status()));
        }
    }

    private void answer(HttpServerRequest asked, Buffer body) {
        var request = Request.of(asked, body);
        var response = asked.response();
        if (!request.isWatch()) {
            send(response, api.answer(request));
            return;
        }
        try {
            var watch = api.watch(request);
            response.putHeader("Content-Type", Reply.JSON).setChunked(true).write(Buffer.buffer());
            run(watch, event -> writeChunks(response, event), response::end);
        } catch (Refusal refusal) {
            send(response, Reply.json(refusal.code(), refusal.status()));
        }
    }

    private void work(Runnable work) {
        threads.execute(() -> {
            try {
                work.run();
            } catch (RejectedExecutionException e) {
                // the port is closed: nobody waits for the answer
            }
        });
    }

    private void writeChunks(HttpServerResponse response, String event) throws IOException {
        for (var chunk : delivery.chunks().apply(event.getBytes(StandardCharsets.UTF_8))) {
            await(response.write(Buffer.buffer(chunk)));
        }
    }

    private void run(Watch watch, Way way, Runnable end) {
        try {
            watch.run(event -> way.send(delivery.events().apply(event)));
        } catch (IOException e) {
            // the client is gone
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            end.run();
        }
    }

    private static void send(HttpServerResponse response, Reply reply) {
        response.setStatusCode(reply.code()).putHeader("Content-Type", reply.contentType());
        reply.warnings().forEach(warning -> response.headers()
                .add("Warning", "299 - \"" + warning.replace("\"", "\\\"") + '"'));
        response.end(reply.body());
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException e) {
            throw new IOException(e.getCause());
        }
    }
}
