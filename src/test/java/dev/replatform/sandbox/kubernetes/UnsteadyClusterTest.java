package dev.replatform.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watch;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a client sees of an API server that goes away, ends watches, or gives way to another one. */
@Tag("cluster")
class UnsteadyClusterTest extends OnACluster {
    private static UnsteadyCluster unsteady;

    @BeforeAll
    static void start() {
        unsteady = UnsteadyCluster.ofThisRun();
        WidgetDefinition.installOn(unsteady.cluster().client());
    }

    @AfterAll
    static void stop() {
        unsteady.close();
    }

    @Override
    KubeCluster cluster() {
        return unsteady.cluster();
    }

    @Test
    void anInformerMissesNothingThatHappenedWhileNobodyWatched() {
        create("a", 1);
        try (var informer = widgets.inform()) {
            unsteady.goAway();
            assertThat(refusal(() -> widgets.list())).isInstanceOf(KubernetesClientException.class);
            unsteady.comeBack();
            onANewConnection(somebody -> create(somebody, "b"));
            Eventually.until(() -> informer.getStore().list().size() == 2);

            unsteady.endWatches();
            onANewConnection(somebody -> create(somebody, "c"));
            Eventually.until(() -> informer.getStore().list().size() == 3);

            unsteady.failOver();
            onANewConnection(somebody -> somebody.resources(Widget.class)
                    .inNamespace(namespace)
                    .withName("a")
                    .delete());
            Eventually.until(() -> informer.getStore().list().size() == 2);
        }
    }

    @Test
    void aWatchFromBeforeTheFailOverIsGone() throws Exception {
        var old = create("a", 1);
        create("b", 1);
        unsteady.failOver();
        var closed = new CompletableFuture<WatcherException>();

        try (var watch = watchSince(old.getMetadata().getResourceVersion(), closed)) {
            var cause = closed.get(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS);

            assertThat(cause.isHttpGone()).isTrue();
            assertThat(cause.getMessage()).contains("too old resource version: ");
        }
    }

    private void create(KubernetesClient somebody, String name) {
        somebody.resource(Widget.named(name, Widget.Spec.ofSize(1)))
                .inNamespace(namespace)
                .create();
    }

    /** Whoever had a connection when it was cut may find out only by the next request. */
    private void onANewConnection(Consumer<KubernetesClient> change) {
        try (var somebody = cluster().newClient()) {
            change.accept(somebody);
        }
    }

    /** A server that has just taken over says 429 until it has read the kind's objects. */
    private Watch watchSince(String revision, CompletableFuture<WatcherException> closed) {
        var since = new ListOptionsBuilder().withResourceVersion(revision).build();
        var watch = new AtomicReference<Watch>();
        Eventually.until(() -> refusal(() -> watch.set(widgets.watch(since, closesInto(closed)))) == null);
        return watch.get();
    }

    private static Watcher<Widget> closesInto(CompletableFuture<WatcherException> closed) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Widget widget) {}

            @Override
            public void onClose(WatcherException cause) {
                closed.complete(cause);
            }
        };
    }
}
