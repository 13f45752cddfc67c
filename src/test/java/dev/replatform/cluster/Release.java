package dev.replatform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A release of the chart, with the values of {@code deploy/demo/values.yaml} and the image that was built here. */
record Release(WholeCluster cluster, Path chart, String name, String namespace) {
    /** Installs or upgrades it, with these values alone, and waits until its pods are ready. */
    void upgrade(String... values) {
        var command = new ArrayList<>(List.of(
                "helm",
                "upgrade",
                "--install",
                name,
                chart.toString(),
                "--namespace",
                namespace,
                "--reset-values",
                "--values",
                "deploy/demo/values.yaml",
                "--set",
                "image.repository=localhost/replatform,image.tag=dev,image.pullPolicy=Never",
                "--wait",
                "--timeout",
                "3m"));
        command.addAll(List.of(values));
        cluster.run(command);
    }

    String test() {
        return cluster.helm("test", name, "--namespace", namespace, "--timeout", "2m");
    }

    String notes() {
        return cluster.helm("get", "notes", name, "--namespace", namespace);
    }

    void uninstall() {
        cluster.helm("uninstall", name, "--namespace", namespace, "--wait", "--timeout", "2m");
    }

    List<Pod> readyPods() {
        return pods().filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod -> pod.getStatus().getConditions().stream()
                        .anyMatch(it ->
                                it.getType().equals("Ready") && it.getStatus().equals("True")))
                .toList();
    }

    /** @return how often the containers of each pod have been started again */
    Map<String, Integer> restarts() {
        return pods().collect(Collectors.toMap(
                pod -> pod.getMetadata().getName(),
                pod -> pod.getStatus().getContainerStatuses().stream()
                        .mapToInt(it -> it.getRestartCount())
                        .sum(),
                Integer::sum,
                TreeMap::new));
    }

    /** @return each container's memory as the kubelet tells it */
    String memory() {
        var names = pods().map(pod -> pod.getMetadata().getName()).toList();
        return NodeStatistics.of(cluster.client()).memoryOf(names);
    }

    private Stream<Pod> pods() {
        return cluster
                .client()
                .pods()
                .inNamespace(namespace)
                .withLabel("app.kubernetes.io/instance", name)
                .withLabel("app.kubernetes.io/name", "replatform")
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getOwnerReferences().stream()
                        .anyMatch(it -> it.getKind().equals("ReplicaSet")));
    }

    void deleteLeader() {
        var leases = cluster.client().leases().inNamespace(namespace).list().getItems();
        assertThat(leases).hasSize(1);
        var holder = leases.get(0).getSpec().getHolderIdentity();
        var leader = holder.substring(0, holder.indexOf('_'));
        cluster.kubectl("delete", "pod", leader, "--namespace", namespace, "--wait=false");
    }

    boolean mayReadSecretsIn(String other) {
        var process = cluster.tryRun(List.of(
                "kubectl",
                "auth",
                "can-i",
                "get",
                "secrets",
                "--as",
                "system:serviceaccount:%s:%s".formatted(namespace, name),
                "--namespace",
                other));
        return process.printed().strip().endsWith("yes");
    }

    /** @return what its roles allow, one by one */
    List<Grant> grants() {
        var roles = cluster.client().rbac();
        var clusterWide = roles.clusterRoleBindings().list().getItems().stream()
                .filter(binding -> binding.getSubjects() != null
                        && binding.getSubjects().stream()
                                .anyMatch(it -> name.equals(it.getName()) && namespace.equals(it.getNamespace())))
                .flatMap(binding ->
                        roles.clusterRoles().withName(binding.getRoleRef().getName()).get().getRules().stream());
        var own = roles.roles().inNamespace(namespace).list().getItems().stream()
                .flatMap(role -> role.getRules().stream());
        return Stream.concat(clusterWide, own).flatMap(Release::grants).toList();
    }

    private static Stream<Grant> grants(PolicyRule rule) {
        return rule.getApiGroups().stream().flatMap(group -> rule.getResources().stream()
                .flatMap(resource -> rule.getVerbs().stream().map(verb -> new Grant(group, resource, verb))));
    }

    /** One verb on one resource. */
    record Grant(String group, String resource, String verb) {
        boolean isUsedBy(AuditLog.Request request) {
            return request.group().equals(group)
                    && request.resource().equals(resource)
                    && request.verb().equals(verb);
        }
    }
}
