package dev.replatform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.demo.LentAws;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.SandboxAws;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The operator at home on a cluster, from the first {@code helm install} to the last {@code helm uninstall}. In order: each test
 * goes on where the one before it has left the cluster.
 */
@Tag("wholeCluster")
@TestMethodOrder(OrderAnnotation.class)
class InstallTest {
    private static final String NAMESPACE = "replatform-system";
    private static final String SECOND = "replatform-second";
    private static final Path CHART = Path.of("helm/replatform");

    @TempDir
    private static Path folder;

    private static WholeCluster cluster;
    private static SandboxAws aws;
    private static LentAws lent;
    private static Release release;
    private static Tenant a;
    private static Tenant b;

    @BeforeAll
    static void bringUpAnAccount() {
        cluster = WholeCluster.ofThisRun();
        aws = SandboxAws.start(folder.resolve("aws"), Delays.TESTS);
        lent = new LentAws(aws, WholeCluster.NODE);
        release = new Release(cluster, CHART, "replatform", NAMESPACE);
    }

    @AfterAll
    static void end() {
        aws.close();
        cluster.close();
    }

    @Test
    @Order(1)
    void theChartInstallsInARestrictedNamespace() {
        cluster.makeNamespace(NAMESPACE, Map.of("pod-security.kubernetes.io/enforce", "restricted"));
        lent.to(cluster.client(), NAMESPACE);

        release.upgrade();

        assertThat(release.readyPods()).hasSize(2);
        assertThat(release.notes()).contains("replatform.dev/allow");
    }

    @Test
    @Order(2)
    void helmTestAsksWhetherItIsReady() {
        assertThat(release.test()).contains("Phase:          Succeeded");
    }

    @Test
    @Order(3)
    void anyUserIdRunsIt() {
        release.upgrade("--set", "podSecurityContext.runAsUser=1000680000,podSecurityContext.runAsGroup=0");

        assertThat(release.readyPods()).hasSize(2);
    }

    @Test
    @Order(4)
    void aDatabaseComesAndGoesWithItsSecrets() {
        cluster.makeNamespace("shop", Map.of());
        cluster.apply("""
                apiVersion: replatform.dev/v1alpha1
                kind: Database
                metadata: {name: orders, namespace: shop}
                spec:
                  engineVersion: "16"
                  instanceClass: db.t3.micro
                  databaseName: orders
                  credentials: {generate: {username: orders, secretName: orders-master}}
                  network: {subnetIds: [subnet-0a1b2c3d, subnet-4e5f6a7b], securityGroupIds: [sg-0123abcd]}
                  deletionProtection: false
                  deletionPolicy: Delete
                """);
        cluster.kubectl("wait", "database/orders", "-n", "shop", "--for=condition=Ready", "--timeout=3m");
        assertThat(cluster.kubectl("get", "secrets", "-n", "shop", "-o", "name"))
                .contains("secret/orders-master", "secret/orders-connection");

        cluster.kubectl("delete", "database/orders", "-n", "shop", "--timeout=3m");

        assertThat(cluster.kubectl("get", "secrets", "-n", "shop", "-o", "name"))
                .doesNotContain("orders");
    }

