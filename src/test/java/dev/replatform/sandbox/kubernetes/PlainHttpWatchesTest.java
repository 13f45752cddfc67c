package dev.replatform.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Watches by plain HTTP, for clients that are refused a WebSocket. */
class PlainHttpWatchesTest {
    private static final List<Integer> CHUNKS = Collections.synchronizedList(new ArrayList<>());
    private static KubeCluster cluster;

    @BeforeAll
    static void start() {
        cluster = KubeCluster.sandbox(WatchDelivery.PLAIN_HTTP.withChunks(event -> {
            CHUNKS.add(event.length);
            return List.of(event);
        }));
        WidgetDefinition.installOn(cluster.client());
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @Nested
    class Reading extends ReadsContract {
        @Override
        KubeCluster cluster() {
            return cluster;
        }

        @Test
        void theEventsOfAnInformerGoInChunks() {
            CHUNKS.clear();
            try (var informer = widgets.inform()) {
                create("a", 1);
                Eventually.until(() -> informer.getStore().list().size() == 1);
            }

            assertThat(CHUNKS).as("events that went in chunks").isNotEmpty();
        }
    }
}
