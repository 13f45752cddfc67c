package dev.replatform.appconfig;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.AppConfigStatus;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.reconcile.Events;
import dev.replatform.reconcile.KindReconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

/** Looks at AppConfigs, and at which other changes it looks again. */
public final class AppConfigReconciler extends KindReconciler<AppConfig, AppConfigStatus> {
    public AppConfigReconciler(AppConfigKind kind, KubernetesClient client, Clock clock, Events events) {
        super(kind, client, clock, events, "replatform-appconfig", AppConfig::new);
        alsoWhenChanged(Migration.class, AppConfigKind::refersTo);
        alsoWhenChanged(ImageStore.class, AppConfigKind::refersTo);
        alsoWhenChanged(Database.class, AppConfigKind::refersTo);
    }
}
