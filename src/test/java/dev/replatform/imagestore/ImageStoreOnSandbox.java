package dev.replatform.imagestore;

import dev.replatform.AdjustableClock;
import dev.replatform.ReplatformOperator;
import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.ImageStoreStatus;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.ownership.AllowTag;
import dev.replatform.reconcile.Peers;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.SandboxKubernetes;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** ImageStores looked at by hand, against S3, CloudFront, IAM, Run Command and the box of the sandbox. */
abstract class ImageStoreOnSandbox {
    static final String NAMESPACE = "cloudtalents";

    static final String WITHOUT_IMPORT = """
            apiVersion: replatform.dev/v1alpha1
            kind: ImageStore
            metadata: {name: images, namespace: cloudtalents}
            spec:
              bucketName: cloudtalents-startup-images
              access: {roleName: cloudtalents-ec2, prefix: media/}
            """;

    @TempDir
    private static Path folder;

    static SandboxKubernetes kubernetes;
    static KubernetesClient client;

    AccountForTests aws;
    private ImageStoreKind kind;
    ImageStoreReconciler reconciler;
    final AdjustableClock clock = new AdjustableClock();

    @BeforeAll
    static void startKubernetes() throws IOException {
        kubernetes = SandboxKubernetes.start();
        var kubeconfig = folder.resolve("kubeconfig");
        kubernetes.writeKubeconfig(kubeconfig);
        System.setProperty("kubeconfig", kubeconfig.toString());
        client = ReplatformOperator.clients(Config.autoConfigure(null)).build();
        for (var crdOf : List.of("imagestores", "migrations")) {
            try (var crd = Files.newInputStream(Path.of("crds", crdOf + ".replatform.dev.yaml"))) {
                client.load(crd).serverSideApply();
            }
        }
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
    }

    @AfterAll
    static void stopKubernetes() {
        client.close();
        kubernetes.close();
        System.clearProperty("kubeconfig");
    }

    @BeforeEach
    void startAws(@TempDir Path account) throws IOException {
        aws = new AccountForTests(account);
        startOperator();
    }

    @AfterEach
    void stopAws() {
        client.resources(ImageStore.class).inNamespace(NAMESPACE).delete();
        client.resources(Migration.class).inNamespace(NAMESPACE).delete();
        kind.close();
        aws.close();
    }

    void startOperator() {
        if (kind != null) {
            kind.close();
        }
        aws.restartOperator();
        kind = new ImageStoreKind("demo", aws.regions, new Peers(client), new AllowTag(true), clock, owner -> {});
        reconciler = new ImageStoreReconciler(kind, client, clock, (about, type, reason, action, note) -> {});
    }

    static void apply(String yaml) {
        client.resource(yaml).serverSideApply();
    }

    static void switched() {
        client.resources(Migration.class)
                .inNamespace(NAMESPACE)
                .withName("mvp")
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), """
                        {"status": {"activeEndpoint": {"host": "h", "port": 5432, "database": "mvp", "side": "Target"}}}""");
    }

    ImageStoreStatus until(Predicate<ImageStoreStatus> reached) {
        var deadline = System.nanoTime() + Eventually.PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            var status = look();
            if (reached.test(status)) {
                return status;
            }
            LockSupport.parkNanos(Duration.ofMillis(30).toNanos());
        }
        throw new AssertionError("not reached; the status is " + current().getStatus());
    }

    ImageStoreStatus look() {
        return look("images");
    }

    ImageStoreStatus look(String name) {
        reconciler.reconcile(current(name), null);
        return current(name).getStatus();
    }

    static ImageStore current() {
        return current("images");
    }

    static ImageStore current(String name) {
        return client.resources(ImageStore.class)
                .inNamespace(NAMESPACE)
                .withName(name)
                .get();
    }

    static ImageStore deleted() {
        var store = current();
        store.getMetadata().setDeletionTimestamp("2026-01-01T00:00:00Z");
        return store;
    }

    static String reason(ImageStoreStatus status, String type) {
        return condition(status, type).reason();
    }

    static String message(ImageStoreStatus status, String type) {
        return condition(status, type).message();
    }

    static Condition condition(ImageStoreStatus status, String type) {
        return status.conditions().stream()
                .filter(condition -> condition.type().equals(type))
                .findFirst()
                .orElseThrow();
    }
}
