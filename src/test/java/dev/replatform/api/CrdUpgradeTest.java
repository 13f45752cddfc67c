package dev.replatform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A cluster that has the earlier CRDs, and objects under them, gets those of today. */
@Tag("kube")
class CrdUpgradeTest {
    private static final List<String> EXAMPLES = List.of("cloudtalents", "minimal");

    @Test
    void whatWasWrittenUnderTheEarlierCrdsStaysValid() throws IOException {
        assumeTrue(KubeCluster.REAL_BINARIES.isPresent(), "KUBE_API_TEST_DIR names no API server");
        try (var cluster = KubeCluster.real();
                var client = cluster.newClient()) {
            // given
            CrdFiles.install(CrdCompatibilityTest.EARLIER.resolve("crds"), client);
            var written = new ArrayList<GenericKubernetesResource>();
            for (var example : EXAMPLES) {
                namespace(client, example);
                for (var file : filesOf(CrdCompatibilityTest.EARLIER.resolve("examples/" + example))) {
                    for (var object : InvalidYamlTest.documentsOf(file)) {
                        object.getMetadata().setNamespace(example);
                        written.add(client.resource(object).create());
                    }
                }
            }

            // when
            CrdFiles.installOn(client);
            Eventually.until(() -> knowsTheSchemaOfToday(client));

            // then
            assertThat(written).hasSize(8).allSatisfy(object -> {
                assertThat(client.resource(object).get().<Object>get("spec")).isEqualTo(object.get("spec"));
                client.resource(object).edit(it -> {
                    it.getMetadata().setLabels(Map.of("example.com/touched", "true"));
                    return it;
                });
                assertThat(madeAnew(object, client).<Object>get("spec"))
                        .as("every rule of today is asked, and nothing is pruned")
                        .isEqualTo(object.get("spec"));
            });
        }
    }

    private static GenericKubernetesResource madeAnew(GenericKubernetesResource object, KubernetesClient client) {
        client.resource(object).delete();
        object.getMetadata().setResourceVersion(null);
        object.getMetadata().setUid(null);
        return client.resource(object).create();
    }

    /** The schema takes a moment to come into force. */
    private static boolean knowsTheSchemaOfToday(KubernetesClient client) {
        var schema = client.raw("/openapi/v3/apis/replatform.dev/v1alpha1");
        return schema != null && schema.contains("maxRetainedGiB");
    }

    private static List<String> filesOf(Path folder) throws IOException {
        var texts = new ArrayList<String>();
        try (var files = Files.list(folder)) {
            for (var file : files.sorted().toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }

    private static void namespace(KubernetesClient client, String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }
}
