package dev.replatform.imagestore;

import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.ImageStoreStatus;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.reconcile.Events;
import dev.replatform.reconcile.KindReconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

/** Looks at ImageStores, and at which other changes it looks again. */
public final class ImageStoreReconciler extends KindReconciler<ImageStore, ImageStoreStatus> {
    public ImageStoreReconciler(ImageStoreKind kind, KubernetesClient client, Clock clock, Events events) {
        super(kind, client, clock, events, "replatform-imagestore", ImageStore::new);
        alsoWhenChanged(Migration.class, ImageStoreKind::refersTo);
    }
}
