package dev.replatform;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.util.List;

/** The cluster does not know the kinds that this operator is for. */
final class MissingCrdsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private MissingCrdsException(List<String> missing) {
        super(
                "these CustomResourceDefinitions are not installed: %s; kubectl apply --server-side -f crds/ installs them"
                        .formatted(String.join(", ", missing)));
    }

    /**
     * @throws MissingCrdsException where one is not there
     */
    static void throwIfMissing(KubernetesClient client, List<Class<? extends HasMetadata>> kinds) {
        var missing = kinds.stream()
                .map(HasMetadata::getFullResourceName)
                .filter(name -> isMissing(client, name))
                .sorted()
                .toList();
        if (!missing.isEmpty()) {
            throw new MissingCrdsException(missing);
        }
    }

    private static boolean isMissing(KubernetesClient client, String name) {
        try {
            return client.apiextensions()
                            .v1()
                            .customResourceDefinitions()
                            .withName(name)
                            .get()
                    == null;
        } catch (KubernetesClientException e) {
            if (e.getCode() == HttpURLConnection.HTTP_FORBIDDEN) {
                return false; // who may not look finds out when it lists the objects
            }
            throw e;
        }
    }
}
