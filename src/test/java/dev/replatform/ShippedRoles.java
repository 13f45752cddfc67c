package dev.replatform;

import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRole;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleRef;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The roles and bindings of {@code deploy/install.yaml}: what the operator may do where it was installed, and nothing else. */
final class ShippedRoles {
    /** Where the operator's pods run. */
    static final String NAMESPACE = "replatform-system";

    static final String ACCOUNT = "replatform";

    private static final Path FILE = Path.of("deploy", "install.yaml");

    private final List<ClusterRole> clusterRoles;
    private final List<ClusterRoleBinding> clusterBindings;
    private final List<Role> roles;
    private final List<RoleBinding> bindings;

    private ShippedRoles(List<HasMetadata> objects) {
        clusterRoles = only(ClusterRole.class, objects);
        clusterBindings = only(ClusterRoleBinding.class, objects);
        roles = only(Role.class, objects);
        bindings = only(RoleBinding.class, objects);
    }

    /**
     * One verb of one resource.
     *
     * @param resource may end with a subresource
     * @param name empty for any
     */
    record Grant(String group, String resource, String verb, String name) {
        /** @return as the audit log and {@code kubectl auth can-i} name it */
        String fullResource() {
            var parts = resource.split("/", 2);
            return parts[0] + (group.isEmpty() ? "" : "." + group) + (parts.length > 1 ? "/" + parts[1] : "");
        }

        PolicyRule rule() {
            return new PolicyRuleBuilder()
                    .withApiGroups(group)
                    .withResources(resource)
                    .withVerbs(verb)
                    .withResourceNames(name.isEmpty() ? List.of() : List.of(name))
                    .build();
        }

        @Override
        public String toString() {
            return verb + " " + fullResource() + (name.isEmpty() ? "" : " " + name);
        }
    }

    static ShippedRoles read() throws IOException {
        var documents = Files.readString(FILE).split("(?m)^---$", -1);
        return new ShippedRoles(Stream.of(documents)
                .filter(it -> it.contains("rbac.authorization.k8s.io/v1"))
                .<HasMetadata>map(new KubernetesSerialization()::unmarshal)
                .toList());
    }

    /** @return all that the operator may do, one by one, wherever it may */
    List<Grant> grants() {
        return operatorsRules().distinct().toList();
    }

    private Stream<Grant> operatorsRules() {
        return Stream.concat(
                        clusterRoles.stream()
                                .filter(role -> isBound("ClusterRole", role))
                                .map(ClusterRole::getRules),
                        roles.stream().filter(role -> isBound("Role", role)).map(Role::getRules))
                .flatMap(List::stream)
                .flatMap(ShippedRoles::grants);
    }

    /** @return a role for people, by the end of its name */
    ClusterRole forPeople(String suffix) {
        return clusterRoles.stream()
                .filter(role -> role.getMetadata().getName().endsWith(":" + suffix))
                .findFirst()
                .orElseThrow();
    }

    /** Makes the operator's namespace and account, and gives it all that is shipped, in the whole cluster. */
    void install(KubeCluster cluster) {
        installRoles(cluster.client());
        clusterBindings.forEach(it -> apply(cluster.client(), it));
        grants().forEach(grant -> awaitThat(cluster.client(), grant, "", true));
    }

    /** As {@link #install}, but what is for watched namespaces it has in these alone. */
    void installFor(KubeCluster cluster, String... namespaces) {
        var client = cluster.client();
        installRoles(client);
        for (var binding : clusterBindings) {
            if (!binding.getRoleRef()
                    .getName()
                    .equals(watchedRole().getMetadata().getName())) {
                apply(client, binding);
                continue;
            }
            for (var namespace : namespaces) {
                apply(
                        client,
                        new RoleBindingBuilder()
                                .withNewMetadata()
                                .withNamespace(namespace)
                                .withName(binding.getMetadata().getName())
                                .endMetadata()
                                .withRoleRef(binding.getRoleRef())
                                .withSubjects(binding.getSubjects())
                                .build());
                watchedGrants().forEach(grant -> awaitThat(client, grant, namespace, true));
            }
        }
    }

