package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.CrdFiles;
import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.sandbox.kubernetes.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ssm.model.Parameter;

/** Objects that are deleted because something around them is: their kind, or their namespace. */
@Tag("cluster")
class DeletedTogetherTest {
    private static final Duration PATIENCE = Eventually.PATIENCE;

    private OperatorOnSandbox sandbox;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        sandbox = OperatorOnSandbox.start(folder);
        sandbox.secret("app", "mvp", "app-password");
        sandbox.apply(CONFIG);
        sandbox.apply(CONFIG.replace("startup", "retained").replace("Delete", "Retain"));
        sandbox.apply(STORE);
        for (var name : new String[] {"startup", "retained"}) {
            sandbox.await(AppConfig.class, name, PATIENCE, it -> it.getStatus().isTrue("Ready"));
        }
        sandbox.await(ImageStore.class, "images", PATIENCE, it -> it.getStatus().isTrue("Ready"));
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @Test
    void whoDeletesTheDefinitionsLeavesAwsAsItIsAndComesBackToIt() throws Exception {
        // given
        var mark = sandbox.aws().calls().mark();

        // when
        sandbox.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .resources()
                .forEach(definition -> definition.delete());

        // then
        Eventually.until(() -> sandbox.client()
                .apiextensions()
                .v1()
                .customResourceDefinitions()
                .list()
                .getItems()
                .isEmpty());
        assertThat(sandbox.aws().calls().since(mark).writes().calls()).isEmpty();

        // when
        CrdFiles.installOn(sandbox.client());
        sandbox.apply(CONFIG);
        sandbox.apply(STORE);

        // then the same operator goes on where it was
        sandbox.await(AppConfig.class, "startup", PATIENCE, it -> it.getStatus().isTrue("Ready"));
        sandbox.await(ImageStore.class, "images", PATIENCE, it -> it.getStatus().isTrue("Ready"));
        assertThat(sandbox.aws().calls().since(mark).writes().calls()).isEmpty();
    }

    @Test
    void aNamespaceThatIsDeletedTakesWithItWhatIsToBeDeletedAndNoMore() throws Exception {
        // when
        sandbox.deleteNamespace();

        // then
        sandbox.awaitGone(AppConfig.class, "startup", PATIENCE);
        sandbox.awaitGone(AppConfig.class, "retained", PATIENCE);
        sandbox.awaitGone(ImageStore.class, "images", PATIENCE);
        assertThat(sandbox.aws()
                        .ssm()
                        .getParametersByPath(it -> it.path("/cloudtalents").recursive(true))
                        .parameters())
                .extracting(Parameter::name)
                .containsExactly("/cloudtalents/retained/db_password");
        assertThat(sandbox.aws().s3().listBuckets().buckets()).hasSize(1);
    }

    private static final String CONFIG = """
            apiVersion: replatform.dev/v1alpha1
            kind: AppConfig
            metadata: {name: startup}
            spec:
              path: /cloudtalents/startup
              parameters: [{name: db_password, valueFrom: {secretKeyRef: {name: app, key: password}}}]
              deletionPolicy: Delete
            """;

    private static final String STORE = """
            apiVersion: replatform.dev/v1alpha1
            kind: ImageStore
            metadata: {name: images}
            spec: {bucketName: cloudtalents-images}
            """;
}
