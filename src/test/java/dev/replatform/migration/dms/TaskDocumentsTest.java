package dev.replatform.migration.dms;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replatform.postgres.RowIdentity;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.TableName;
import dev.replatform.postgres.TablePatterns;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaskDocumentsTest {
    private static final TablePatterns PATTERNS =
            new TablePatterns(List.of("*.*"), List.of(), List.of("public.visit"), List.of("public.\"edge.cases\""));

    @ParameterizedTest
    @CsvSource({
        "orders, orders",
        "a_b, a[_]b",
        "100%, 100[%]",
        "[x], [[]x]",
        "a[_]b, a[[][_]]b",
        "orders.2024.csv, orders.2024.csv",
        "emoji 😀 table, emoji 😀 table",
        "Say \"hi\", Say \"hi\""
    })
    void aNameStandsForItselfInTheMappings(String table, String pattern) {
        var rule = json(documents(table).mappings()).at("/rules/1/object-locator");
        assertThat(rule.path("schema-name").asText()).isEqualTo("public");
        assertThat(rule.path("table-name").asText()).isEqualTo(pattern);
    }

    @Test
    void whatIsCopiedUnderTheFenceIsNotTheTasks() {
        var mappings = json(documents("visit", "edge.cases", "orders").mappings());
        assertThat(mappings.findValuesAsText("table-name")).containsExactly("marker", "orders");
    }

    @Test
    void theTasksOwnTablesStandInTheOperatorsSchema() {
        var settings = json(documents("orders").settings());
        assertThat(settings.at("/ControlTablesSettings/ControlSchema").asText()).isEqualTo("replatform");
    }

    @Test
    void aLobMayDouble() {
        var settings = json(documents("orders").settings());
        assertThat(settings.at("/TargetMetadata/LobMaxSize").asInt()).isEqualTo(200);
        assertThat(settings.at("/FullLoadSettings/CommitRate").asInt()).isEqualTo(1310);
    }

    private static dev.replatform.aws.DmsTasks.Documents documents(String... tables) {
        var all = List.of(tables).stream()
                .map(table -> new SourceTable(
                        new TableName("public", table),
                        1,
                        RowIdentity.of(List.of("id")),
                        false,
                        false,
                        List.of("body"),
                        List.of()))
                .toList();
        return TaskDocuments.wanted(PATTERNS, all, 100, "dms.t3.medium");
    }

    private static JsonNode json(String document) {
        try {
            return new ObjectMapper().readTree(document);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
