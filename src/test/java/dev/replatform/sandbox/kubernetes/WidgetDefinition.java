package dev.replatform.sandbox.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The CustomResourceDefinition of {@code widgets.yaml}. */
final class WidgetDefinition {
    private WidgetDefinition() {}

    static String yaml() {
        try (var yaml = Objects.requireNonNull(WidgetDefinition.class.getResourceAsStream("widgets.yaml"))) {
            return new String(yaml.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns when the kind is served, which on a real API server comes a moment after its definition. */
    static void installOn(KubernetesClient client) {
        client.resource(yaml()).serverSideApply();
        Eventually.until(() -> isServedBy(client));
    }

    private static boolean isServedBy(KubernetesClient client) {
        try {
            return client.resources(Widget.class).inAnyNamespace().list() != null;
        } catch (KubernetesClientException notYet) {
            return false;
        }
    }
}
