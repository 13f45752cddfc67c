package dev.replatform.migration;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationStatus;
import dev.replatform.reconcile.Events;
import dev.replatform.reconcile.KindReconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

/** Looks at Migrations, and at which other changes it looks again. */
public final class MigrationReconciler extends KindReconciler<Migration, MigrationStatus> {
    public MigrationReconciler(MigrationKind kind, KubernetesClient client, Clock clock, Events events) {
        super(kind, client, clock, events, "replatform-migration", Migration::new);
        alsoWhenChanged(Database.class, MigrationKind::refersTo);
        alsoWhenChanged(AppConfig.class, MigrationKind::isPublishedBy);
    }
}
