package dev.replatform.reconcile;

import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;

/**
 * The CustomResourceDefinition of a kind. Who deletes it has the API server delete every object of the kind, but means the
 * operator, not what stands in AWS.
 *
 * @param name for example {@code databases.replatform.dev}
 */
record KindDefinition(KubernetesClient client, String name) {
    /**
     * The API server marks the definition before it deletes the first object, so an object's deletion is never seen earlier.
     *
     * @throws ProblemException where it may not be read: then nothing may be deleted either
     */
    boolean isBeingDeleted() {
        try {
            var definition = client.apiextensions()
                    .v1()
                    .customResourceDefinitions()
                    .withName(name)
                    .get();
            return definition == null || definition.isMarkedForDeletion();
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                throw new ProblemException(
                        FailureReason.ACCESS_DENIED,
                        "Nothing is deleted, as CustomResourceDefinition %s, which tells whether the whole kind is, may not be read: let the operator get it"
                                .formatted(name));
            }
            throw e;
        }
    }
}
