package dev.replatform.reconcile;

import dev.replatform.status.FailureReason;
import dev.replatform.status.Right;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Other objects of Replatform in the same namespace: kinds read each other's spec and status, never each other's code. */
public final class Peers {
    private static final Logger LOG = LoggerFactory.getLogger(Peers.class);

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
                    "%s %s could not be read: %s".formatted(type.getSimpleName(), name, Right.whyFailed(e)));
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
                    "%s objects could not be listed: %s".formatted(type.getSimpleName(), Right.whyFailed(e)));
        }
    }

    /** @return whether all that is in the namespace is being deleted; false where that cannot be seen */
    public boolean isNamespaceBeingDeleted(String namespace) {
        try {
            var found = client.namespaces().withName(namespace).get();
            return found != null && found.isMarkedForDeletion();
        } catch (KubernetesClientException e) {
            LOG.warn("Namespace {} could not be read: {}", namespace, Right.whyFailed(e));
            return false;
        }
    }
}
