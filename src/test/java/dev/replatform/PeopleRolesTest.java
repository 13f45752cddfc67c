package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.replatform.ShippedRoles.Grant;
import dev.replatform.api.CrdFiles;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.ServiceAccountBuilder;
import io.fabric8.kubernetes.api.model.rbac.RoleBindingBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What people may do by the roles that are shipped for them. Nobody aggregates roles here, so they are bound themselves. */
@Tag("kube")
class PeopleRolesTest {
    private static final String NAMESPACE = "cloudtalents";
    private static final List<String> KINDS = List.of("databases", "migrations", "imagestores", "appconfigs");
    private static final String APPROVAL =
            "{\"metadata\": {\"annotations\": {\"replatform.dev/approve-cutover\": \"token\"}}}";

    private static KubeCluster cluster;
    private static ShippedRoles roles;

    @BeforeAll
    static void start() throws Exception {
        cluster = KubeCluster.real();
        CrdFiles.installOn(cluster.client());
        roles = ShippedRoles.read();
        cluster.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        cluster.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName("mvp-db")
                        .endMetadata()
                        .build())
                .create();
        bind("viewer", "view");
        bind("editor", "view", "edit");
        bind("approver", "migration-approver");
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @AfterEach
    void removeObjects() {
        CrdFiles.KINDS.forEach(
                kind -> cluster.client().resources(kind).inNamespace(NAMESPACE).delete());
    }

    @Test
    void whoEditsMakesAllFourKindsAndApprovesAsApprovalIsAnEdit() throws Exception {
        try (var editor = as("editor")) {
            var made = examples(editor);

            assertThat(made)
                    .extracting(HasMetadata::getKind)
                    .containsExactlyInAnyOrder("Database", "Migration", "ImageStore", "AppConfig");
            assertThat(approve(editor).getMetadata().getAnnotations())
                    .containsEntry("replatform.dev/approve-cutover", "token");
            made.forEach(object -> editor.resource(object).delete());
        }
    }

    @Test
    void nobodyWritesAStatusAsItSaysWhereAPasswordGoes() throws Exception {
        for (var person : List.of("viewer", "editor", "approver")) {
            for (var kind : KINDS) {
                for (var verb : List.of("get", "create", "update", "patch")) {
                    assertThat(may(person, verb, "replatform.dev", kind + "/status"))
                            .as("%s: %s %s/status", person, verb, kind)
                            .isFalse();
                }
            }
        }
        try (var admin = cluster.newClient();
                var editor = as("editor")) {
            examples(admin);
            var refusal = catchThrowableOfType(KubernetesClientException.class, () -> migration(editor)
                    .subresource("status")
                    .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"status\": {\"phase\": \"Completed\"}}"));
            assertThat(refusal.getCode()).isEqualTo(403);
        }
    }

    @Test
    void whoViewsSeesAllFourKindsAndNoSecret() throws Exception {
        try (var admin = cluster.newClient();
                var viewer = as("viewer")) {
            examples(admin);

            assertThat(CrdFiles.KINDS).allSatisfy(kind -> assertThat(
                            viewer.resources(kind).inNamespace(NAMESPACE).list().getItems())
                    .hasSize(1));
            assertThat(codeOf(() -> viewer.secrets()
                            .inNamespace(NAMESPACE)
                            .withName("mvp-db")
                            .get()))
                    .isEqualTo(403);
            assertThat(codeOf(() -> approve(viewer))).isEqualTo(403);
        }
        for (var person : List.of("viewer", "editor", "approver")) {
            for (var verb : List.of("get", "list", "watch", "create", "update", "patch", "delete")) {
                assertThat(may(person, verb, "", "secrets"))
                        .as(person + " " + verb)
                        .isFalse();
            }
        }
    }

    /** RBAC knows no fields. */
    @Test
    void whoApprovesMayChangeTheMigrationsOtherFieldsTooButMakeAndDeleteNothing() throws Exception {
        try (var admin = cluster.newClient();
                var approver = as("approver")) {
            examples(admin);

            assertThat(approve(approver).getMetadata().getAnnotations())
                    .containsEntry("replatform.dev/approve-cutover", "token");
            assertThat(migration(approver)
                            .patch(PatchContext.of(PatchType.JSON_MERGE), "{\"spec\": {\"run\": 2}}")
                            .getSpec()
                            .run())
                    .isEqualTo(2);
            assertThat(codeOf(() -> migration(approver).delete())).isEqualTo(403);
        }
        assertThat(may("approver", "create", "replatform.dev", "migrations")).isFalse();
        for (var kind : List.of("databases", "imagestores", "appconfigs")) {
            for (var verb : List.of("get", "list", "watch", "create", "update", "patch", "delete")) {
                assertThat(may("approver", verb, "replatform.dev", kind)).isFalse();
            }
        }
    }

    private static Migration approve(KubernetesClient client) {
        return migration(client).patch(PatchContext.of(PatchType.JSON_MERGE), APPROVAL);
    }

    private static io.fabric8.kubernetes.client.dsl.Resource<Migration> migration(KubernetesClient client) {
        return client.resources(Migration.class).inNamespace(NAMESPACE).withName("mvp");
    }

    private static List<HasMetadata> examples(KubernetesClient client) throws Exception {
        var yaml = Files.newInputStream(Path.of("examples", "minimal", "replatform.yaml"));
        return client.load(yaml).inNamespace(NAMESPACE).create();
    }

    private static int codeOf(Runnable request) {
        return catchThrowableOfType(KubernetesClientException.class, request::run)
                .getCode();
    }

    private static boolean may(String person, String verb, String group, String resource) {
        return ShippedRoles.allows(
                cluster.client(), person, NAMESPACE, new Grant(group, resource, verb, ""), NAMESPACE);
    }

    private static KubernetesClient as(String person) {
        return new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(cluster.kubeconfigOf(NAMESPACE, person)))
                .build();
    }

    private static void bind(String person, String... suffixes) {
        var account = new ServiceAccountBuilder()
                .withNewMetadata()
                .withNamespace(NAMESPACE)
                .withName(person)
                .endMetadata()
                .build();
        cluster.client().resource(account).create();
        Arrays.stream(suffixes).map(roles::forPeople).forEach(role -> {
            cluster.client().resource(role).forceConflicts().serverSideApply();
            cluster.client()
                    .resource(new RoleBindingBuilder()
                            .withNewMetadata()
                            .withNamespace(NAMESPACE)
                            .withName(
                                    person + "." + role.getMetadata().getName().replaceFirst(".*:", ""))
                            .endMetadata()
                            .withNewRoleRef(
                                    "rbac.authorization.k8s.io",
                                    "ClusterRole",
                                    role.getMetadata().getName())
                            .addNewSubject(null, "ServiceAccount", person, NAMESPACE)
                            .build())
                    .create();
            var verbs = Stream.of(role).flatMap(it -> it.getRules().stream()).flatMap(it -> it.getVerbs().stream());
            verbs.forEach(verb -> Eventually.until(() -> may(person, verb, "replatform.dev", "migrations")));
        });
    }
}
