package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.sandbox.kubernetes.Eventually;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaPropsBuilder;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The next version's CRDs are in the cluster already, and objects that are written for it. */
@Tag("cluster")
class NewerVersionTest {
    private static final Duration PATIENCE = Eventually.PATIENCE;

    @Test
    void whatANewerVersionKnowsStopsNothingButTheObjectThatNeedsIt(@TempDir Path folder) throws Exception {
        try (var operator = OperatorOnSandbox.start(folder)) {
            // given
            installNextVersion(operator);
            var mark = operator.aws().calls().mark();

            // when
            operator.apply("""
                    apiVersion: replatform.dev/v1alpha1
                    kind: AppConfig
                    metadata: {name: newer-value}
                    spec:
                      path: /cloudtalents/newer-value
                      deletionPolicy: Hibernate
                      parameters: [{name: color, value: blue}]
                    """);

            // then
            var stalled = operator.await(AppConfig.class, "newer-value", PATIENCE, it -> it.getStatus()
                    .isTrue("Stalled"));
            assertThat(condition(stalled, "Stalled").message())
                    .startsWith("spec.deletionPolicy has a value that this operator does not know");
            assertThat(operator.aws().calls().since(mark).count("ssm"))
                    .as("nothing is guessed")
                    .isZero();

            // when
            operator.apply("""
                    apiVersion: replatform.dev/v1alpha1
                    kind: AppConfig
                    metadata: {name: newer-field}
                    spec:
                      path: /cloudtalents/newer-field
                      colour: teal
                      parameters: [{name: color, value: blue}]
                    """);

            // then
            operator.await(AppConfig.class, "newer-field", PATIENCE, it -> it.getStatus()
                    .isTrue("Ready"));
            assertThat(operator.client()
                            .genericKubernetesResources("replatform.dev/v1alpha1", "AppConfig")
                            .inNamespace(OperatorOnSandbox.NAMESPACE)
                            .withName("newer-field")
                            .get()
                            .<String>get("spec", "colour"))
                    .isEqualTo("teal");
        }
    }

    private static Condition condition(AppConfig object, String type) {
        return object.getStatus().conditions().stream()
                .filter(it -> it.type().equals(type))
                .findFirst()
                .orElseThrow();
    }

    private static void installNextVersion(OperatorOnSandbox operator) throws Exception {
        var next = Serialization.unmarshal(
                Files.readString(Path.of("crds/appconfigs.replatform.dev.yaml")), CustomResourceDefinition.class);
        var spec = next.getSpec()
                .getVersions()
                .get(0)
                .getSchema()
                .getOpenAPIV3Schema()
                .getProperties()
                .get("spec");
        spec.getProperties()
                .put("colour", new JSONSchemaPropsBuilder().withType("string").build());
        spec.getProperties().get("deletionPolicy").getEnum().add(TextNode.valueOf("Hibernate"));
        operator.client().resource(next).forceConflicts().serverSideApply();
    }
}
