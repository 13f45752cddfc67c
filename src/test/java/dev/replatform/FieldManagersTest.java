package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ManagedFieldsEntry;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who owns which field of an object that several apply; only a real API server keeps them apart. */
@Tag("kube")
class FieldManagersTest {
    private static final int CONFLICT = 409;
    private static final Duration PATIENCE = Eventually.PATIENCE;

    @Test
    void thePersonsSpecIsTheirsAloneAndWhoAppliesAnotherValueIsToldByWhomItIsHeld(@TempDir Path folder)
            throws Exception {
        assumeTrue(KubeCluster.REAL_BINARIES.isPresent(), "KUBE_API_TEST_DIR names no API server");
        try (var operator = OperatorOnSandbox.start(folder, KubeCluster.real())) {
            // given
            apply(operator, "argocd-controller", "blue", false);
            var ready = operator.await(
                    AppConfig.class, "startup", PATIENCE, it -> it.getStatus().isTrue("Ready"));

            // then
            assertThat(ready.getMetadata().getManagedFields())
                    .filteredOn(FieldManagersTest::holdsTheSpec)
                    .extracting(ManagedFieldsEntry::getManager)
                    .containsExactly("argocd-controller");

            // when
            var refusal = catchThrowableOfType(
                    KubernetesClientException.class, () -> apply(operator, "kubectl", "red", false));

            // then
            assertThat(refusal.getCode()).isEqualTo(CONFLICT);
            assertThat(refusal.getStatus().getMessage())
                    .contains("conflict with \"argocd-controller\"", ".spec.parameters[name=\"color\"].value");

            // when
            apply(operator, "kubectl", "red", true);

            // then
            operator.await(
                    AppConfig.class,
                    "startup",
                    PATIENCE,
                    it -> it.getStatus().isTrue("Ready")
                            && it.getMetadata()
                                    .getGeneration()
                                    .equals(it.getStatus().observedGeneration()));
            assertThat(operator.aws()
                            .ssm()
                            .getParameter(get -> get.name("/cloudtalents/startup/color"))
                            .parameter()
                            .value())
                    .isEqualTo("red");
        }
    }

    private static boolean holdsTheSpec(ManagedFieldsEntry entry) {
        return Serialization.asJson(entry.getFieldsV1()).contains("\"f:spec\"");
    }

    private static void apply(OperatorOnSandbox operator, String manager, String color, boolean force) {
        var object = Serialization.unmarshal("""
                apiVersion: replatform.dev/v1alpha1
                kind: AppConfig
                metadata: {name: startup, namespace: cloudtalents}
                spec:
                  path: /cloudtalents/startup
                  parameters: [{name: color, value: %s}]
                """.formatted(color), GenericKubernetesResource.class);
        operator.client()
                .resource(object)
                .patch(
                        new PatchContext.Builder()
                                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                                .withFieldManager(manager)
                                .withForce(force)
                                .build(),
                        object);
    }
}
