package dev.replatform.install.argocd;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.replatform.api.CrdFiles;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArgoCdFilesTest {
    @Test
    void theCommittedPatchIsWhatTheScriptsSay() throws IOException {
        assertThat(Files.readString(ArgoCdFiles.CONFIG_MAP))
                .as("%s; after a change of a script run ArgoCdFiles", ArgoCdFiles.CONFIG_MAP)
                .isEqualTo(ArgoCdFiles.generate());
    }

    /** One key of another type would make Argo CD refuse the whole ConfigMap. */
    @Test
    void thereIsAHealthAndAnActionKeyForEachKindAndNoOther() {
        var keys = new ArrayList<String>();
        for (var kind : List.of("Database", "Migration", "ImageStore", "AppConfig")) {
            keys.add("resource.customizations.health.replatform.dev_" + kind);
            keys.add("resource.customizations.actions.replatform.dev_" + kind);
        }

        assertThat(patch().getData()).containsOnlyKeys(keys);
        assertThat(patch().getMetadata().getLabels())
                .as("without it Argo CD does not see the ConfigMap")
                .containsEntry("app.kubernetes.io/part-of", "argocd");
    }

    @Test
    void theScriptsArriveAsTheyWereWritten() {
        for (var kind : CrdFiles.KINDS) {
            var name = HasMetadata.getKind(kind);
            var actions = Serialization.unmarshal(
                    patch().getData().get("resource.customizations.actions.replatform.dev_" + name), JsonNode.class);

            assertThat(patch().getData().get("resource.customizations.health.replatform.dev_" + name))
                    .isEqualTo(ArgoCdFiles.script("health.lua"));
            assertThat(actions.path("discovery.lua").asText()).isEqualTo(ArgoCdFiles.script("actions/discovery.lua"));
            assertThat(actions.path("definitions"))
                    .hasSameSizeAs(ArgoCdFiles.actions(kind))
                    .allSatisfy(it -> assertThat(it.path("action.lua").asText())
                            .isEqualTo(ArgoCdFiles.script(
                                    "actions/%s.lua".formatted(it.path("name").asText()))));
        }
    }

    @Test
    void everyScriptOfTheFolderIsInThePatch() throws IOException {
        var known = new ArrayList<>(ArgoCdFiles.ACTIONS);
        known.addAll(ArgoCdFiles.ACTIONS_OF_MIGRATIONS);
        known.add("discovery");

        try (var files = Files.list(ArgoCdFiles.FOLDER.resolve("actions"))) {
            assertThat(files.map(it -> it.getFileName().toString().replace(".lua", "")))
                    .containsExactlyInAnyOrderElementsOf(known);
        }
    }

    private static ConfigMap patch() {
        return Serialization.unmarshal(ArgoCdFiles.generate(), ConfigMap.class);
    }
}
