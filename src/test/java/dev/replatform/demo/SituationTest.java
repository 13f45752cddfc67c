package dev.replatform.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import org.junit.jupiter.api.Test;

class SituationTest {
    @Test
    void anObjectThatNobodyHasLookedAtIsNotReady() {
        var situation = new Situation(List.of(object("""
                kind: Database
                metadata: {name: mvp, generation: 1}
                status: {observedGeneration: -1}
                """)), 4);

        assertThat(situation.lines()).containsExactly("Database   mvp      ...");
        assertThat(situation.allReady()).isFalse();
    }

    @Test
    void aMigrationTellsItsLoadInRowsAndTables() {
        var situation = new Situation(List.of(object("""
                kind: Migration
                metadata: {name: mvp, generation: 1}
                status:
                  observedGeneration: 1
                  phase: FullLoad
                  progressPercent: 40
                  tables: {total: 20, loaded: 8, rowsLoaded: 123456}
                  activeEndpoint: {side: Source}
                """)), 4);

        assertThat(situation.lines().get(0))
                .contains("FullLoad", "40 %", "123,456 rows", "8 of 20 tables", "on Source");
        assertThat(situation.token()).isEmpty();
    }

    @Test
    void aStallIsToldWithItsReasonAndMessage() {
        var situation = new Situation(List.of(object("""
                kind: ImageStore
                metadata: {name: images, generation: 2}
                status:
                  observedGeneration: 2
                  conditions:
                  - {type: Ready, status: "False", reason: AgentOffline}
                  - {type: Stalled, status: "True", reason: AgentOffline, message: The agent of i-0abc does not answer.}
                """)), 4);

        assertThat(situation.stalls())
                .containsExactly("ImageStore images: AgentOffline: The agent of i-0abc does not answer.");
        assertThat(situation.lines().get(0)).contains("Stalled: AgentOffline");
    }

    @Test
    void readyOfAnOlderSpecIsNotReady() {
        var object = object("""
                kind: AppConfig
                metadata: {name: startup, generation: 2}
                status:
                  observedGeneration: 1
                  parametersInSync: 6
                  conditions: [{type: Ready, status: "True"}]
                """);

        assertThat(new Situation(List.of(object), 4).lines().get(0)).contains("...", "6 parameters");
    }

    private static GenericKubernetesResource object(String yaml) {
        return Serialization.unmarshal(yaml, GenericKubernetesResource.class);
    }
}
