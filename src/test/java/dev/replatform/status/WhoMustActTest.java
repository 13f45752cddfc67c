package dev.replatform.status;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class WhoMustActTest {
    @Test
    void theCommittedPageIsWhatTheReasonsSay() throws IOException {
        assertThat(Files.readString(WhoMustAct.FILE))
                .as("after a change of FailureReason run WhoMustAct")
                .isEqualTo(WhoMustAct.generate());
    }
}
