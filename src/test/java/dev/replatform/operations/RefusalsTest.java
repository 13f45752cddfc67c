package dev.replatform.operations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.status.Right;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RefusalsTest {
    private static final String NO_RIGHT =
            "it is forbidden: User \\\"operator\\\" cannot %s resource \\\"%s\\\" in API group \\\"%s\\\" in the namespace \\\"shop\\\"";

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final HandClock clock = new HandClock();
    private final Refusals refusals = new Refusals(registry, clock);
    private HttpServer server;
    private KubernetesClient client;
    private volatile String message;

    @BeforeEach
    void refuseEverything() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var status =
                    "{\"kind\": \"Status\", \"apiVersion\": \"v1\", \"status\": \"Failure\", \"code\": 403, \"message\": \"%s\"}"
                            .formatted(message)
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(403, status.length);
            exchange.getResponseBody().write(status);
            exchange.close();
        });
        server.start();
        client = new KubernetesClientBuilder()
                .withConfig(new ConfigBuilder()
                        .withMasterUrl("http://127.0.0.1:" + server.getAddress().getPort())
                        .build())
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("refusals", refusals))
                .build();
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void whatIsRefusedForWantOfARightIsSaidOnceAndCountedEachTime() throws Exception {
        try (var log = WholeLog.open()) {
            askForASecret(NO_RIGHT.formatted("get", "secrets", ""));
            askForASecret(NO_RIGHT.formatted("get", "secrets", ""));

            Eventually.until(() -> counted() == 2);
            assertThat(log.ours()).singleElement().satisfies(it -> assertThat(it.getFormattedMessage())
                    .isEqualTo(
                            "The operator may not get secrets in namespace shop: see \"Rights\" in docs/operating.md"));
        }
        assertThat(refusals.blinding()).as("it sees and leads all the same").isEmpty();
    }

    @Test
    void anotherRefusalIsNotTakenForAMissingRight() {
        askForASecret("unable to create new content in namespace shop because it is being terminated");
        askForASecret(NO_RIGHT.formatted("get", "secrets", ""));

        Eventually.until(() -> counted() > 0);
        assertThat(counted()).isEqualTo(1);
    }

    @Test
    void whoMayNotFollowAKindOrLeadIsBlindUntilItIsRefusedNoMore() {
        askForASecret(NO_RIGHT.formatted("list", "databases", "replatform.dev"));
        askForASecret(NO_RIGHT.formatted("patch", "leases", "coordination.k8s.io"));

        Eventually.until(() -> counted() == 2);
        assertThat(refusals.blinding())
                .containsExactly(
                        new Right("list", "databases.replatform.dev", "shop"),
                        new Right("patch", "leases.coordination.k8s.io", "shop"));

        clock.pass(Duration.ofSeconds(31));

        assertThat(refusals.blinding()).isEmpty();
    }

    private void askForASecret(String answer) {
        message = answer;
        assertThatThrownBy(
                        () -> client.secrets().inNamespace("shop").withName("a").get())
                .isInstanceOf(KubernetesClientException.class);
    }

    private double counted() {
        return registry.find("replatform.kubernetes.refusals").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
