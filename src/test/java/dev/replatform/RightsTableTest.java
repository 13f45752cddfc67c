package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RightsTableTest {
    @Test
    void theGuideListsTheRightsThatAreShippedAndWhatEachIsFor() throws IOException {
        assertThat(Files.readString(Path.of("docs", "operating.md")))
                .contains(RightsTable.of(ShippedRoles.read().grants()));
    }
}
