package dev.replatform.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import dev.replatform.sandbox.kubernetes.SandboxKubernetes;
import dev.replatform.sandbox.kubernetes.WatchDelivery;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** An informer, and what is no event. */
class LastingWatchesTest {
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
            "{\"type\":\"ADDED\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"ConfigMap\",\"metadata\":[]}}",
            "{\"type\":\"ADDED\",\"object\":{\"apiVersion\":\"v1\",\"kind\":\"Status\",\"code\":200}}");

    private final Queue<String> broken = new ConcurrentLinkedQueue<>();
    private final Queue<String> instead = new ConcurrentLinkedQueue<>();

    static Stream<Arguments> eventsAndWays() {
        return Stream.of(WatchDelivery.AS_REAL, WatchDelivery.PLAIN_HTTP)
                .flatMap(way -> UNREADABLE.stream().map(text -> Arguments.of(text, way)));
    }

    @ParameterizedTest
    @MethodSource("eventsAndWays")
    void anUnreadableEventIsToldAndMadeUpFor(String text, WatchDelivery way) {
        var delivery = way.withEvents(event -> instead.isEmpty() ? event : instead.remove() + "\n");
        try (var cluster = KubeCluster.sandbox(delivery);
                var client = lasting(cluster.kubeconfig());
                var informer = client.configMaps().inNamespace("default").inform()) {
            // when
            instead.add(text);
            cluster.client().resource(named("a")).create();
            Eventually.until(() -> sees(informer, "a"));
            cluster.client().resource(named("b")).create();

            // then
            Eventually.until(() -> sees(informer, "b"));
            assertThat(broken).containsExactly("configmaps PT0S");
            assertThat(informer.isRunning()).isTrue();
        }
    }

    @Test
    void anInformerSurvivesAWebSocketThatBreaksTheProtocol() {
        try (var sandbox = SandboxKubernetes.start();
                var client = lasting(sandbox.kubeconfig());
                var informer = client.configMaps().inNamespace("default").inform()) {
            // when
            sandbox.breakWebSockets();
            Eventually.until(() -> broken.size() == 1);
            client.resource(named("a")).create();

            // then
            Eventually.until(() -> sees(informer, "a"));
        }
    }

    private KubernetesClient lasting(String kubeconfig) {
        var config = Config.fromKubeconfig(kubeconfig);
        config.setWatchReconnectInterval(10);
        var client = new KubernetesClientBuilder().withConfig(config).build();
        new LastingWatches(Clock.systemUTC(), (resource, cause, pause) -> broken.add(resource + " " + pause))
                .installOn(client, ConfigMap.class);
        return client;
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
