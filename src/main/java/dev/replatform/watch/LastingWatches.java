package dev.replatform.watch;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.client.Client;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.dsl.internal.HasMetadataOperationsImpl;
import io.fabric8.kubernetes.client.impl.BaseClient;
import java.time.Clock;

/**
 * Has the informers of a client survive whatever their watches read. fabric8 stops an informer whose watch reads what is no
 * event, be it by WebSocket or by plain HTTP, and only one that must list anew goes on.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#410-gone-responses">410 Gone</a>
 */
public final class LastingWatches {
    private final Clock clock;
    private final BrokenWatchListener listener;

    public LastingWatches(Clock clock, BrokenWatchListener listener) {
        this.clock = clock;
        this.listener = listener;
    }

    /** Has to come before the client's first use of that type; from then on informers of that type last. */
    public <T extends HasMetadata> void installOn(KubernetesClient client, Class<T> type) {
        var definition = ResourceDefinitionContext.fromResourceType(type);
        client.adapt(BaseClient.class).getHandlers().register(type, it -> operation(type, definition, it));
    }

    private <T extends HasMetadata> HasMetadataOperationsImpl<T, KubernetesResourceList<T>> operation(
            Class<T> type, ResourceDefinitionContext definition, Client client) {
        var context = HasMetadataOperationsImpl.defaultContext(client);
        return new LastingOperation<>(context, definition, type, null, clock, listener);
    }
}
