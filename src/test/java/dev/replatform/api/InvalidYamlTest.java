package dev.replatform.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.replatform.sandbox.kubernetes.KubeCluster;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The CRDs on a real API server: it takes them (the cost of a CEL rule shows nowhere else), it takes the examples, and it
 * refuses each file of {@code invalid/} with the message that the file's first line expects. Of several documents in a
 * file all but the last are valid; the last one is the change that is refused.
 */
@Tag("kube")
class InvalidYamlTest {
    private static final String EXPECT = "# expect: ";
    private static final int UNPROCESSABLE = 422;
    private static KubeCluster cluster;
    private static KubernetesClient client;

    @BeforeAll
    static void startWithTheCrds() throws IOException {
        assumeTrue(KubeCluster.REAL_BINARIES.isPresent(), "KUBE_API_TEST_DIR names no API server");
        cluster = KubeCluster.real();
        client = cluster.client();
        CrdFiles.installOn(client);
        namespace("invalid");
        namespace("cloudtalents");
    }

    @AfterAll
    static void stop() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @ParameterizedTest
    @MethodSource("invalid")
    void isRefusedWithItsMessage(Path file) throws IOException {
        var documents = documentsOf(file);
        var valid = documents.subList(0, documents.size() - 1);
        var refused = documents.get(documents.size() - 1);
        try {
            valid.forEach(InvalidYamlTest::apply);

            var refusal = catchThrowableOfType(KubernetesClientException.class, () -> apply(refused));

            assertThat(refusal.getCode()).isEqualTo(UNPROCESSABLE);
            assertThat(refusal.getStatus().getMessage()).contains(expectationOf(file));
        } finally {
            valid.forEach(document -> client.resource(document).delete());
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void isTaken(Path file) throws IOException {
        for (var document : documentsOf(file)) {
            assertThat(apply(document).get("status", "observedGeneration").toString())
                    .as("what no operator has seen yet is not taken for done")
                    .isEqualTo("-1");
            client.resource(document).delete();
        }
    }

    static List<Path> invalid() throws IOException {
        return filesOf(Path.of("src/test/resources/invalid"));
    }

    static List<Path> examples() throws IOException {
        return filesOf(Path.of("examples"));
    }

    private static List<Path> filesOf(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList();
        }
    }

    private static String expectationOf(Path file) throws IOException {
        var first = Files.readAllLines(file).get(0);
        assertThat(first).startsWith(EXPECT);
        return first.substring(EXPECT.length());
    }

    private static List<GenericKubernetesResource> documentsOf(Path file) throws IOException {
        return documentsOf(Files.readString(file));
    }

    static List<GenericKubernetesResource> documentsOf(String yaml) {
        return Stream.of(yaml.split("(?m)^---$"))
                .map(document -> Serialization.unmarshal(document, GenericKubernetesResource.class))
                .toList();
    }

    /** As kubectl apply does without --server-side. */
    private static GenericKubernetesResource apply(GenericKubernetesResource document) {
        return client.resource(document).createOr(existing -> existing.patch(PatchContext.of(PatchType.JSON_MERGE)));
    }

    private static void namespace(String name) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .endMetadata()
                        .build())
                .create();
    }
}
