package dev.replatform.operations;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Asks an operator whether it is ready. For {@code helm test}: the image has no shell and no other program. */
public final class ReadyProbe {
    private static final int READY = 200;
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(5);

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(LONGEST_ANSWER).build();
    private final Duration patience;
    private final Duration pause;
    private final PrintStream out;

    /**
     * @param patience how long it asks again
     * @param pause how long it waits before
     * @param out where each answer is told
     */
    public ReadyProbe(Duration patience, Duration pause, PrintStream out) {
        this.patience = patience;
        this.pause = pause;
        this.out = out;
    }

    /**
     * @param host a name or an address, of either version
     * @return whether the operator there became ready in time
     */
    public boolean isReady(String host, int port) throws InterruptedException {
        var address = address(host, port);
        var end = System.nanoTime() + patience.toNanos();
        while (!answersReady(address)) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        }
        return true;
    }

    private static URI address(String host, int port) {
        try {
            return new URI("http", null, host, port, "/readyz", null, null);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not a host: " + host, e);
        }
    }

    private boolean answersReady(URI address) throws InterruptedException {
        try {
            var request =
                    HttpRequest.newBuilder(address).timeout(LONGEST_ANSWER).build();
            var answer = client.send(request, BodyHandlers.ofString());
            out.printf(
                    "%s: %d %s%n", address, answer.statusCode(), answer.body().strip());
            return answer.statusCode() == READY;
        } catch (IOException e) {
            out.printf("%s: no answer (%s)%n", address, cause(e));
            return false;
        }
    }

    /** The client's own exceptions have no message. */
    private static Throwable cause(Throwable e) {
        return e.getCause() == null ? e : cause(e.getCause());
    }
}
