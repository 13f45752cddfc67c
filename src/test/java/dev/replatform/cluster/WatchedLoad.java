package dev.replatform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.demo.Kind;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Duration;

/** The demo's Migration, as it loads. */
final class WatchedLoad {
    private static final Duration LOOK_EVERY = Duration.ofMillis(200);

    private final KubernetesClient client;

    WatchedLoad(KubernetesClient client) {
        this.client = client;
    }

    /** @throws AssertionError if it does not come to this in time, or the demo ends before */
    void awaitFullLoad(Process demo, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (!isLoading()) {
            assertThat(demo.isAlive()).as("the demo runs").isTrue();
            assertThat(System.nanoTime()).as("no full load within " + limit).isLessThan(deadline);
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    private boolean isLoading() {
        var migration = client.genericKubernetesResources(Kind.MIGRATION.context())
                .inNamespace("cloudtalents")
                .withName("mvp")
                .get();
        return migration != null
                && "FullLoad".equals(migration.get("status", "phase"))
                && migration.get("status", "tables", "rowsLoaded") instanceof Number rows
                && rows.longValue() > 0;
    }
}
