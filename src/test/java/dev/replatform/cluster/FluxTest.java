package dev.replatform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What deploy/flux holds is what Flux's own definitions take; no Flux runs here. */
@Tag("wholeCluster")
class FluxTest {
    private static final Path SAMPLES = Path.of("deploy/flux");

    @TempDir
    private static Path folder;

    private static WholeCluster cluster;

    @BeforeAll
    static void installTheDefinitions() {
        cluster = WholeCluster.ofThisRun();
        cluster.kubectl("apply", "--server-side", "-f", definitions());
        cluster.kubectl("wait", "--for=condition=Established", "-f", definitions());
        cluster.kubectl("create", "namespace", "flux-system");
    }

    @AfterAll
    static void leaveTheClusterEmpty() {
        cluster.kubectl("delete", "namespace", "flux-system");
        cluster.kubectl("delete", "-f", definitions());
        cluster.close();
    }

    @Test
    void theSamplesAreWhatFluxTakes() {
        assertThat(cluster.kubectl("apply", "--dry-run=server", "--validate=strict", "-f", SAMPLES.toString()))
                .contains("gitrepository", "helmrelease", "kustomization");
    }

    @Test
    void aFieldThatFluxDoesNotKnowWouldBeSeen() throws IOException {
        var file = folder.resolve("cloudtalents.yaml");
        Files.writeString(
                file, Files.readString(SAMPLES.resolve("cloudtalents.yaml")).replace("retryInterval:", "retryEvery:"));

        var result = cluster.tryRun(
                List.of("kubectl", "apply", "--dry-run=server", "--validate=strict", "-f", file.toString()));

        assertThat(result.exit()).isNotZero();
        assertThat(result.printed()).contains("retryEvery");
    }

    private static String definitions() {
        return cluster.file("flux").toString();
    }
}
