package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import dev.replatform.sandbox.kubernetes.WatchDelivery;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Watches by WebSocket and by plain HTTP, with characters beyond ASCII, and with what is no event. */
@Tag("cluster")
class WatchFaultsTest {
    /** What a value of an AppConfig that is no object cannot be read as. */
    private static final String WRONG_TYPE =
            "{\"type\":\"MODIFIED\",\"object\":{\"apiVersion\":\"replatform.dev/v1alpha1\",\"kind\":\"AppConfig\",\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"7\"},\"spec\":\"secret-text\"}}\n";

    private final Queue<String> instead = new ConcurrentLinkedQueue<>();

    static Stream<Named<WatchDelivery>> ways() {
        return Stream.of(
                Named.of("by WebSocket", WatchDelivery.AS_REAL),
                Named.of("by plain HTTP", WatchDelivery.PLAIN_HTTP),
                Named.of(
                        "by plain HTTP, each byte by itself",
                        WatchDelivery.PLAIN_HTTP.withChunks(WatchFaultsTest::eachByte)));
    }

    @ParameterizedTest
    @MethodSource("ways")
    void everyCharacterOfAnObjectComesToTheOperator(WatchDelivery way, @TempDir Path folder) throws Exception {
        try (var sandbox = OperatorOnSandbox.start(folder, KubeCluster.sandbox(way))) {
            // when
            sandbox.apply(config("Grüße", "🚀"));
            sandbox.apply("""
                    apiVersion: replatform.dev/v1alpha1
                    kind: Migration
                    metadata: {name: shop}
                    spec:
                      source:
                        host: 10.10.10.10
                        database: shop
                        credentials: {secretRef: {name: dms}}
                        adminCredentials: {secretRef: {name: admin}}
                        appCredentials: {secretRef: {name: app}}
                      target: {databaseRef: {name: shop}}
                      replicationInstance: {create: {class: dms.t3.medium, subnetIds: [subnet-a, subnet-b]}}
                      tables: {include: ["größe.表🚀"]}
                    """);

            // then
            ready(sandbox, 1);
            assertThat(value(sandbox)).isEqualTo("Grüße");

            // when
            sandbox.apply(config("表の名前 👩‍💻", "é"));

            // then
            ready(sandbox, 2);
            assertThat(value(sandbox)).isEqualTo("表の名前 👩‍💻");
            sandbox.await(
                    Migration.class,
                    "shop",
                    Eventually.PATIENCE,
                    it -> it.getStatus().observedGeneration() != null);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void aWatchThatReadsNoEventBeginsAgainAndLaterChangesAreSeen(WatchDelivery way, @TempDir Path folder)
            throws Exception {
        var garbled = way.withEvents(event -> instead.isEmpty() ? event : instead.remove());
        try (var sandbox = OperatorOnSandbox.start(folder, KubeCluster.sandbox(garbled))) {
            // given
            sandbox.apply(config("one", "-"));
            ready(sandbox, 1);

            // when
            instead.addAll(List.of("no JSON\n", WRONG_TYPE, "{\"type\":\"ADDED\"}\n", WRONG_TYPE, "\n"));
            sandbox.apply(config("two", "-"));

            // then
            ready(sandbox, 2);
            sandbox.apply(config("three", "-"));
            ready(sandbox, 3);
            assertThat(sandbox.ask("/livez").statusCode()).isEqualTo(200);
            assertThat(sandbox.ask("/metrics").body())
                    .contains("replatform_kubernetes_broken_watches_total{resource=\"appconfigs.replatform.dev\"}");
        }
    }

    private static void ready(OperatorOnSandbox sandbox, long generation) throws InterruptedException {
        sandbox.await(
                AppConfig.class,
                "greetings",
                Eventually.PATIENCE,
                it -> it.getStatus().isTrue("Ready") && it.getStatus().observedGeneration() == generation);
    }

    private static String value(OperatorOnSandbox sandbox) {
        return sandbox.aws()
                .ssm()
                .getParameter(get -> get.name("/cloudtalents/greetings/hello"))
                .parameter()
                .value();
    }

    private static List<byte[]> eachByte(byte[] event) {
        return IntStream.range(0, event.length)
                .mapToObj(it -> new byte[] {event[it]})
                .toList();
    }

    private static String config(String value, String note) {
        return """
                apiVersion: replatform.dev/v1alpha1
                kind: AppConfig
                metadata: {name: greetings, annotations: {example.com/note: "%s"}}
                spec:
                  path: /cloudtalents/greetings
                  parameters: [{name: hello, value: "%s"}]
                """.formatted(note, value);
    }
}
