package dev.replatform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.sandbox.kubernetes.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.model.DBInstance;

/** The operator as it is deployed: what a user does to the object is followed at once, not at the next steady look. */
@Tag("cluster")
class DatabaseOnClusterTest {
    /** Well below the minute between two looks at a quiet object. */
    private static final Duration AT_ONCE = Duration.ofSeconds(20);

    private static final String DATABASE = """
            apiVersion: replatform.dev/v1alpha1
            kind: Database
            metadata: {name: mvp, namespace: cloudtalents}
            spec:
              identifier: mvp
              engineVersion: "16"
              instanceClass: db.t3.micro
              databaseName: shop
              credentials: {secretRef: {name: mvp-db}}
              network: {subnetIds: [subnet-a, subnet-b], securityGroupIds: [sg-rds]}
            """;

    @TempDir
    private static Path folder;

    @Test
    void pauseLookNowObserveAndReleaseAreFollowedAtOnce() throws Exception {
        try (var operator = OperatorOnSandbox.start(folder)) {
            operator.secret("mvp-db", "mvp", "first-password");
            operator.apply(DATABASE);
            operator.await(Database.class, "mvp", Duration.ofSeconds(60), it -> it.getStatus()
                    .isTrue("Ready"));

            annotate(operator, "replatform.dev/paused", "true");
            operator.await(Database.class, "mvp", AT_ONCE, it -> it.getStatus().isTrue("Paused"));
            Eventually.until(() -> instance(operator).dbInstanceStatus().equals("available")); // after its first backup
            operator.aws().rds().modifyDBInstance(request -> request.dbInstanceIdentifier("mvp")
                    .deletionProtection(false));
            annotate(operator, "replatform.dev/reconcile-at", "now");
            var paused = operator.await(Database.class, "mvp", AT_ONCE, it -> "now"
                    .equals(it.getStatus().lastHandledReconcileAt()));
            assertThat(paused.getStatus().isTrue("Ready")).isTrue();
            assertThat(paused.getStatus().isTrue("DriftDetected")).isTrue();
            assertThat(instance(operator).deletionProtection()).isFalse();

            annotate(operator, "replatform.dev/paused", "false");
            operator.await(
                    Database.class,
                    "mvp",
                    AT_ONCE,
                    it -> instance(operator).deletionProtection()
                            && it.getStatus().isTrue("Ready"));

            operator.apply(DATABASE + "  managementPolicy: Observe\n  deletionPolicy: Delete\n");
            operator.await(Database.class, "mvp", AT_ONCE, it -> it.getMetadata()
                    .getGeneration()
                    .equals(it.getStatus().observedGeneration()));
            operator.client().resource(operator.get(Database.class, "mvp")).delete();
            operator.awaitGone(Database.class, "mvp", AT_ONCE);
            assertThat(instance(operator).dbInstanceStatus()).isEqualTo("available");
        }
    }

    private static void annotate(OperatorOnSandbox operator, String annotation, String value) {
        operator.client()
                .resources(Database.class)
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .withName("mvp")
                .edit(it -> {
                    it.getMetadata().getAnnotations().put(annotation, value);
                    return it;
                });
    }

    private static DBInstance instance(OperatorOnSandbox operator) {
        return operator.aws()
                .rds()
                .describeDBInstances(request -> request.dbInstanceIdentifier("mvp"))
                .dbInstances()
                .get(0);
    }
}
