package dev.replatform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("wholeCluster")
class InstallTest {
    @Test
    void theClusterAnswers() {
        try (var cluster = WholeCluster.ofThisRun()) {
            assertThat(cluster.kubectl("get", "nodes")).contains("Ready");
            assertThat(cluster.auditLog().requests()).isNotEmpty();
        }
    }
}
