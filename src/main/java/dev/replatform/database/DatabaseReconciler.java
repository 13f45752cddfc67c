package dev.replatform.database;

import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.DatabaseStatus;
import dev.replatform.reconcile.Events;
import dev.replatform.reconcile.KindReconciler;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.time.Clock;

/** Looks at Databases, and at which other changes it looks again. */
public final class DatabaseReconciler extends KindReconciler<Database, DatabaseStatus> {
    public DatabaseReconciler(DatabaseKind kind, KubernetesClient client, Clock clock, Events events) {
        super(kind, client, clock, events, "replatform-database", Database::new);
    }
}
