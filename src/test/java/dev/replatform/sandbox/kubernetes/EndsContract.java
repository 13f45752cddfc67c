package dev.replatform.sandbox.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionCondition;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import org.junit.jupiter.api.Test;

/** What becomes of the objects of a kind that is given up. */
abstract class EndsContract extends OnACluster {
    @Test
    void aDefinitionThatIsDeletedWaitsForTheFinalizersOfItsObjectsAndTakesNoNewOne() {
        // given
        var definition = gizmosAreDefined();
        var gizmo = gizmo("held");
        gizmo.addFinalizer("example.dev/one");
        client.resource(gizmo).create();

        // when
        definition.delete();

        // then
        Eventually.until(() -> client.resource(gizmo("held")).get().isMarkedForDeletion());
        var ending = definition.get();
        assertThat(ending.isMarkedForDeletion()).isTrue();
        assertThat(ending.getFinalizers()).containsExactly("customresourcecleanup.apiextensions.k8s.io");
        assertThat(ending.getStatus().getConditions())
                .extracting(
                        CustomResourceDefinitionCondition::getType,
                        CustomResourceDefinitionCondition::getStatus,
                        CustomResourceDefinitionCondition::getReason,
                        CustomResourceDefinitionCondition::getMessage)
                .contains(tuple(
                        "Terminating", "True", "InstanceDeletionInProgress", "CustomResource deletion is in progress"));
        var refused = refusal(() -> client.resource(gizmo("new")).create());
        assertThat(refused.getCode()).isEqualTo(403);
        assertThat(refused.getStatus().getMessage())
                .isEqualTo(
                        "gizmos.sandbox.example.dev \"new\" is forbidden: create not allowed while custom resource definition is terminating");

        // when
        client.resource(gizmo("held")).patch(PatchContext.of(PatchType.JSON_MERGE), finalizers(""));

        // then
        Eventually.until(() -> definition.get() == null);
    }

    private Resource<CustomResourceDefinition> gizmosAreDefined() {
        var yaml = WidgetDefinition.yaml()
                .replace("widget", "gizmo")
                .replace("Widget", "Gizmo")
                .replace("wdg", "gzm")
                .replace("[gadgets]", "[]");
        var definition = client.resource(Serialization.unmarshal(yaml, CustomResourceDefinition.class));
        definition.create();
        Eventually.until(() -> refusedNot(() -> client.resource(gizmo("a")).get()));
        return definition;
    }

    private GenericKubernetesResource gizmo(String name) {
        return Serialization.unmarshal("""
                apiVersion: sandbox.example.dev/v1
                kind: Gizmo
                metadata: {name: %s, namespace: %s}
                spec: {size: 1}
                """.formatted(name, namespace), GenericKubernetesResource.class);
    }

    private static boolean refusedNot(Runnable request) {
        return refusal(request) == null;
    }
}
