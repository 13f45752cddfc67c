package dev.replatform.demo;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.SandboxAws.Door;
import io.fabric8.kubernetes.api.model.EnvFromSource;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.RollableScalableResource;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The operator that the chart has installed. It works against the demo's AWS only if whoever installed it has agreed, with
 * the values of {@code examples/in-cluster/values.yaml}: its pods take their environment from Secret {@value #SECRET}.
 */
final class OperatorInCluster implements Operator {
    static final String SECRET = "replatform-demo";

    private static final Map<String, String> LABELS = Map.of("app.kubernetes.io/name", "replatform");
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String HOW = "helm upgrade --install replatform helm/replatform --namespace replatform-system"
            + " --create-namespace --values examples/in-cluster/values.yaml";

    private final KubernetesClient client;
    private final Deployment deployment;
    private final Map<String, String> environment;
    private final String certificate;
    private boolean directed;

    private OperatorInCluster(
            KubernetesClient client, Deployment deployment, Map<String, String> environment, String certificate) {
        this.client = client;
        this.deployment = deployment;
        this.environment = environment;
        this.certificate = certificate;
    }

    /**
     * Finds the one that is meant.
     *
     * @param door where its pods reach the demo's AWS
     * @param certificate of the authority behind AWS's certificates there, as PEM
     * @throws IllegalStateException if there is none or more than one
     */
    static OperatorInCluster find(KubernetesClient client, Door door, String certificate) {
        var found = client.apps().deployments().inAnyNamespace().withLabels(LABELS).list().getItems().stream()
                .filter(OperatorInCluster::hasAgreed)
                .toList();
        if (found.size() != 1) {
            throw new IllegalStateException(
                    "%d Deployments in this cluster take their environment from Secret %s, where one is needed: %s"
                            .formatted(found.size(), SECRET, HOW));
        }
        return new OperatorInCluster(client, found.get(0), environment(door), certificate);
    }

    private static boolean hasAgreed(Deployment deployment) {
        return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
                .flatMap(container -> container.getEnvFrom().stream())
                .map(EnvFromSource::getSecretRef)
                .filter(Objects::nonNull)
                .anyMatch(secret -> SECRET.equals(secret.getName()));
    }

    private static Map<String, String> environment(Door door) {
        var host = door.proxy().getAddress().getHostAddress();
        var toolOptions = "-DsocksProxyHost=%s -DsocksProxyPort=%d -DsocksNonProxyHosts=%s|127.*|localhost"
                .formatted(host, door.proxy().getPort(), host);
        return Map.of(
                "AWS_ENDPOINT_URL", door.endpoint().toString(),
                "AWS_REGION", Account.SANDBOX.region(),
                "AWS_ACCESS_KEY_ID", OperatorProcess.KEY.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", OperatorProcess.KEY.secretAccessKey(),
                "REPLATFORM_CA_BUNDLE", "/etc/replatform/demo/ca.crt",
                "JAVA_TOOL_OPTIONS", toolOptions);
    }

    /** Writes the Secrets, lets the pods start anew, and waits until all of them are ready. */
    @Override
    public void start() {
        if (directed) {
            return;
        }
        secret(SECRET, environment);
        secret(SECRET + "-ca", Map.of("ca.crt", certificate));
        resource().rolling().restart();
        awaitReady();
        directed = true;
    }

    private void secret(String name, Map<String, String> data) {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace())
                .endMetadata()
                .withStringData(data)
                .build();
        client.resource(secret).fieldManager("replatform-demo").forceConflicts().serverSideApply();
    }

    private void awaitReady() {
        try {
            resource().waitUntilCondition(OperatorInCluster::isRolledOut, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (KubernetesClientException e) {
            throw new IllegalStateException(
                    "Deployment %s/%s did not become ready within %d s; its pods must reach %s. The end of their logs:%n%s"
                            .formatted(
                                    namespace(),
                                    name(),
                                    PATIENCE.toSeconds(),
                                    environment.get("AWS_ENDPOINT_URL"),
                                    log().lines()
                                            .skip(Math.max(0, log().lines().count() - 15))
                                            .collect(Collectors.joining("\n"))),
                    e);
        }
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

    /** What the pods log that are there now: those of a pod that was deleted are gone with it. */
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

    /** Takes the demo's Secrets away; the pods keep what they were started with until somebody restarts them. */
    @Override
    public void close() {
        for (var name : List.of(SECRET, SECRET + "-ca")) {
            client.secrets().inNamespace(namespace()).withName(name).delete();
        }
    }
}
