package dev.replatform.demo.proof;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The custom resources say {@code Ready=True} of the spec that they have now. */
public final class ObjectsProof implements Proof {
    private final Supplier<List<GenericKubernetesResource>> objects;

    /** @param objects reads them anew */
    public ObjectsProof(Supplier<List<GenericKubernetesResource>> objects) {
        this.objects = objects;
    }

    @Override
    public Verdict look() {
        var all = objects.get();
        var wrongs = all.stream()
                .filter(object -> !isReady(object))
                .map(object -> "%s %s is not ready: %s"
                        .formatted(object.getKind(), object.getMetadata().getName(), condition(object, "Ready")))
                .toList();
        return Verdict.of(wrongs, "%d Ready=True".formatted(all.size()));
    }

    /** @return whether the object is ready, and says so of its latest spec */
    public static boolean isReady(GenericKubernetesResource object) {
        Object generation = object.get("status", "observedGeneration");
        return generation instanceof Number seen
                && seen.longValue() == object.getMetadata().getGeneration()
                && "True".equals(condition(object, "Ready").get("status"));
    }

    /** @return the condition of that type, as it stands in status; empty where there is none */
    public static Map<?, ?> condition(GenericKubernetesResource object, String type) {
        List<?> conditions = object.get("status", "conditions");
        return conditions == null
                ? Map.of()
                : conditions.stream()
                        .map(condition -> (Map<?, ?>) condition)
                        .filter(condition -> type.equals(condition.get("type")))
                        .findFirst()
                        .orElse(Map.of());
    }
}
