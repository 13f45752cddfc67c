package dev.replatform.appconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.AppConfigSpec;
import dev.replatform.appconfig.ObservedAppConfig.Found;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is read of parameters: names, types and the key, never a value. */
class LiveAppConfigTest {
    private static final String MINIMAL = "managementPolicy: Observe\npath: /cloudtalents/shop\n";
    private static final Found THEME = new Found("theme", "String", Optional.empty());
    private static final Found HOSTS = new Found("hosts", "StringList", Optional.empty());

    @Test
    void everyParameterKeepsTheValueThatItHasAndAStringListIsLeftOut() {
        var read = read(MINIMAL, List.of(THEME, HOSTS, secure("api/key", "alias/aws/ssm")));

        assertThat(read).isEqualTo(spec(MINIMAL + """
                                parameters:
                                - {name: api/key, type: SecureString, generate: {}}
                                - {name: theme, type: String, generate: {}}
                                """));
    }

    @Test
    void whatIsDeclaredAlreadyStaysAsItIs() {
        var declared = """
                path: /cloudtalents/shop
                parameters: [{name: theme, value: dark}, {name: gone, value: x}]
                prune: true
                """;

        var read = read(declared, List.of(THEME));

        assertThat(read.parameters())
                .containsExactly(spec(declared).parameters().get(0));
        assertThat(read.prune()).isTrue();
    }

    @Test
    void aKeyThatAllShareIsTheObjectsKey() {
        var shared = List.of(THEME, secure("a", "alias/shop"), secure("b", "alias/shop"));
        var several = List.of(secure("a", "alias/shop"), secure("b", "alias/aws/ssm"));

        assertThat(read(MINIMAL, shared).kmsKeyId()).isEqualTo("alias/shop");
        assertThat(read(MINIMAL, several).kmsKeyId()).isNull();
    }

    private static Found secure(String name, String key) {
        return new Found(name, "SecureString", Optional.of(key));
    }

    private static AppConfigSpec read(String declared, List<Found> found) {
        return LiveAppConfig.spec(spec(declared), found);
    }

    private static AppConfigSpec spec(String yaml) {
        return Serialization.unmarshal(yaml, AppConfigSpec.class);
    }
}