    @Test
    @Order(5)
    void theDemoIsGreenThoughTheLeaderIsDeletedInMidLoad() throws IOException, InterruptedException {
        release.upgrade();
        var log = folder.resolve("demo.log");
        var demo = new ProcessBuilder(
                        "./demo", "--kubeconfig", cluster.kubeconfig().toString(), "--in-cluster")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            new WatchedLoad(cluster.client()).awaitFullLoad(demo, Duration.ofMinutes(5));
            release.deleteLeader();

            assertThat(demo.waitFor()).as("the demo's exit code").isZero();
        } finally {
            demo.destroy();
            System.out.println(Files.readString(log));
        }
        assertThat(release.restarts()).as("restarts, by pod").allSatisfy((pod, count) -> assertThat(count)
                .isZero());
        System.out.println("memory after the journey: " + release.memory());
    }

    @Test
    @Order(6)
    void itNeedsEachRightThatItHasAndNoOther() {
        var asked = cluster.auditLog().of(NAMESPACE, "replatform");

        assertThat(asked.requests()).hasSizeGreaterThan(100);
        System.out.println(asked.summary());
        assertThat(asked.those(request -> request.code() == 403).requests()).isEmpty();
        assertThat(asked.those(request -> request.resource().equals("secrets")
                                && List.of("list", "watch").contains(request.verb()))
                        .requests())
                .isEmpty();
        // The framework asks whether it may update Leases, does not start otherwise, and never does; it reads an object
        // that
        // somebody else has changed while its finalizer was set or taken off. RightsTest has both.
        assertThat(release.grants())
                .filteredOn(grant -> asked.requests().stream().noneMatch(grant::isUsedBy))
                .isSubsetOf(
                        new Release.Grant("coordination.k8s.io", "leases", "update"),
                        new Release.Grant("replatform.dev", "appconfigs", "get"));
    }

    @Test
    @Order(7)
    void anUpgradeBringsTheCrdsOfItsChart() throws IOException, InterruptedException {
        var next = Charts.copyWith(
                CHART, folder.resolve("next"), "What is asked for.", "What the next version is asked for.");
        lent.to(cluster.client(), NAMESPACE);
        a = Tenant.make(cluster, "tenant-a");
        b = Tenant.make(cluster, "tenant-b");

        new Release(cluster, next, "replatform", NAMESPACE).upgrade();

        assertThat(cluster.kubectl("get", "crd", "appconfigs.replatform.dev", "-o", "yaml"))
                .contains("What the next version is asked for.");
        a.awaitObserved();
        b.awaitObserved();
    }

    @Test
    @Order(8)
    void aListOfNamespacesNarrowsItsRightsToThem() throws InterruptedException {
        release.upgrade("--set", "watchNamespaces={tenant-a}");

        assertThat(release.mayReadSecretsIn("tenant-a")).isTrue();
        assertThat(release.mayReadSecretsIn("tenant-b")).isFalse();
        b.change("green");
        a.change("green");
        a.awaitObserved();
        assertThat(b.isObserved()).isFalse();
        release.upgrade();
        b.awaitObserved();
    }

    @Test
    @Order(9)
    void twoReleasesShareAClusterByDisjointLists() throws InterruptedException {
        cluster.makeNamespace(SECOND, Map.of("pod-security.kubernetes.io/enforce", "restricted"));
        lent.to(cluster.client(), SECOND);
        var second = new Release(cluster, CHART, "replatform", SECOND);

        release.upgrade("--set", "watchNamespaces={tenant-a}");
        second.upgrade("--set", "watchNamespaces={tenant-b},crds.enabled=false");
        a.change("red");
        b.change("red");
        a.awaitObserved();
        b.awaitObserved();

        var asked = cluster.auditLog().of(SECOND, "replatform");
        assertThat(asked.those(it -> it.code() == 403 || it.namespace().equals("tenant-a"))
                        .requests())
                .isEmpty();
        assertThat(asked.those(it -> it.resource().equals("appconfigs/status")).requests())
                .isNotEmpty();
        second.uninstall();
        assertThat(release.readyPods()).hasSize(2);
    }

    @Test
    @Order(10)
    void anUninstallKeepsCrdsAndObjects() {
        release.uninstall();

        assertThat(cluster.kubectl("get", "crds", "-o", "name"))
                .contains("databases", "migrations", "imagestores", "appconfigs");
        assertThat(cluster.kubectl("get", "appconfigs", "-A")).contains("tenant-a", "tenant-b");
        assertThat(cluster.kubectl("get", "clusterroles,clusterrolebindings", "-o", "name"))
                .doesNotContain("replatform");
    }

    @Test
    @Order(11)
    void theManifestsAreWholeInstalls() {
        for (var manifests : List.of(List.of("-k", "deploy"), List.of("-f", "deploy/install.yaml"))) {
            var command = new ArrayList<>(List.of("kubectl", "apply", "--server-side", "--force-conflicts"));
            command.addAll(manifests);

            assertThat(cluster.run(command)).contains("deployment.apps/");
        }
    }
}
