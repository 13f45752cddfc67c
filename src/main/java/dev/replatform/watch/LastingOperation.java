package dev.replatform.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.ListOptions;
import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.dsl.internal.AbstractWatchManager;
import io.fabric8.kubernetes.client.dsl.internal.HasMetadataOperationsImpl;
import io.fabric8.kubernetes.client.dsl.internal.OperationContext;
import java.net.HttpURLConnection;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** What a client does with objects of one type: as fabric8 does it, but that a watch which broke lists anew. */
final class LastingOperation<T extends HasMetadata, L extends KubernetesResourceList<T>>
        extends HasMetadataOperationsImpl<T, L> {
    private final Clock clock;
    private final BrokenWatchListener listener;
    private final Pauses pauses;

    /** @param lists null for fabric8's own choice */
    LastingOperation(
            OperationContext context,
            ResourceDefinitionContext definition,
            Class<T> type,
            Class<L> lists,
            Clock clock,
            BrokenWatchListener listener) {
        super(context, definition, type, lists);
        this.clock = clock;
        this.listener = listener;
        this.pauses = new Pauses(clock);
    }

    @Override
    public LastingOperation<T, L> newInstance(OperationContext context) {
        return new LastingOperation<>(context, rdc, type, listType, clock, listener);
    }

    /** An informer asks one operation for all its watches. */
    @Override
    public CompletableFuture<AbstractWatchManager<T>> submitWatch(ListOptions options, Watcher<T> watcher) {
        return super.submitWatch(options, new Lasting(watcher));
    }

    private void broke(WatcherException cause, Watcher<T> watcher) {
        var pause = pauses.next();
        listener.broke(HasMetadata.getFullResourceName(type), cause, pause);
        CompletableFuture.delayedExecutor(pause.toMillis(), TimeUnit.MILLISECONDS, context.getExecutor())
                .execute(() -> watcher.onClose(gone()));
    }

    private static WatcherException gone() {
        var status = new StatusBuilder().withCode(HttpURLConnection.HTTP_GONE).build();
        return new WatcherException("The watch broke", new KubernetesClientException(status));
    }

    private final class Lasting implements Watcher<T> {
        private final Watcher<T> watcher;

        Lasting(Watcher<T> watcher) {
            this.watcher = watcher;
        }

        @Override
        public boolean reconnecting() {
            return watcher.reconnecting();
        }

        @Override
        public void eventReceived(Action action, T object) {
            watcher.eventReceived(action, object);
        }

        @Override
        public void onClose() {
            watcher.onClose();
        }

        @Override
        public void onClose(WatcherException cause) {
            if (cause.isHttpGone()) {
                watcher.onClose(cause);
            } else {
                broke(cause, watcher);
            }
        }
    }
}
