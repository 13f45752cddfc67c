package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorConfigTest {
    @Test
    void twoVariablesAreEnough() {
        assertThat(OperatorConfig.fromEnvironment(with("", "")))
                .isEqualTo(new OperatorConfig(
                        "demo",
                        "eu-west-1",
                        true,
                        "/{namespace}/",
                        java.util.Set.of(),
                        8080,
                        "",
                        "replatform-operator"));
    }

    @Test
    void namespacesAreAListWithoutBlanks() {
        assertThat(OperatorConfig.fromEnvironment(with("REPLATFORM_WATCH_NAMESPACES", " shop, ,blog,"))
                        .namespaces())
                .containsExactlyInAnyOrder("shop", "blog");
    }

    @Test
    void theLeaseTakesTheNameThatIsSet() {
        assertThat(OperatorConfig.fromEnvironment(with("REPLATFORM_LEASE_NAME", "shop.operator-2"))
                        .leaseName())
                .isEqualTo("shop.operator-2");
    }

    @Test
    void aLeasesNameHasAtMost253Characters() {
        assertThat(OperatorConfig.fromEnvironment(with("REPLATFORM_LEASE_NAME", "x".repeat(253)))
                        .leaseName())
                .hasSize(253);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorConfig.fromEnvironment(with("REPLATFORM_LEASE_NAME", "x".repeat(254))));
    }

    @ParameterizedTest
    @CsvSource({
        "REPLATFORM_CLUSTER_NAME,''",
        "REPLATFORM_CLUSTER_NAME,Demo",
        "REPLATFORM_CLUSTER_NAME,demo/prod",
        "REPLATFORM_CLUSTER_NAME,demo-",
        "AWS_REGION,' '",
        "REPLATFORM_REQUIRE_ALLOW_TAG,yes",
        "REPLATFORM_PARAMETER_PREFIX,{namespace}/",
        "REPLATFORM_PARAMETER_PREFIX,/{namespace}",
        "REPLATFORM_LEASE_NAME,''",
        "REPLATFORM_LEASE_NAME,Shop",
        "REPLATFORM_LEASE_NAME,shop_operator",
        "REPLATFORM_LEASE_NAME,shop..operator",
        "REPLATFORM_LEASE_NAME,shop-",
        "REPLATFORM_PORT,http",
        "REPLATFORM_PORT,65536",
        "REPLATFORM_LOG_FORMAT,xml"
    })
    void aValueThatCannotBeIsToldWithTheNameOfItsVariable(String name, String value) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OperatorConfig.fromEnvironment(with(name, value)))
                .withMessageContaining(name);
    }

    private static Map<String, String> with(String name, String value) {
        var environment = new HashMap<>(Map.of("REPLATFORM_CLUSTER_NAME", "demo", "AWS_REGION", "eu-west-1"));
        environment.put(name, value);
        return environment;
    }
}
