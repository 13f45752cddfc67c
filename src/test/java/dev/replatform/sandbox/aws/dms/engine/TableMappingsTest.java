package dev.replatform.sandbox.aws.dms.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableMappingsTest {
    private static final TableMappings MAPPINGS = TableMappings.parse("""
            {"rules": [
              {"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
               "object-locator": {"schema-name": "public", "table-name": "%"}},
              {"rule-type": "selection", "rule-id": "2", "rule-name": "2", "rule-action": "exclude",
               "object-locator": {"schema-name": "public", "table-name": "auth[_]%"}},
              {"rule-type": "transformation", "rule-id": "3", "rule-name": "3", "rule-target": "column",
               "rule-action": "remove-column",
               "object-locator": {"schema-name": "public", "table-name": "image_", "column-name": "searchable"}}
            ]}""");

    @Test
    void whatIsIncludedAndNotExcludedIsTaken() {
        assertThat(MAPPINGS.select("public", "images")).isTrue();
        assertThat(MAPPINGS.select("public", "auth_user")).isFalse();
        assertThat(MAPPINGS.select("other", "images")).isFalse();
    }

    @Test
    void anUnderscoreStandsForAnyCharacterUnlessItIsBracketed() {
        assertThat(MAPPINGS.select("public", "authority")).isTrue();
        assertThat(MAPPINGS.remove("public", "images", "searchable")).isTrue();
        assertThat(MAPPINGS.remove("public", "image", "searchable")).isFalse();
    }

    @Test
    void aRuleThatTheEngineDoesNotHonourIsRefused() {
        assertThatThrownBy(() -> TableMappings.parse("{\"rules\": []}")).isInstanceOf(InvalidTask.class);
        assertThatThrownBy(() -> TableMappings.parse("""
                        {"rules": [{"rule-type": "transformation", "rule-id": "1", "rule-action": "rename",
                         "object-locator": {"schema-name": "a", "table-name": "b"}}]}"""))
                .hasMessageContaining("transformation rename")
                .hasMessageContaining("not served");
    }
}
