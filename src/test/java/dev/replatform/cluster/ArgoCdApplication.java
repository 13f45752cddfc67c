package dev.replatform.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import dev.replatform.install.argocd.ArgoCd.Health;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** An Application of the real Argo CD. */
final class ArgoCdApplication {
    private static final String NAMESPACE = "argocd";
    private static final ResourceDefinitionContext KIND = new ResourceDefinitionContext.Builder()
            .withGroup("argoproj.io")
            .withVersion("v1alpha1")
            .withKind("Application")
            .withPlural("applications")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;
    private final String name;

    ArgoCdApplication(KubernetesClient client, String name) {
        this.client = client;
        this.name = name;
    }

    /**
     * How it stands.
     *
     * @param json the whole object
     */
    record Standing(JsonNode json) {
        /** @return Synced and Healthy, and no operation under way */
        boolean isWell() {
            return is("Synced", "Healthy")
                    && "Succeeded"
                            .equals(status().path("operationState")
                                    .path("phase")
                                    .asText());
        }

        boolean is(String sync, String health) {
            return status().path("sync").path("status").asText().equals(sync)
                    && status().path("health").path("status").asText().equals(health);
        }

        /** @return of each object, by kind and name */
        Map<String, Health> health() {
            return StreamSupport.stream(status().path("resources").spliterator(), false)
                    .filter(it -> it.has("health"))
                    .collect(Collectors.toMap(
                            it -> it.path("kind").asText() + "/"
                                    + it.path("name").asText(),
                            it -> new Health(
                                    it.path("health").path("status").asText(),
                                    it.path("health").path("message").asText(""))));
        }

        JsonNode status() {
            return json.path("status");
        }
    }

    /** Waits until another Application has made it. */
    void awaitThere(Duration patience) {
        resource().waitUntilCondition(Objects::nonNull, patience.toSeconds(), TimeUnit.SECONDS);
    }

    Standing now() {
        return new Standing(
                Serialization.unmarshal(Serialization.asJson(resource().get()), JsonNode.class));
    }

    /** Waits until it is so, and returns it; fails with what it is instead. */
    Standing await(String what, Duration patience, Predicate<Standing> so) throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        var last = now();
        while (!so.test(last)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("Application %s does not come to this: %s%n%s"
                        .formatted(name, what, last.status().toPrettyString()));
            }
            Thread.sleep(500);
            last = now();
        }
        return last;
    }

    /** Deletes it; what it has applied stays where it has no finalizer. */
    void delete() {
        resource().delete();
    }

    private Resource<GenericKubernetesResource> resource() {
        return client.genericKubernetesResources(KIND).inNamespace(NAMESPACE).withName(name);
    }
}
