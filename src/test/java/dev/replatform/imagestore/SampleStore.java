package dev.replatform.imagestore;

import dev.replatform.ReplatformOperator;
import dev.replatform.api.v1alpha1.ImageStore;

/** ImageStores as planners see them, out of YAML. */
final class SampleStore {
    private SampleStore() {}

    /**
     * @param spec YAML in flow style
     * @param status YAML in flow style
     */
    static EffectiveImageStore of(String spec, String status, boolean deleting) {
        var store = ReplatformOperator.serialization()
                .unmarshal(
                        """
                apiVersion: replatform.dev/v1alpha1
                kind: ImageStore
                metadata: {name: images, namespace: cloudtalents, uid: uid-1%s}
                spec: %s
                status: %s
                """.formatted(deleting ? ", deletionTimestamp: '2026-01-01T12:00:00Z'" : "", spec, status),
                        ImageStore.class);
        return EffectiveImageStore.of(store, "demo", "eu-west-1");
    }
}
