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
    void bracketsAreASetOfCharacters() {
        assertThat(taking("[x]").select("public", "x")).isTrue();
        assertThat(taking("[x]").select("public", "[x]")).isFalse();
        assertThat(taking("[[]x]").select("public", "[x]")).isTrue();
        assertThat(taking("t[a-c]").select("public", "tb")).isTrue();
        assertThat(taking("100[%]").select("public", "100%")).isTrue();
        assertThat(taking("100[%]").select("public", "1000")).isFalse();
    }

    @Test
    void aCharacterAboveTheBasicPlaneIsOne() {
        assertThat(taking("emoji 😀 table").select("public", "emoji 😀 table")).isTrue();
        assertThat(taking("emoji _ table").select("public", "emoji 😀 table")).isTrue();
    }

    private static TableMappings taking(String table) {
        return TableMappings.parse("""
                {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-action": "include",
                  "object-locator": {"schema-name": "public", "table-name": "%s"}}]}""".formatted(table));
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
