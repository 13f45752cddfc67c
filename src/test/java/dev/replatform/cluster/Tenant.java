package dev.replatform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.demo.Kind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Map;

/** A namespace with one AppConfig in it. */
record Tenant(WholeCluster cluster, String namespace) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Makes the namespace and the AppConfig. */
    static Tenant make(WholeCluster cluster, String namespace) {
        cluster.makeNamespace(namespace, Map.of());
        cluster.apply("""
                apiVersion: replatform.dev/v1alpha1
                kind: AppConfig
                metadata: {name: settings, namespace: %s}
                spec:
                  path: /%s/app
                  parameters: [{name: color, value: blue}]
                """.formatted(namespace, namespace));
        return new Tenant(cluster, namespace);
    }

    /** Asks for another value. */
    void change(String color) {
        appConfig().edit(it -> {
            it.<Map<String, Object>>get("spec", "parameters", 0).put("value", color);
            return it;
        });
    }

    /** Waits until an operator has told what it has seen of the AppConfig as it is now. */
    void awaitObserved() throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!isObserved()) {
            assertThat(System.nanoTime())
                    .as("nobody has looked at the AppConfig of %s within %s", namespace, PATIENCE)
                    .isLessThan(deadline);
            Thread.sleep(200);
        }
    }

    boolean isObserved() {
        var now = appConfig().get();
        return now.get("status", "observedGeneration") instanceof Number observed
                && observed.longValue() == now.getMetadata().getGeneration();
    }

    private Resource<GenericKubernetesResource> appConfig() {
        return cluster.client()
                .genericKubernetesResources(Kind.APP_CONFIG.context())
                .inNamespace(namespace)
                .withName("settings");
    }
}
