package dev.replatform.operations;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReadyProbeTest {
    private static final String HOST = "localhost";

    private final AtomicInteger asked = new AtomicInteger();
    private final ByteArrayOutputStream told = new ByteArrayOutputStream();
    private HttpServer server;

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void itAsksAgainUntilTheOperatorIsReady() throws InterruptedException {
        readyAt(3);

        assertThat(probe(Duration.ofSeconds(30)).isReady(HOST, port())).isTrue();

        assertThat(asked).hasValue(3);
        assertThat(told.toString(UTF_8)).contains(": 503 not yet", ": 200 ok");
    }

    @Test
    void oneThatIsNeverReadyIsGivenUpWithItsReason() throws InterruptedException {
        readyAt(Integer.MAX_VALUE);

        assertThat(probe(Duration.ofMillis(50)).isReady(HOST, port())).isFalse();

        assertThat(told.toString(UTF_8)).contains("/readyz: 503 not yet");
    }

    @Test
    void oneThatIsNotThereIsGivenUp() throws InterruptedException {
        var port = port();
        server.stop(0);

        assertThat(probe(Duration.ofMillis(50)).isReady(HOST, port)).isFalse();

        assertThat(told.toString(UTF_8)).contains("http://localhost:%d/readyz: no answer (java.".formatted(port));
    }

    @Test
    void anAddressOfVersion6IsAsked() throws InterruptedException {
        assertThat(probe(Duration.ZERO).isReady("::1", 1)).isFalse();

        assertThat(told.toString(UTF_8)).startsWith("http://[::1]:1/readyz: no answer");
    }

    private void readyAt(int question) {
        server.createContext("/readyz", exchange -> {
            try (exchange) {
                var isReady = asked.incrementAndGet() >= question;
                var body = (isReady ? "ok\n" : "not yet\n").getBytes(UTF_8);
                exchange.sendResponseHeaders(isReady ? 200 : 503, body.length);
                exchange.getResponseBody().write(body);
            }
        });
    }

    private int port() {
        return server.getAddress().getPort();
    }

    private ReadyProbe probe(Duration patience) {
        return new ReadyProbe(patience, Duration.ofMillis(10), new PrintStream(told, true, UTF_8));
    }
}
