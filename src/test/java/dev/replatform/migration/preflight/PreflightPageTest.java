package dev.replatform.migration.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class PreflightPageTest {
    @Test
    void theCommittedPageIsWhatTheChecksSay() throws IOException {
        assertThat(Files.readString(PreflightPage.FILE))
                .as("after a change of a check run PreflightPage")
                .isEqualTo(PreflightPage.generate());
    }

    @Test
    void noTwoChecksHaveTheSameCode() {
        assertThat(PreflightCatalogue.sections().stream()
                        .flatMap(section -> section.checks().stream())
                        .map(check -> check.about().code()))
                .doesNotHaveDuplicates();
    }
}
