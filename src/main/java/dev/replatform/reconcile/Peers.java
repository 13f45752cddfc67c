package dev.replatform.reconcile;

import dev.replatform.status.FailureReason;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;

/** Other objects of Replatform in the same namespace: kinds read each other's spec and status, never each other's code. */
public final class Peers {
    private final KubernetesClient client;

    public Peers(KubernetesClient client) {
        this.client = client;
    }

    /** @return the object of that name; absent where there is none */
    public <T extends CustomResource<?, ?>> Seen<T> one(Class<T> type, String namespace, String name) {
        try {
            var found =
                    client.resources(type).inNamespace(namespace).withName(name).get();
            return found == null ? Seen.absent() : Seen.present(found);
        } catch (KubernetesClientException e) {
            return Seen.unknown(
                    FailureReason.ACCESS_DENIED,
                    "%s %s could not be read: HTTP %d".formatted(type.getSimpleName(), name, e.getCode()));
        }
    }

    /** @return all objects of that type in a namespace */
    public <T extends CustomResource<?, ?>> Seen<List<T>> all(Class<T> type, String namespace) {
        try {
            return Seen.present(
                    client.resources(type).inNamespace(namespace).list().getItems());
        } catch (KubernetesClientException e) {
            return Seen.unknown(
                    FailureReason.ACCESS_DENIED,
                    "%s objects could not be listed: HTTP %d".formatted(type.getSimpleName(), e.getCode()));
        }
    }
}
