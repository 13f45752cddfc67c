package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TablePatternsTest {
    @Test
    void patternsChooseTablesByTheirWholeName() {
        var patterns = new TablePatterns(
                List.of("public.*"), List.of("public.tmp_*"), List.of("public.log*"), List.of("public.edge"));

        assertThat(patterns.moves(name("orders"))).isTrue();
        assertThat(patterns.moves(name("tmp_1"))).isFalse();
        assertThat(patterns.moves(new TableName("publics", "orders"))).isFalse();
        assertThat(patterns.isCopiedUnderFence(name("log_2024"))).isTrue();
        assertThat(patterns.isCopiedUnderFence(name("edge"))).isTrue();
        assertThat(patterns.isCopiedUnderFence(name("catalog"))).isFalse();
        assertThat(patterns.includesSchema("public")).isTrue();
        assertThat(patterns.includesSchema("other")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders.2024.csv",
                "visits.example.com",
                "[x]",
                "100%",
                "a_b",
                "two words",
                "emoji 😀 table",
                "Mixed\"quote",
                "\"quoted\"",
                "all*",
                ".",
                "sixty_three_bytes_long_table_name_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void everyNameHasAPatternOfItsOwn(String table) {
        var name = new TableName("my.schema", table);
        var patterns = including(TablePatterns.of(name));

        assertThat(patterns.moves(name)).isTrue();
        assertThat(patterns.moves(new TableName("my.schema", table + "x"))).isFalse();
        assertThat(patterns.moves(new TableName("my_schema", table))).isFalse();
    }

    @Test
    void aPlainNameNeedsNoQuotes() {
        assertThat(TablePatterns.of(name("Orders 2024"))).isEqualTo("public.Orders 2024");
        assertThat(TablePatterns.of(name("orders.2024.csv"))).isEqualTo("public.\"orders.2024.csv\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"orders", "public.orders.2024.csv", "public.\"orders", "\"public.orders\"", "public."})
    void aDotOutsideOfQuotesStandsBetweenSchemaAndTableOnly(String pattern) {
        assertThatThrownBy(() -> including(pattern)).hasMessage(pattern + " is no pattern of schema.table");
    }

    private static TableName name(String table) {
        return new TableName("public", table);
    }

    private static TablePatterns including(String pattern) {
        return new TablePatterns(List.of(pattern), List.of(), List.of(), List.of());
    }
}
