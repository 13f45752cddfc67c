package dev.replatform.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CrdFilesTest {
    @Test
    void theCommittedCrdsAreWhatTheModelSays() throws IOException {
        for (var file : CrdFiles.generate().entrySet()) {
            assertThat(Files.readString(Path.of("crds", file.getKey())))
                    .as("crds/%s; after a change of the model run CrdFiles", file.getKey())
                    .isEqualTo(file.getValue());
        }
    }
}