    private void installRoles(KubernetesClient client) {
        apply(
                client,
                new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build());
        apply(
                client,
                new ServiceAccountBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(ACCOUNT)
                        .endMetadata()
                        .build());
        Stream.of(clusterRoles, roles, bindings).flatMap(List::stream).forEach(it -> apply(client, it));
    }

    private static void apply(KubernetesClient client, HasMetadata object) {
        client.resource(object).forceConflicts().serverSideApply();
    }

    /** @return what is granted where objects are watched */
    List<Grant> watchedGrants() {
        return watchedRole().getRules().stream().flatMap(ShippedRoles::grants).toList();
    }

    /** Takes one right away, and waits until the API server knows. */
    void take(KubernetesClient client, Grant taken) {
        write(client, taken);
        awaitThat(client, taken, "", false);
    }

    /** Gives it back. */
    void giveBack(KubernetesClient client, Grant taken) {
        write(client, null);
        awaitThat(client, taken, "", true);
    }

    private void write(KubernetesClient client, Grant without) {
        clusterRoles.stream().filter(role -> isBound("ClusterRole", role)).forEach(role -> {
            var less = new ClusterRoleBuilder(role).withRules(without(role.getRules(), without));
            apply(client, less.build());
        });
        roles.stream().filter(role -> isBound("Role", role)).forEach(role -> {
            var less = new RoleBuilder(role).withRules(without(role.getRules(), without));
            apply(client, less.build());
        });
    }

    private static List<PolicyRule> without(List<PolicyRule> rules, Grant without) {
        return rules.stream()
                .flatMap(ShippedRoles::grants)
                .filter(it -> !it.equals(without))
                .map(Grant::rule)
                .toList();
    }

    private static Stream<Grant> grants(PolicyRule rule) {
        var names = rule.getResourceNames().isEmpty() ? List.of("") : rule.getResourceNames();
        return rule.getApiGroups().stream()
                .flatMap(group -> rule.getResources().stream().flatMap(resource -> rule.getVerbs().stream()
                        .flatMap(verb -> names.stream().map(name -> new Grant(group, resource, verb, name)))));
    }

    private boolean isBound(String kind, HasMetadata role) {
        return Stream.concat(
                        clusterBindings.stream().map(ClusterRoleBinding::getRoleRef),
                        bindings.stream().map(RoleBinding::getRoleRef))
                .collect(Collectors.toSet())
                .contains(new RoleRef(
                        "rbac.authorization.k8s.io", kind, role.getMetadata().getName()));
    }

    /** @return the role that is bound where objects are watched */
    private ClusterRole watchedRole() {
        return clusterRoles.stream()
                .filter(role -> isBound("ClusterRole", role))
                .filter(role -> role.getRules().stream()
                        .anyMatch(it -> it.getResources().contains("secrets")))
                .findFirst()
                .orElseThrow();
    }

    /** @param namespace empty for the whole cluster, or the operator's own for its Lease */
    private static void awaitThat(KubernetesClient client, Grant grant, String namespace, boolean allowed) {
        Eventually.until(() -> allows(client, ACCOUNT, NAMESPACE, grant, namespace) == allowed);
    }

    /**
     * @param namespace where it is asked; empty for the whole cluster, or the operator's own for its Lease
     * @return whether a service account may
     */
    static boolean allows(
            KubernetesClient client, String account, String accountsNamespace, Grant grant, String namespace) {
        var resource = grant.resource().split("/", 2);
        var review = new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser("system:serviceaccount:%s:%s".formatted(accountsNamespace, account))
                .withNewResourceAttributes()
                .withGroup(grant.group())
                .withResource(resource[0])
                .withSubresource(resource.length > 1 ? resource[1] : "")
                .withVerb(grant.verb())
                .withName(grant.name())
                .withNamespace(resource[0].equals("leases") ? NAMESPACE : namespace)
                .endResourceAttributes()
                .endSpec()
                .build();
        return client.resource(review).create().getStatus().getAllowed();
    }

    private static <T> List<T> only(Class<T> type, List<HasMetadata> objects) {
        return objects.stream().filter(type::isInstance).map(type::cast).toList();
    }
}
