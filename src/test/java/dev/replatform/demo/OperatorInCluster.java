package dev.replatform.demo;

import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The operator that the chart has installed. It works against the demo's AWS only if whoever installed it has agreed, with the
 * values of {@code deploy/demo/values.yaml}.
 */
final class OperatorInCluster implements Operator {
    private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/name", "replatform");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String HOW = "helm upgrade --install replatform helm/replatform --namespace replatform-system"
            + " --create-namespace --values deploy/demo/values.yaml";

    private final KubernetesClient client;
    private final Deployment deployment;
    private final LentAws aws;
    private boolean started;

    private OperatorInCluster(KubernetesClient client, Deployment deployment, LentAws aws) {
        this.client = client;
        this.deployment = deployment;
        this.aws = aws;
    }

    /**
     * Finds the one that is meant.
     *
     * @throws IllegalStateException if there is none or more than one
     */
    static OperatorInCluster find(KubernetesClient client, LentAws aws) {
        var found = client.apps().deployments().inAnyNamespace().withLabels(LABELS).list().getItems().stream()
                .filter(OperatorInCluster::hasAgreed)
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "%d Deployments in this cluster take their environment from Secret %s, where one is needed: %s"
                            .formatted(found.size(), LentAws.SECRET, HOW));
        }
        return new OperatorInCluster(client, found.get(0), aws);
    }

    private static boolean hasAgreed(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                .flatMap(container -> container.getEnvFrom().stream())
                .map(EnvFromSource::getSecretRef)
                .filter(Objects::nonNull)
                .anyMatch(secret -> LentAws.SECRET.equals(secret.getName()));
    }

    /** Lends it the demo's AWS, restarts the pods, and waits until all of them are ready. */
    @Override
    public void start() {
        if (started) {
            return;
        }
        aws.to(client, namespace());
        resource().rolling().restart();
        try {
            resource().waitUntilCondition(OperatorInCluster::isRolledOut, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (KubernetesClientException e) {
            throw new IllegalStateException(
                    "Deployment %s/%s did not become ready within %d s; its pods must reach %s"
                            .formatted(namespace(), name(), PATIENCE.toSeconds(), aws.endpoint()),
                    e);
        }
        started = true;
    }

    /** As {@code kubectl rollout status} judges. */
    private static boolean isRolledOut(Deployment deployment) {
        if (deployment == null || deployment.getStatus() == null) {
            return false;
        }
        var status = deployment.getStatus();
        int wanted = deployment.getSpec().getReplicas();
        return Objects.equals(
                        status.getObservedGeneration(), deployment.getMetadata().getGeneration())
                && orZero(status.getUpdatedReplicas()) == wanted
                && orZero(status.getReplicas()) == wanted
                && orZero(status.getAvailableReplicas()) == wanted;
    }

    private static int orZero(Integer number) {
        return number == null ? 0 : number;
    }

    @Override
    public void kill() {
        pods().forEach(pod -> client.resource(pod).withGracePeriod(0).delete());
    }

    @Override
    public boolean isRunning() {
        var now = resource().get();
        return now != null && orZero(now.getStatus().getReadyReplicas()) > 0;
    }

    /** What the pods log that are there now: what a deleted pod has logged is gone with it. */
    @Override
    public String log() {
        return pods().map(pod -> client.pods()
                        .inNamespace(namespace())
                        .withName(pod.getMetadata().getName())
                        .getLog())
                .collect(Collectors.joining("\n"));
    }

    private Stream<Pod> pods() {
        return client
                .pods()
                .inNamespace(namespace())
                .withLabels(deployment.getSpec().getSelector().getMatchLabels())
                .list()
                .getItems()
                .stream();
    }

    private RollableScalableResource<Deployment> resource() {
        return client.apps().deployments().inNamespace(namespace()).withName(name());
    }

    private String namespace() {
        return deployment.getMetadata().getNamespace();
    }

    private String name() {
        return deployment.getMetadata().getName();
    }

    @Override
    public void close() {
        aws.takeBack(client, namespace());
    }
}
