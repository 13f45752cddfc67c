package dev.replatform.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.StatusBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RightTest {
    private static final String USER = "is forbidden: User \"system:serviceaccount:replatform-system:replatform\" ";

    /** As a kube-apiserver 1.34 writes them. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            cannot get resource "secrets" in API group "" in the namespace "shop"                       | get secrets in namespace shop
            cannot patch resource "databases/status" in API group "replatform.dev" in the namespace "a" | patch databases.replatform.dev/status in namespace a
            cannot list resource "databases" in API group "replatform.dev" at the cluster scope         | list databases.replatform.dev in the whole cluster
            """)
    void aRefusalForWantOfARightNamesIt(String refusal, String right) {
        assertThat(Right.missing(refused(403, "it " + USER + refusal)))
                .map(Right::toString)
                .contains(right);
    }

    @Test
    void itIsFoundBelowWhatTheFrameworkMakesOfIt() {
        var cause =
                refused(403, USER + "cannot watch resource \"secrets\" in API group \"\" in the namespace \"shop\"");

        assertThat(Right.missing(new IllegalStateException("cannot start", new IllegalStateException(cause))))
                .contains(new Right("watch", "secrets", "shop"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "secrets \"a\" is forbidden: exceeded quota: few, requested: secrets=1, used: secrets=10, limited: secrets=10",
                "events is forbidden: unable to create new content in namespace shop because it is being terminated",
                "admission webhook \"policy.example.com\" denied the request: no Secrets here"
            })
    void aQuotaAPolicyOrANamespacesEndIsNoMissingRight(String refusal) {
        assertThat(Right.missing(refused(403, refusal))).isEmpty();
        assertThat(Right.whyFailed(refused(403, refusal))).isEqualTo("HTTP 403");
    }

    private static KubernetesClientException refused(int code, String message) {
        return new KubernetesClientException(
                message,
                code,
                new StatusBuilder().withCode(code).withMessage(message).build());
    }
}
