package dev.replatform.sandbox.aws.dms.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TaskSettingsTest {
    @Test
    void settingsAreExpandedWithEveryDefaultAndTheLogStream() {
        var settings = TaskSettings.parse("{\"TargetMetadata\": {\"LobMaxSize\": 64}}");
        assertThat(settings.number("/TargetMetadata/LobMaxSize")).isEqualTo(64);
        assertThat(settings.json("group", "stream"))
                .contains("\"CommitRate\":10000")
                .contains("\"CloudWatchLogStream\":\"stream\"");
    }

    @Test
    void whatDmsDoesNotKnowOrTheEngineDoesNotHonourIsRefused() {
        assertThatThrownBy(() -> TaskSettings.parse("{\"TargetMetadata\": {\"LobMaximum\": 64}}"))
                .hasMessageContaining("unknown setting TargetMetadata/LobMaximum");
        assertThatThrownBy(() -> TaskSettings.parse("{\"TargetMetadata\": {\"BatchApplyEnabled\": true}}"))
                .hasMessageContaining("not served");
        assertThatThrownBy(() -> TaskSettings.parse("{\"ErrorBehavior\": {\"TableErrorPolicy\": \"SHRUG\"}}"))
                .hasMessageContaining("cannot be \"SHRUG\"");
        assertThatThrownBy(() -> TaskSettings.parse("{\"Logging\": {\"CloudWatchLogGroup\": \"mine\"}}"))
                .hasMessageContaining("cannot be set on create");
    }
}
