package dev.replatform.sandbox.kubernetes;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Cleaner;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.DeleteControl;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** An operator in JOSDK's default mode (server-side apply), with a finalizer, that finds every widget ready. */
final class WidgetOperator implements Reconciler<Widget>, Cleaner<Widget> {
    private final String namespace;
    private final KubernetesClient client;
    private final List<String> reconciled = new CopyOnWriteArrayList<>();
    private final List<String> cleanedUp = new CopyOnWriteArrayList<>();

    private WidgetOperator(String namespace, KubernetesClient client) {
        this.namespace = namespace;
        this.client = client;
    }

    static WidgetOperator in(String namespace, KubernetesClient client) {
        return new WidgetOperator(namespace, client);
    }

    /** Runs the operator as long as that takes. */
    void runDuring(Consumer<WidgetOperator> test) {
        var operator =
                new Operator(config -> config.withKubernetesClient(client).withCloseClientOnStop(false));
        operator.register(this, config -> config.settingNamespace(namespace));
        operator.start();
        try {
            test.accept(this);
        } finally {
            operator.stop();
        }
    }

    /** @return the name of an object for every time that it was reconciled */
    List<String> reconciled() {
        return reconciled;
    }

    List<String> cleanedUp() {
        return cleanedUp;
    }

    /** @return the status of the condition {@code Ready}; null where there is none */
    static String readiness(Widget widget) {
        var conditions = widget.getStatus().conditions();
        return conditions == null
                ? null
                : conditions.stream()
                        .filter(condition -> condition.getType().equals("Ready"))
                        .map(Condition::getStatus)
                        .findFirst()
                        .orElse(null);
    }

    @Override
    public UpdateControl<Widget> reconcile(Widget widget, Context<Widget> context) {
        reconciled.add(widget.getMetadata().getName());
        var ready = new ConditionBuilder().withType("Ready").withStatus("True").build();
        var fresh = Widget.named(widget.getMetadata().getName(), null);
        fresh.getMetadata().setNamespace(widget.getMetadata().getNamespace());
        fresh.getMetadata().setUid(widget.getMetadata().getUid());
        fresh.setStatus(new Widget.Status(widget.getMetadata().getGeneration(), "seen", List.of(ready)));
        return UpdateControl.patchStatus(fresh);
    }

    @Override
    public DeleteControl cleanup(Widget widget, Context<Widget> context) {
        cleanedUp.add(widget.getMetadata().getName());
        return DeleteControl.defaultDelete();
    }
}
