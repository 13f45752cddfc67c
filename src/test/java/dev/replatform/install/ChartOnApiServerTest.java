package dev.replatform.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a real API server says of the chart's objects, unknown fields and PodSecurity included. Nothing of it is kept. */
@Tag("kube")
class ChartOnApiServerTest {
    private static final String NAMESPACE = "replatform-system";
    private static final PatchContext DRY_RUN = new PatchContext.Builder()
            .withPatchType(PatchType.SERVER_SIDE_APPLY)
            .withFieldManager("test")
            .withFieldValidation("Strict")
            .withForce(true)
            .withDryRun(List.of("All"))
            .build();

    private static KubeCluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void start() {
        assumeTrue(KubeCluster.REAL_BINARIES.isPresent(), "KUBE_API_TEST_DIR names no API server");
        cluster = KubeCluster.real();
        client = cluster.client();
        Stream.of(NAMESPACE, "shop", "blog").forEach(ChartOnApiServerTest::namespace);
        Stream.of("default", "replatform").forEach(ChartOnApiServerTest::serviceAccount);
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void takesWhatIsRendered(String values) {
        assertThat(Chart.ofThisProject().objects(values))
                .filteredOn(it -> !it.path("apiVersion").asText().startsWith("monitoring.coreos.com/"))
                .hasSizeGreaterThan(10)
                .allSatisfy(it -> assertThatCode(() -> apply(it)).doesNotThrowAnyException());
    }

    @Test
    void takesItsPodsWhereOnlyRestrictedOnesMayRun() {
        assertThatCode(() -> apply(pod(Rendered.with("")))).doesNotThrowAnyException();
        assertThatExceptionOfType(KubernetesClientException.class)
                .isThrownBy(() -> apply(pod(Rendered.with("securityContext: {allowPrivilegeEscalation: true}"))))
                .withMessageContaining("violates PodSecurity \"restricted:latest\"");
    }

    private static Stream<String> values() {
        return Values.toBeAccepted().values().stream();
    }

    /** @return one as the Deployment makes them */
    private static JsonNode pod(Rendered rendered) {
        var template = (ObjectNode) rendered.at("Deployment", "/spec/template");
        template.put("apiVersion", "v1").put("kind", "Pod");
        template.set(
                "metadata",
                JsonNodeFactory.instance.objectNode().put("name", "operator").put("namespace", NAMESPACE));
        return template;
    }

    private static void apply(JsonNode object) {
        var resource = Serialization.unmarshal(object.toString(), GenericKubernetesResource.class);
        if (resource.getMetadata().getNamespace() == null && !resource.getKind().matches("Cluster.*|Custom.*")) {
            resource.getMetadata().setNamespace(NAMESPACE);
        }
        client.resource(resource).patch(DRY_RUN);
    }

    private static void namespace(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                        .endMetadata()
                        .build())
                .create();
    }

    private static void serviceAccount(String name) {
        client.resource(new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }
}
