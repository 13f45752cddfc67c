package dev.replatform.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResourceList;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.NonNamespaceOperation;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;

/** Tests that have an API server with widgets, and a namespace of their own on it. */
abstract class OnACluster {
    private static final AtomicInteger NAMESPACES = new AtomicInteger();

    KubernetesClient client;
    String namespace;
    NonNamespaceOperation<Widget, KubernetesResourceList<Widget>, Resource<Widget>> widgets;

    /** @return the cluster that the enclosing class started */
    abstract KubeCluster cluster();

    @BeforeEach
    void moveToANamespaceOfItsOwn() {
        client = cluster().client();
        namespace = "n" + NAMESPACES.incrementAndGet();
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(namespace)
                        .endMetadata()
                        .build())
                .create();
        widgets = client.resources(Widget.class).inNamespace(namespace);
    }

    Widget create(String name, int size) {
        return widgets.resource(Widget.named(name, Widget.Spec.ofSize(size))).create();
    }

    void edit(String name, int size, String label) {
        widgets.withName(name).edit(widget -> {
            widget.setSpec(Widget.Spec.ofSize(size));
            widget.getMetadata().setLabels(Map.of("l", label));
            return widget;
        });
    }

    Widget apply(String manager, Widget widget) {
        return widgets.resource(widget).patch(applyAs(manager));
    }

    Widget applyStatus(String manager, Condition condition) {
        var widget = Widget.named("a", null);
        widget.setStatus(new Widget.Status(null, null, List.of(condition)));
        return widgets.resource(widget).subresource("status").patch(applyAs(manager));
    }

    GenericKubernetesResource patch(PatchType type, GenericKubernetesResource resource) {
        return client.resource(resource)
                .patch(new PatchContext.Builder()
                        .withPatchType(type)
                        .withFieldManager("one")
                        .withForce(true)
                        .build());
    }

    GenericKubernetesResource generic(String spec) {
        return Serialization.unmarshal("""
                apiVersion: sandbox.example.dev/v1
                kind: Widget
                metadata: {name: a, namespace: %s}
                %s
                """.formatted(namespace, spec), GenericKubernetesResource.class);
    }

    static PatchContext applyAs(String manager) {
        return new PatchContext.Builder()
                .withPatchType(PatchType.SERVER_SIDE_APPLY)
                .withFieldManager(manager)
                .withForce(true)
                .build();
    }

    static Condition condition(String type, String status) {
        return new ConditionBuilder().withType(type).withStatus(status).build();
    }

    static String finalizers(String list) {
        return "{\"metadata\": {\"finalizers\": [" + list + "]}}";
    }

    static String name(Widget widget) {
        return widget.getMetadata().getName();
    }

    static Watcher<Widget> recorder(List<String> events) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, Widget widget) {
                if (action != Action.BOOKMARK) {
                    events.add(action + " " + widget.getMetadata().getName());
                }
            }

            @Override
            public void onClose(WatcherException cause) {}
        };
    }

    static KubernetesClientException refusal(Runnable request) {
        return catchThrowableOfType(KubernetesClientException.class, request::run);
    }
}
