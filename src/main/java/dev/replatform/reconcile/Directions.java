package dev.replatform.reconcile;

import dev.replatform.api.v1alpha1.KindSpec;
import dev.replatform.api.v1alpha1.ManagementPolicy;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * What an object says about how it is to be dealt with.
 *
 * @param policy whether the operator acts or only looks
 * @param paused whether nothing is to be written for now
 * @param reconcileAt changes where it is to be looked at now; null where nobody asked
 */
record Directions(ManagementPolicy policy, boolean paused, String reconcileAt) {
    private static final String PREFIX = "replatform.dev/";

    static Directions of(CustomResource<? extends KindSpec, ?> resource) {
        var ours = ours(resource);
        var policy = resource.getSpec().managementPolicy();
        return new Directions(
                policy == null ? ManagementPolicy.Manage : policy,
                "true".equals(ours.get(PREFIX + "paused")),
                ours.get(PREFIX + "reconcile-at"));
    }

    boolean observeOnly() {
        return policy == ManagementPolicy.Observe;
    }

    boolean mayAct() {
        return policy == ManagementPolicy.Manage && !paused;
    }

    /** @return whether a deleted object goes as it stands, with nothing looked at or touched */
    boolean releases() {
        return observeOnly() && !paused;
    }

    /** @return whether a change is one to look at: of the spec, of a deletion, or of an annotation of ours */
    static boolean matters(CustomResource<?, ?> now, CustomResource<?, ?> before) {
        var meta = now.getMetadata();
        var earlier = before.getMetadata();
        return !Objects.equals(meta.getGeneration(), earlier.getGeneration())
                || !meta.getFinalizers().equals(earlier.getFinalizers())
                || !Objects.equals(meta.getDeletionTimestamp(), earlier.getDeletionTimestamp())
                || !ours(now).equals(ours(before));
    }

    private static Map<String, String> ours(CustomResource<?, ?> resource) {
        var annotations = resource.getMetadata().getAnnotations();
        return annotations == null
                ? Map.of()
                : annotations.entrySet().stream()
                        .filter(annotation -> annotation.getKey().startsWith(PREFIX))
                        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
