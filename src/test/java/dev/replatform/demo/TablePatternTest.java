package dev.replatform.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TablePatternTest {
    @Test
    void aFewTablesAreNamedOneByOne() {
        assertThat(TablePattern.of(List.of(table("public", "log"), table("public", "orders.2024.csv")), List.of()))
                .containsExactly("public.log", "public.\"orders.2024.csv\"");
        assertThat(TablePattern.ofSchemas(List.of("public", "v1.0"))).containsExactly("public.*", "\"v1.0\".*");
    }

    @Test
    void aThousandTenantsAreOnePattern() {
        var schemas = tenants(1000).toList();
        var keyless = schemas.stream().map(schema -> table(schema, "page_view")).toList();
        var others = schemas.stream().map(schema -> table(schema, "invoice")).toList();

        assertThat(TablePattern.ofSchemas(schemas)).containsExactly("*.*");
        assertThat(TablePattern.of(keyless, others)).containsExactly("*.page_view");
    }

    @Test
    void aTableWithAnIdentityIsNeverMeantByAWidePattern() {
        var keyless = tenants(150).map(schema -> table(schema, "log")).toList();
        var others = List.of(table("shop", "log"), table("tenant_007", "logbook"));

        var patterns =
                TablePattern.of(keyless, others).stream().map(TablePattern::of).toList();

        assertThat(patterns).hasSizeLessThanOrEqualTo(TablePattern.MOST);
        assertThat(keyless).allMatch(table -> patterns.stream().anyMatch(pattern -> pattern.matches(table)));
        assertThat(others).noneMatch(table -> patterns.stream().anyMatch(pattern -> pattern.matches(table)));
    }

    @Test
    void aQuotedNameStandsForItself() {
        var pattern = TablePattern.of("public.\"a.*\"");

        assertThat(pattern.matches(table("public", "a.*"))).isTrue();
        assertThat(pattern.matches(table("public", "a.b"))).isFalse();
    }

    private static Stream<String> tenants(int number) {
        return IntStream.range(0, number).mapToObj("tenant_%03d"::formatted);
    }

    private static BoxTable table(String schema, String name) {
        return new BoxTable(schema, name, false, 0, 0);
    }
}
