package dev.replatform.install.argocd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.luaj.vm2.LuaError;

/** The scripts are tried with what Argo CD gives them, not with what Lua has. */
class ArgoLuaTest {
    private static final JsonNode OBJECT = Serialization.unmarshal("""
            metadata: {generation: 3, labels: {}}
            list: [a, b]
            yes: true
            """, JsonNode.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "return {('x'):format()}",
                "return {string.format('x')}",
                "return {obj.list[1]:upper()}",
                "return {math.floor(1)}",
                "return {os.time()}",
                "return {io.open('x')}",
                "return {load('return 1')()}",
                "return {table.unpack({1})}",
                "return {require('string')}",
                "return {require('os').getenv('HOME')}"
            })
    void whatArgoCdDoesNotGiveIsNotThere(String script) {
        assertThatThrownBy(() -> ArgoLua.run(script, OBJECT)).isInstanceOf(LuaError.class);
    }

    @Test
    void anObjectComesBackAsItWasButForEmptyTables() {
        var returned = ArgoLua.run("return obj", OBJECT).toString();

        assertThat(Serialization.unmarshal(returned, JsonNode.class))
                .isEqualTo(Serialization.unmarshal("""
                metadata: {generation: 3, labels: []}
                list: [a, b]
                yes: true
                """, JsonNode.class));
    }

    @Test
    void theTimeIsThereWhereItIsRequired() {
        var now = ArgoLua.run("return {require('os').date('!%Y-%m-%dT%H:%M:%SZ')}", OBJECT)
                .get(0)
                .asText();

        assertThat(java.time.Instant.parse(now)).isBetween("2026-01-01T00:00:00Z", "2100-01-01T00:00:00Z");
    }
}
