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
    @Order(5)
    void itNeedsEachRightThatItHasAndNoOther() {
        var asked = cluster.auditLog().of(NAMESPACE, "replatform");

        assertThat(asked.requests()).hasSizeGreaterThan(100);
        System.out.println(asked.summary());
        assertThat(asked.those(request -> request.code() == 403).requests()).isEmpty();
        assertThat(asked.those(request -> request.resource().equals("secrets")
                                && List.of("list", "watch").contains(request.verb()))
                        .requests())
                .isEmpty();
        assertThat(release.grants())
                .allMatch(grant -> asked.requests().stream().anyMatch(grant::isUsedBy), "is used in a journey");
    }

    @Test
    @Order(6)
    void anUpgradeBringsTheCrdsOfItsChart() throws IOException, InterruptedException {
        var next = Charts.copyWith(
                CHART, folder.resolve("next"), "What is asked for.", "What the next version is asked for.");
        lent.to(cluster.client(), NAMESPACE);
        a = Tenant.make(cluster, "tenant-a");
        b = Tenant.make(cluster, "tenant-b");

        new Release(cluster, next, "replatform", NAMESPACE).upgrade();

        assertThat(cluster.kubectl("explain", "appconfig.spec")).contains("What the next version is asked for.");
        a.awaitObserved();
        b.awaitObserved();
    }

    @Test
    @Order(7)
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
    @Order(8)
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
    @Order(9)
    void anUninstallKeepsCrdsAndObjects() {
        release.uninstall();

        assertThat(cluster.kubectl("get", "crds", "-o", "name"))
                .contains("databases", "migrations", "imagestores", "appconfigs");
        assertThat(cluster.kubectl("get", "appconfigs", "-A")).contains("tenant-a", "tenant-b");
        assertThat(cluster.kubectl("get", "clusterroles,clusterrolebindings", "-o", "name"))
                .doesNotContain("replatform");
    }

    @Test
    @Order(10)
    void theManifestsAreWholeInstalls() {
        for (var manifests : List.of(List.of("-k", "deploy"), List.of("-f", "deploy/install.yaml"))) {
            var command = new ArrayList<>(List.of("kubectl", "apply", "--server-side", "--force-conflicts"));
            command.addAll(manifests);

            assertThat(cluster.run(command)).contains("deployment.apps/");
        }
    }
}
