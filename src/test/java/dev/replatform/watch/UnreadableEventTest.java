package dev.replatform.watch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import dev.replatform.sandbox.kubernetes.WatchDelivery;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What an informer makes of events that cannot be read. */
class UnreadableEventTest {
    private static final List<String> UNREADABLE = List.of(
            "",
            "no JSON",
            "null",
            "[]",
            "{",
            "{\"type\":\"ADDED\"}",
            "{\"object\":{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\",\"resourceVersion\":\"7\"}}}",
            "{\"type\":\"NEW\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"resourceVersion\":\"7\"}}}",
            "{\"type\":\"ADDED\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\"}}",
            "{\"type\":\"ADDED\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{\"name\":\"a\"}}}",
            "{\"type\":\"ADDED\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":[]}}",
            "{\"type\":\"ERROR\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":{}}}",
            "{\"type\":\"ADDED\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"Status\",\"code\":200}}");

    private static final Status GONE = new StatusBuilder().withCode(410).build();

    private final AtomicInteger unreadable = new AtomicInteger();
    private final Queue<String> instead = new ConcurrentLinkedQueue<>();

    static Stream<Arguments> eventsAndWays() {
        return Stream.of(WatchDelivery.AS_REAL, WatchDelivery.PLAIN_HTTP)
                .flatMap(way -> UNREADABLE.stream().map(text -> Arguments.of(text, way)));
    }

    @ParameterizedTest
    @MethodSource("eventsAndWays")
    void itIsToldAndTheInformerSeesThatChangeAndLaterOnes(String text, WatchDelivery way) {
        var delivery = way.withEvents(event -> instead.isEmpty() ? event : instead.remove() + "\n");
        try (var cluster = KubeCluster.sandbox(delivery);
                var client = clients(cluster).build();
                var informer = client.configMaps().inNamespace("default").inform()) {
            // when
            instead.add(text);
            cluster.client().resource(named("a")).create();
            Eventually.until(() -> sees(informer, "a"));
            cluster.client().resource(named("b")).create();

            // then
            Eventually.until(() -> sees(informer, "b"));
            assertThat(unreadable).hasValue(1);
            assertThat(informer.isRunning()).isTrue();
        }
    }

    private KubernetesClientBuilder clients(KubeCluster cluster) {
        var config = Config.fromKubeconfig(cluster.kubeconfig());
        config.setWatchReconnectInterval(10);
        return new KubernetesClientBuilder()
                .withConfig(config)
                .withKubernetesSerialization(new WatchedEvents(new ObjectMapper(), () -> {
                    unreadable.incrementAndGet();
                    return GONE;
                }));
    }

    private static boolean sees(SharedIndexInformer<ConfigMap> informer, String name) {
        return informer.getStore().getByKey("default/" + name) != null;
    }

    private static ConfigMap named(String name) {
        return new ConfigMapBuilder()
                .withNewMetadata()
                .withNamespace("default")
                .withName(name)
                .endMetadata()
                .withData(Map.of("greeting", "Grüße"))
                .build();
    }
}
