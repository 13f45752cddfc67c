package dev.replatform.ownership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OwnerTest {
    private static final Owner OWNER = new Owner("demo", "shop", "mvp", "uid-1");

    @Test
    void aNameDerivesFromWhatOutlivesTheObject() {
        assertThat(OWNER.derivedName("database", 63))
                .matches("shop-mvp-[0-9a-f]{6}")
                .isEqualTo(new Owner("demo", "shop", "mvp", "uid-2").derivedName("database", 63))
                .isNotEqualTo(OWNER.derivedName("migration", 63))
                .isNotEqualTo(new Owner("prod", "shop", "mvp", "uid-1").derivedName("database", 63));
    }

    @Test
    void namespaceAndNameAreNotMixedUp() {
        assertThat(new Owner("demo", "a-b", "c", "u").derivedName("database", 63))
                .isNotEqualTo(new Owner("demo", "a", "b-c", "u").derivedName("database", 63));
    }

    @ParameterizedTest
    @CsvSource({"shop,mvp", "1shop,mvp", "a.b,c--d", "averyveryveryverylongnamespace,averyveryveryverylongname", "0,0"})
    void everyServiceTakesTheName(String namespace, String name) {
        for (int length = 20; length <= 63; length++) {
            assertThat(new Owner("demo", namespace, name, "uid").derivedName("database", length))
                    .matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")
                    .hasSizeLessThanOrEqualTo(length);
        }
    }

    @Test
    void theOwnersTagWinsOverTheUsers() {
        var tags = OWNER.tagsWith(Map.of(Owner.TAG, "somebody/else/entirely", "team", "blue"));
        assertThat(tags).containsOnly(Map.entry(Owner.TAG, "demo/shop/mvp"), Map.entry("team", "blue"));
        assertThat(OWNER.tagsWith(null)).containsOnlyKeys(Owner.TAG);
        assertThat(OWNER.owns(tags)).isTrue();
        assertThat(OWNER.owns(Map.of())).isFalse();
        assertThat(OWNER.owns(Map.of(Owner.TAG, "demo/shop/mvp2"))).isFalse();
    }

    @Test
    void aRoleOrInstanceIsUsedOnlyWhereItsOwnerAllowsTheNamespace() {
        var rule = new AllowTag(true);
        assertThat(rule.refuses(OWNER, "role app", Map.of(AllowTag.TAG, "demo/shop")))
                .isEmpty();
        assertThat(rule.refuses(OWNER, "role app", Map.of(AllowTag.TAG, "demo/other")))
                .contains(new Problem(
                        FailureReason.NOT_ALLOWED_BY_OWNER,
                        "role app does not carry the tag replatform.dev/allow = demo/shop: its owner has to set it"));
        assertThat(rule.refuses(OWNER, "role app", Map.of())).isPresent();
        assertThat(new AllowTag(false).refuses(OWNER, "role app", Map.of())).isEmpty();
    }
}
