package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.replatform.ShippedRoles.Grant;
import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.KindStatus;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.sandbox.kubernetes.AuditLog;
import dev.replatform.sandbox.kubernetes.AuditLog.Entry;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import dev.replatform.sandbox.kubernetes.Kubectl;
import io.fabric8.kubernetes.client.CustomResource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that the operator asks of a cluster, as the service account that is shipped, by what the API server wrote down. */
@Tag("kube")
class RightsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Asked for by the framework before it begins, and then never used: it writes the Lease by patches. */
    private static final Grant NEVER_USED = new Grant("coordination.k8s.io", "leases", "update", "replatform-operator");

    /** What everybody may who has logged in: ask what he may. */
    private static final String EVERYBODY = "create selfsubject";

    private static final Pattern LISTED = Pattern.compile("(\\S+) +\\[] +\\[([^\\]]*)] +\\[([^\\]]+)] *");

    private static KubeCluster cluster;
    private static OperatorOnSandbox sandbox;
    private static ShippedRoles roles;
    private static List<Entry> asked;

    @BeforeAll
    static void liveALifeOfAllFourKinds(@TempDir Path folder) throws Exception {
        var log = new AuditLog(folder);
        cluster = KubeCluster.audited(log);
        sandbox = OperatorOnSandbox.withoutOperator(folder, cluster);
        roles = ShippedRoles.read();
        roles.install(cluster);
        var account = cluster.kubeconfigOf(ShippedRoles.NAMESPACE, ShippedRoles.ACCOUNT);

        // one leads, gives back the Lease, and another one takes it
        sandbox.startOperator(Set.of(), ShippedRoles.NAMESPACE, account);
        sandbox.secret("mvp-app", "mvp", "app-password");
        sandbox.apply(Part.ALL);
        ready(Database.class, "mvp");
        ready(ImageStore.class, "images");
        ready(AppConfig.class, "startup");
        stalled(Migration.class, "mvp");
        sandbox.stopOperator();
        sandbox.startOperator(Set.of(), ShippedRoles.NAMESPACE, account);

        tellTheSameAgain();
        new LostRights(sandbox, account).crossFinalizers("crossed");
        deleteAll();
        sandbox.stopOperator();
        asked = log.of(ShippedRoles.NAMESPACE, ShippedRoles.ACCOUNT);
    }

    @AfterAll
    static void stop() {
        sandbox.close();
    }

    @Test
    void nothingThatTheOperatorAsksForIsRefused() {
        assertThat(asked).hasSizeGreaterThan(100).noneMatch(it -> it.code() == 403);
    }

    @Test
    void noSecretIsListedOrWatched() {
        assertThat(asked)
                .filteredOn(it -> it.resource().equals("secrets"))
                .isNotEmpty()
                .allMatch(it -> Set.of("get", "create", "patch", "delete").contains(it.verb()))
                .noneMatch(it -> it.name().isEmpty() && !it.verb().equals("create"));
    }

    @Test
    void everyRightThatIsShippedIsUsed() {
        assertThat(roles.grants())
                .hasSizeGreaterThan(30)
                .filteredOn(grant -> asked.stream().noneMatch(it -> isOf(grant, it)))
                .containsExactly(NEVER_USED);
        assertThat(asked).anyMatch(it -> it.resource().equals("selfsubjectrulesreviews.authorization.k8s.io"));
    }

    @Test
    void kubectlListsTheSameRightsAndNoOthers(@TempDir Path folder) {
        var kubectl = Kubectl.of(cluster, folder);
        assumeTrue(kubectl.isPresent(), "no kubectl on this machine");

        var listed = kubectl.get()
                .run(
                        "auth",
                        "can-i",
                        "--list",
                        "--no-headers",
                        "--as=system:serviceaccount:%s:%s".formatted(ShippedRoles.NAMESPACE, ShippedRoles.ACCOUNT),
                        "-n",
                        ShippedRoles.NAMESPACE);

        assertThat(listed.text().lines().flatMap(RightsTest::rights).filter(it -> !it.startsWith(EVERYBODY)))
                .containsExactlyInAnyOrderElementsOf(
                        roles.grants().stream().map(Grant::toString).toList());
    }

    /** A line has resource, addresses, names, verbs. */
    private static Stream<String> rights(String line) {
        var columns = LISTED.matcher(line);
        if (!columns.matches()) {
            return Stream.empty(); // it is about addresses
        }
        return Stream.of(columns.group(3).split(" ", -1)).flatMap(verb -> Stream.of(
                        columns.group(2).split(" ", -1))
                .map(name -> "%s %s %s".formatted(verb, columns.group(1), name).strip()));
    }

    private static boolean isOf(Grant grant, Entry asked) {
        return asked.verb().equals(grant.verb())
                && asked.resource().equals(grant.fullResource())
                && (grant.name().isEmpty() || grant.name().equals(asked.name()));
    }

    /** What stalls an object, and is mended, and stalls it again, is one event that counts. */
    private static void tellTheSameAgain() throws InterruptedException {
        sandbox.client()
                .secrets()
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .withName("mvp-app")
                .delete();
        lookAtStartup();
        stalled(AppConfig.class, "startup");
        sandbox.secret("mvp-app", "mvp", "app-password");
        lookAtStartup();
        ready(AppConfig.class, "startup");
        sandbox.client()
                .secrets()
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .withName("mvp-app")
                .delete();
        lookAtStartup();
        stalled(AppConfig.class, "startup");
        Eventually.until(() ->
                sandbox
                        .client()
                        .events()
                        .v1()
                        .events()
                        .inNamespace(OperatorOnSandbox.NAMESPACE)
                        .list()
                        .getItems()
                        .stream()
                        .anyMatch(it -> it.getSeries() != null && it.getSeries().getCount() == 2));
    }

    private static void lookAtStartup() throws InterruptedException {
        sandbox.lookAgain(AppConfig.class, "startup", 1);
    }

    private static void deleteAll() throws InterruptedException {
        delete(Migration.class, "mvp");
        delete(AppConfig.class, "startup");
        delete(AppConfig.class, "waiting");
        delete(ImageStore.class, "images");
        delete(Database.class, "mvp");
    }

    private static <T extends CustomResource<?, ?>> void delete(Class<T> type, String name)
            throws InterruptedException {
        sandbox.client().resource(sandbox.get(type, name)).delete();
        sandbox.awaitGone(type, name, PATIENCE);
    }

    private static <T extends CustomResource<?, ? extends KindStatus>> void ready(Class<T> type, String name)
            throws InterruptedException {
        sandbox.await(type, name, PATIENCE, it -> it.getStatus().isTrue("Ready"));
    }

    private static <T extends CustomResource<?, ? extends KindStatus>> void stalled(Class<T> type, String name)
            throws InterruptedException {
        sandbox.await(type, name, PATIENCE, it -> it.getStatus().isTrue("Stalled"));
    }

    /** The four kinds, each as small as it may be and still ask for all that its kind ever asks for. */
    private static final class Part {
        private static final String ALL = """
                apiVersion: replatform.dev/v1alpha1
                kind: Database
                metadata: {name: mvp}
                spec:
                  engineVersion: "16"
                  instanceClass: db.t3.micro
                  databaseName: mvp
                  credentials: {generate: {secretName: mvp-db, username: mvp}}
                  network: {subnetIds: [subnet-a, subnet-b], securityGroupIds: [sg-rds]}
                  deletionProtection: false
                  deletionPolicy: Delete
                ---
                apiVersion: replatform.dev/v1alpha1
                kind: Migration
                metadata: {name: mvp}
                spec:
                  source:
                    host: 10.10.10.10
                    database: mvp
                    credentials: {secretRef: {name: nowhere}}
                    adminCredentials: {secretRef: {name: nowhere}}
                    appCredentials: {secretRef: {name: nowhere}}
                    appRoles: [mvp]
                  target: {databaseRef: {name: mvp}}
                  replicationInstance:
                    create: {class: dms.t3.medium, subnetIds: [subnet-a, subnet-b], securityGroupIds: [sg-dms]}
                ---
                apiVersion: replatform.dev/v1alpha1
                kind: ImageStore
                metadata: {name: images}
                spec: {bucketName: cloudtalents-images}
                ---
                apiVersion: replatform.dev/v1alpha1
                kind: AppConfig
                metadata: {name: startup, annotations: {example.com/note: none}}
                spec:
                  path: /cloudtalents/startup
                  parameters:
                    - {name: db_password, valueFrom: {secretKeyRef: {name: mvp-app, key: password}}}
                    - {name: db_host, valueFrom: {databaseRef: {name: mvp, field: host}}}
                    - {name: bucket, valueFrom: {imageStoreRef: {name: images, field: bucketName}}}
                  deletionPolicy: Delete
                ---
                apiVersion: replatform.dev/v1alpha1
                kind: AppConfig
                metadata: {name: waiting}
                spec:
                  path: /cloudtalents/waiting
                  parameters: [{name: db_host, valueFrom: {migrationRef: {name: mvp, field: activeHost}}}]
                """;
    }
}
