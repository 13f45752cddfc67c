package dev.replatform.install.argocd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.replatform.install.Chart;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What deploy/argocd and deploy/flux hold besides the scripts. A real Argo CD takes them in ArgoCdTest. */
class SamplesTest {
    private static final Path APPS = Path.of("deploy/argocd/app-of-apps");
    private static final Path OBJECTS = Path.of("examples/cloudtalents");

    @Test
    void theChartTakesTheValuesOfBothSamples() throws IOException {
        var argocd = read(APPS.resolve("operator.yaml")).at("/spec/source/helm/valuesObject");
        var flux = read(Path.of("deploy/flux/operator.yaml")).at("/spec/values");

        assertThat(argocd).isEqualTo(flux);
        assertThat(Chart.ofThisProject().text(argocd.toString()))
                .contains("value: my-cluster", "eks.amazonaws.com/role-arn: arn:aws:iam::123456789012:role/replatform");
    }

    @Test
    void eachObjectHasItsWaveAndNothingThatHoldsDataIsPrunedOrDeleted() throws IOException {
        var waves = new TreeMap<String, String>();
        var options = new TreeMap<String, String>();
        try (var files = Files.newDirectoryStream(OBJECTS, "*.yaml")) {
            for (var file : files) {
                var object = read(file);
                var annotations = object.at("/metadata/annotations");
                waves.put(
                        object.path("kind").asText(),
                        annotations.path("argocd.argoproj.io/sync-wave").asText());
                options.put(
                        object.path("kind").asText(),
                        annotations.path("argocd.argoproj.io/sync-options").asText());
            }
        }

        assertThat(waves).isEqualTo(Map.of("Database", "0", "Migration", "1", "ImageStore", "1", "AppConfig", "2"));
        var kept = "Prune=false,Delete=false";
        assertThat(options).isEqualTo(Map.of("Database", kept, "Migration", kept, "ImageStore", kept, "AppConfig", ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"operator.yaml", "cloudtalents.yaml"})
    void anApplicationGoesOnTryingWithTheNewestCommitAndDeletesNothing(String file) throws IOException {
        var application = read(APPS.resolve(file));

        assertThat(application.at("/spec/syncPolicy/retry/limit").asInt()).isEqualTo(-1);
        assertThat(application.at("/spec/syncPolicy/retry/refresh").asBoolean()).isTrue();
        assertThat(application.at("/spec/syncPolicy/automated/selfHeal").asBoolean())
                .isTrue();
        assertThat(application.path("metadata").has("finalizers")).isFalse();
        assertThat(Path.of(application.at("/spec/source/path").asText())).isDirectory();
    }

    @Test
    void whatIsAppliedByHandKeepsTheOtherApplications() throws IOException {
        var root = read(Path.of("deploy/argocd/application.yaml"));

        assertThat(Path.of(root.at("/spec/source/path").asText())).isEqualTo(APPS);
        assertThat(root.path("metadata").has("finalizers")).isFalse();
    }

    private static JsonNode read(Path file) throws IOException {
        return Serialization.unmarshal(Files.readString(file), JsonNode.class);
    }
}
