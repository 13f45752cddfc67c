package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.sandbox.kubernetes.AuditLog;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** An operator that watches a list of namespaces, with rights in these alone. */
@Tag("kube")
@TestMethodOrder(OrderAnnotation.class)
class ListedNamespacesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ONE = "tenant-one";
    private static final String TWO = "tenant-two";

    /** Nobody has bound the role there. */
    private static final String FORGOTTEN = "tenant-three";

    private static final int NO_RIGHTS = 4;

    @TempDir
    private static Path folder;

    private static AuditLog log;
    private static KubeCluster cluster;
    private static OperatorOnSandbox sandbox;
    private static ShippedRoles roles;
    private static String account;

    @BeforeAll
    static void installForOne() throws Exception {
        log = new AuditLog(folder);
        cluster = KubeCluster.audited(log);
        sandbox = OperatorOnSandbox.withoutOperator(folder, cluster);
        for (var namespace : List.of(ONE, TWO, FORGOTTEN)) {
            cluster.client()
                    .resource(new NamespaceBuilder()
                            .withNewMetadata()
                            .withName(namespace)
                            .endMetadata()
                            .build())
                    .create();
            cluster.client()
                    .load(new ByteArrayInputStream(config(namespace).getBytes(StandardCharsets.UTF_8)))
                    .inNamespace(namespace)
                    .create();
        }
        roles = ShippedRoles.read();
        roles.installFor(cluster, ONE);
        account = cluster.kubeconfigOf(ShippedRoles.NAMESPACE, ShippedRoles.ACCOUNT);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    @Order(1)
    void nothingButKindsDefinitionsAndTheLeaseIsGrantedOutsideTheList() {
        assertThat(roles.watchedGrants()).hasSizeGreaterThan(25).allSatisfy(grant -> {
            assertThat(isAllowed(grant, ONE)).isTrue();
            assertThat(isAllowed(grant, TWO)).as(grant + " elsewhere").isFalse();
            assertThat(isAllowed(grant, "")).as(grant + " in the whole cluster").isFalse();
        });
        assertThat(roles.grants())
                .filteredOn(grant -> !roles.watchedGrants().contains(grant))
                .extracting(ShippedRoles.Grant::resource)
                .containsOnly("customresourcedefinitions", "leases");
    }

    @Test
    @Order(2)
    void whatIsInTheListIsLookedAfterAndNothingElseIsSeen() {
        try (var operator = operator(Set.of(ONE))) {
            operator.start();
            Eventually.until(PATIENCE, () -> isReady(ONE));
        }

        assertThat(configIn(TWO).getStatus().conditions()).isNull();
        assertThat(configIn(TWO).getMetadata().getFinalizers()).isEmpty();
        assertThat(asked())
                .noneMatch(it -> it.code() == 403)
                .extracting(AuditLog.Entry::namespace)
                .containsOnly("", ONE, ShippedRoles.NAMESPACE);
    }

    /** The API server takes a namespace for a part of itself. */
    @Test
    @Order(2)
    void aNamespaceInTheListIsReadByTheBindingInIt() {
        try (var client = new KubernetesClientBuilder()
                .withConfig(Config.fromKubeconfig(account))
                .build()) {
            assertThat(client.namespaces().withName(ONE).get()).isNotNull();
        }
    }

    @Test
    @Order(3)
    void anotherListIsAnotherBindingAndANewStart() {
        roles.installFor(cluster, ONE, TWO);

        try (var operator = operator(Set.of(ONE, TWO))) {
            operator.start();
            Eventually.until(PATIENCE, () -> isReady(TWO));
        }

        assertThat(asked()).noneMatch(it -> it.code() == 403);
    }

    @Test
    @Order(4)
    void aNamespaceWithoutTheBindingIsNamedByTheOperatorThatCannotStart() throws Exception {
        Files.writeString(folder.resolve("kubeconfig"), account);
        var operator = OperatorProcess.start(
                folder.resolve("log"),
                Map.of(
                        "KUBECONFIG", folder.resolve("kubeconfig").toString(),
                        "REPLATFORM_CLUSTER_NAME", "demo",
                        "REPLATFORM_PORT", "0",
                        "REPLATFORM_WATCH_NAMESPACES", ONE + "," + FORGOTTEN,
                        "AWS_REGION", "eu-west-1"));

        assertThat(operator.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(operator.exitValue()).isEqualTo(NO_RIGHTS);
        assertThat(Files.readAllLines(folder.resolve("log")))
                .last()
                .asString()
                .contains("The operator cannot start: it may not list ", ".replatform.dev in namespace tenant-three")
                .doesNotContain(ONE);
    }

    private static ReplatformOperator operator(Set<String> namespaces) {
        return sandbox.newOperator(namespaces, ShippedRoles.NAMESPACE, account);
    }

    private static boolean isAllowed(ShippedRoles.Grant grant, String namespace) {
        return ShippedRoles.allows(cluster.client(), ShippedRoles.ACCOUNT, ShippedRoles.NAMESPACE, grant, namespace);
    }

    private static List<AuditLog.Entry> asked() {
        return log.of(ShippedRoles.NAMESPACE, ShippedRoles.ACCOUNT);
    }

    private static boolean isReady(String namespace) {
        return configIn(namespace).getStatus().isTrue("Ready");
    }

    private static AppConfig configIn(String namespace) {
        return cluster.client()
                .resources(AppConfig.class)
                .inNamespace(namespace)
                .withName("startup")
                .get();
    }

    private static String config(String namespace) {
        return """
                apiVersion: replatform.dev/v1alpha1
                kind: AppConfig
                metadata: {name: startup}
                spec:
                  path: /%s/startup
                  parameters: [{name: theme, value: dark}]
                """.formatted(namespace);
    }
}
