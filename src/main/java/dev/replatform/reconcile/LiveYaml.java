package dev.replatform.reconcile;

import dev.replatform.api.v1alpha1.KindSpec;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.LinkedHashMap;

/** What AWS has, as a file that a person applies. */
final class LiveYaml {
    private static final String DOCUMENT_START = "---\n";

    private LiveYaml() {}

    /**
     * @param resource the object that observes
     * @param spec the one with which nothing would be left to do
     * @return the whole object in YAML
     */
    static String of(CustomResource<?, ?> resource, KindSpec spec, KubernetesSerialization serialization) {
        var meta = resource.getMetadata();
        var object = new LinkedHashMap<String, Object>();
        object.put("apiVersion", resource.getApiVersion());
        object.put("kind", resource.getKind());
        object.put(
                "metadata",
                new ObjectMetaBuilder()
                        .withName(meta.getName())
                        .withNamespace(meta.getNamespace())
                        .build());
        object.put("spec", spec);
        var yaml = serialization.asYaml(object);
        return yaml.startsWith(DOCUMENT_START) ? yaml.substring(DOCUMENT_START.length()) : yaml;
    }
}
