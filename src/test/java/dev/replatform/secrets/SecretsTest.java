package dev.replatform.secrets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.EnableKubernetesMockClient;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a value of a Secret must be, and what is said where it is not. */
@EnableKubernetesMockClient(crud = true)
class SecretsTest {
    KubernetesClient client;

    @ParameterizedTest
    @ValueSource(strings = {"plain", " ", "Grüße 😀", "line one\nline two\n", "it's \"quoted\" \\ $HOME"})
    void utf8TextIsReadAsItIs(String text) {
        given("value", text.getBytes(StandardCharsets.UTF_8));

        assertThat(read("value")).isEqualTo(Seen.present(text));
    }

    @Test
    void bytesThatAreNotUtf8AreRefusedAndNotReplaced() {
        given("latin1", "Grüße".getBytes(StandardCharsets.ISO_8859_1));

        refused(
                "latin1",
                "Key latin1 of Secret odd is not UTF-8 text: encode it as UTF-8, or store binary data as Base64 text");
    }

    @Test
    void anEmptyValueIsNotAMissingKey() {
        given("empty", new byte[0]);

        refused(
                "empty",
                "Key empty of Secret odd is empty, and an empty value can be neither a login nor an SSM parameter: give it a value");
    }

    @Test
    void aMissingKeyIsNamed() {
        given("other", "value".getBytes(StandardCharsets.UTF_8));

        refused("password", "Secret odd has no key password: add it");
    }

    private void given(String key, byte[] value) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace("cloudtalents")
                        .withName("odd")
                        .endMetadata()
                        .addToData(key, Base64.getEncoder().encodeToString(value))
                        .build())
                .create();
    }

    private void refused(String key, String message) {
        assertThat(read(key).problem()).contains(new Problem(FailureReason.INVALID_SECRET, message));
    }

    private Seen<String> read(String key) {
        return new Secrets(client).value("cloudtalents", "odd", key);
    }
}
