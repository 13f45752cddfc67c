package dev.replatform.reconcile;

import dev.replatform.api.v1alpha1.KindStatus;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Writes a status by server-side apply, whole, and only where it differs from how it stands, so that nothing is written
 * while nothing changes. The cache may be behind what this process wrote; where it is ahead, somebody else wrote.
 *
 * @param <R> the kind
 * @param <S> its status
 */
final class StatusWriter<R extends CustomResource<?, S>, S extends KindStatus> {
    private static final int NOT_FOUND = 404;
    private static final int CONFLICT = 409;

    private final KubernetesClient client;
    private final String fieldManager;
    private final Supplier<R> empty;
    private final Map<String, Written<S>> lastWritten = new ConcurrentHashMap<>();

    StatusWriter(KubernetesClient client, String fieldManager, Supplier<R> empty) {
        this.client = client;
        this.fieldManager = fieldManager;
        this.empty = empty;
    }

    /** @param revision of the object with this status; rises with each change */
    private record Written<S>(S status, long revision) {}

    /** @return the status as it stands in the cluster by all that this process knows; null where there is none */
    S current(R resource) {
        var written = lastWritten.get(resource.getMetadata().getUid());
        return written != null && revision(resource) <= written.revision() ? written.status() : resource.getStatus();
    }

    /** @return whether there was anything to write */
    boolean write(R resource, S status) {
        if (status.equals(current(resource))) {
            return false;
        }
        var fresh = empty.get();
        fresh.setMetadata(new ObjectMetaBuilder()
                .withName(resource.getMetadata().getName())
                .withNamespace(resource.getMetadata().getNamespace())
                .withUid(resource.getMetadata().getUid())
                .build());
        fresh.setStatus(status);
        try {
            var stored = client.resource(fresh)
                    .subresource("status")
                    .patch(
                            new PatchContext.Builder()
                                    .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                    .withFieldManager(fieldManager)
                                    .withForce(true)
                                    .build(),
                            fresh);
            lastWritten.put(resource.getMetadata().getUid(), new Written<>(status, revision(stored)));
        } catch (KubernetesClientException e) {
            if (e.getCode() != NOT_FOUND && e.getCode() != CONFLICT) {
                throw e;
            }
            forget(resource); // deleted, or deleted and made again under another uid
        }
        return true;
    }

    void forget(R resource) {
        lastWritten.remove(resource.getMetadata().getUid());
    }

    private static long revision(CustomResource<?, ?> resource) {
        return Long.parseLong(resource.getMetadata().getResourceVersion());
    }
}
