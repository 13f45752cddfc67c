package dev.replatform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.KindStatus;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.demo.Journey;
import dev.replatform.install.argocd.ArgoCd;
import dev.replatform.install.argocd.ArgoCd.Health;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * What docs/gitops.md tells, on the real Argo CD: operator and objects from a Git repository, the application's database moved
 * by commits and actions. In order: each test goes on where the one before it has left the repository and the cluster.
 */
@Tag("wholeCluster")
@TestMethodOrder(OrderAnnotation.class)
class ArgoCdTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String NAMESPACE = "cloudtalents";
    private static final String OPERATORS_NAMESPACE = "replatform-system";
    private static final String PROJECT = "https://github.com/replatform-dev/replatform.git";
    private static final Path APPS = Path.of("deploy/argocd/app-of-apps");
    private static final Path OBJECTS = Path.of("examples/cloudtalents");
    private static final String MIGRATION = OBJECTS.resolve("migration.yaml").toString();
    private static final String DATABASE = OBJECTS.resolve("database.yaml").toString();

    /**
     * Six comparisons with Git: here Argo CD makes one every ten seconds (its own three minutes are set down for tests), and what
     * it puts back it puts back at the first. {@code -Dreplatform.quiet=PT10M} looks for ten minutes.
     */
    private static final Duration QUIET = Duration.parse(System.getProperty("replatform.quiet", "PT1M"));

    @TempDir
    private static Path folder;

    private static WholeCluster cluster;
    private static GitRepository repository;
    private static Journey journey;
    private static ArgoCdApplication operator;
    private static ArgoCdApplication objects;

    @BeforeAll
    static void makeTheRepository() throws IOException {
        cluster = WholeCluster.ofThisRun();
        operator = new ArgoCdApplication(cluster.client(), "replatform-operator");
        objects = new ArgoCdApplication(cluster.client(), "cloudtalents");
        repository = GitRepository.init(folder.resolve("repository"));
        repository.copy(Path.of("helm/replatform"));
        repository.write(APPS.resolve("operator.yaml").toString(), operatorOfThisCluster());
        repository.commit("The operator");
        cluster.kubectl("apply", "--server-side", "--force-conflicts", "-f", "deploy/argocd/argocd-cm.yaml");
    }

    @AfterAll
    static void leaveTheClusterEmpty() {
        for (var application : List.of("replatform", "cloudtalents", "replatform-operator")) {
            new ArgoCdApplication(cluster.client(), application).delete();
        }
        if (journey != null) {
            journey.close();
        }
        cluster.kubectl("delete", "--ignore-not-found", "--timeout=2m", "namespace", NAMESPACE, OPERATORS_NAMESPACE);
        cluster.kubectl("delete", "--ignore-not-found", "-f", "crds");
        cluster.kubectl("delete", "clusterroles,clusterrolebindings", "-l", "app.kubernetes.io/instance=replatform");
        cluster.close();
    }

    @Test
    @Order(1)
    void theFirstCommitBringsTheOperator() throws Exception {
        cluster.apply(
                Files.readString(Path.of("deploy/argocd/application.yaml")).replace(PROJECT, repository.url()));
        operator.awaitThere(PATIENCE);
        cluster.client()
                .apps()
                .deployments()
                .inNamespace(OPERATORS_NAMESPACE)
                .withName("replatform")
                .waitUntilCondition(Objects::nonNull, PATIENCE.toSeconds(), TimeUnit.SECONDS);
        journey = Journey.withOperatorIn(cluster.kubeconfig(), WholeCluster.NODE);
        journey.begin();

        operator.await("Synced and Healthy", PATIENCE, ArgoCdApplication.Standing::isWell);
    }

    @Test
    @Order(2)
    void theSecondBringsTheObjectsInWavesAndNoneWaitsForTheApproval() throws Exception {
        // given
        journey.makeSecrets();
        repository.copy(OBJECTS);
        // with a witness it would wait for that row before the fence, for as long as the row does not come
        change(MIGRATION, "  cutover:\n", "  validation: {witness: Disabled}\n  cutover:\n");
        change(MIGRATION, "    mode: Manual\n", "    mode: Manual\n    fenceTimeoutSeconds: 10\n");
        repository.write(
                APPS.resolve("cloudtalents.yaml").toString(),
                Files.readString(APPS.resolve("cloudtalents.yaml")).replace(PROJECT, repository.url()));

        // when
        repository.commit("The four objects");
        objects.awaitThere(PATIENCE);
        var well = objects.await("Synced and Healthy", PATIENCE, ArgoCdApplication.Standing::isWell);

        // then
        var token = migration().getStatus().cutover().token();
        assertThat(well.health().get("Migration/mvp"))
                .isEqualTo(new Health(
                        "Healthy",
                        "Waits for approval. Approve with: kubectl annotate migration mvp replatform.dev/approve-cutover=%s --overwrite"
                                .formatted(token)));
        assertThat(created(get(Migration.class, "mvp"))).isAfterOrEqualTo(readySince(get(Database.class, "mvp")));
        assertThat(created(get(AppConfig.class, "startup")))
                .isAfterOrEqualTo(readySince(get(Migration.class, "mvp")))
                .isAfterOrEqualTo(readySince(get(ImageStore.class, "images")));
    }

    @Test
    @Order(3)
    void nothingIsAppliedAgainWhileNothingChanges() throws Exception {
        var applications = Map.of("operator", operator, "objects", objects);
        var seen = new HashMap<String, Set<String>>();
        var deadline = System.nanoTime() + QUIET.toNanos();
        while (System.nanoTime() < deadline) {
            applications.forEach((name, application) -> {
                var now = application.now();
                assertThat(now.isWell()).as(() -> now.status().toPrettyString()).isTrue();
                seen.computeIfAbsent(name + ": operations and revisions", it -> new HashSet<>())
                        .add(now.status()
                                        .path("operationState")
                                        .path("startedAt")
                                        .asText()
                                + now.status().path("history"));
            });
            for (var kind : Set.of(Database.class, AppConfig.class)) {
                var object = cluster.client()
                        .resources(kind)
                        .inNamespace(NAMESPACE)
                        .list()
                        .getItems()
                        .get(0);
                seen.computeIfAbsent(kind.getSimpleName() + ": resourceVersion", it -> new HashSet<>())
                        .add(object.getMetadata().getResourceVersion());
            }
            // Their status goes on telling of lag and images.
            seen.computeIfAbsent("Migration: generation", it -> new HashSet<>())
                    .add(migration().getMetadata().getGeneration().toString());
            seen.computeIfAbsent("ImageStore: generation", it -> new HashSet<>())
                    .add(get(ImageStore.class, "images")
                            .getMetadata()
                            .getGeneration()
                            .toString());
            Thread.sleep(1_000);
        }

        assertThat(seen)
                .hasSize(6)
                .allSatisfy((what, values) -> assertThat(values).as(what).hasSize(1));
    }

    @Test
    @Order(4)
    void aWrongSpecIsDegradedAndTheNextCommitMendsIt() throws Exception {
        // when
        change(DATABASE, "instanceClass: db.t3.micro", "instanceClass: db.t3.nowhere");
        repository.commit("A class that nobody can order");

        // then
        var degraded = objects.await("Degraded", PATIENCE, it -> it.is("Synced", "Degraded"));
        assertThat(degraded.health().get("Database/mvp").message()).contains("db.t3.nowhere");

        // when
        change(DATABASE, "instanceClass: db.t3.nowhere", "instanceClass: db.t3.micro");
        repository.commit("The class that was there before");

        // then
        objects.await("Synced and Healthy again", PATIENCE, ArgoCdApplication.Standing::isWell);
    }

    /** And what people write on an object by hand is left there, although self-heal puts back all that Git says. */
    @Test
    @Order(5)
    void theActionApprovesACutoverWhichIsTakenBackAsItIsHinderedHere() throws Exception {
        // given
        var token = migration().getStatus().cutover().token();
        try (var target = target()) {
            // what the change stream writes to last: the fence's time runs out
            target.createStatement().execute("LOCK TABLE replatform.marker");

            // when
            act("approve-cutover", migration());

            // then: not by the message that says so, which may have passed when it is looked for
            awaitMigration(it -> it.getStatus().cutover() == null
                    || !token.equals(it.getStatus().cutover().token()));
            assertThat(migration().getStatus().activeEndpoint().side()).isEqualTo("Source");
        }
        var proposedAgain = awaitMigration(it -> it.getStatus().isTrue("Ready")
                && it.getStatus().cutover() != null
                && !token.equals(it.getStatus().cutover().token()));
        objects.await("Synced and Healthy", PATIENCE, ArgoCdApplication.Standing::isWell);
        assertThat(proposedAgain.getMetadata().getAnnotations()).containsEntry("replatform.dev/approve-cutover", token);
    }

    @Test
    @Order(6)
    void aCommitApprovesTheNextCutoverAndTheApplicationLivesOnRds() throws Exception {
        // given
        var token = migration().getStatus().cutover().token();
        cluster.kubectl("annotate", "migration", "mvp", "--namespace", NAMESPACE, "replatform.dev/approve-cutover-");

        // when
        change(MIGRATION, "    mode: Manual\n", "    mode: Manual\n    approval: %s\n".formatted(token));
        repository.commit("Approve cutover " + token);
        journey.await(
                "the application writes to RDS",
                situation -> journey.box().testimony().writesToTarget());

        // then
        var well = objects.await(
                "Healthy after the switch",
                PATIENCE,
                it -> it.isWell() && it.health().get("Migration/mvp").message().contains("works on the target"));
        assertThat(well.health().values()).extracting(Health::status).containsOnly("Healthy");
        assertThat(migration().getStatus().activeEndpoint().side()).isEqualTo("Target");
    }

    @Test
    @Order(7)
    void aMigrationThatIsTakenOutOfGitStaysUntilSomebodyDeletesIt() throws Exception {
        // when
        repository.delete(MIGRATION);
        repository.commit("The move is over");

        // then
        objects.await("told, and left alone", PATIENCE, it -> it.is("OutOfSync", "Healthy"));
        assertThat(migration().getMetadata().getDeletionTimestamp()).isNull();

        // when
        cluster.kubectl("delete", "migration", "mvp", "--namespace", NAMESPACE);

        // then
        objects.await("Synced without it", PATIENCE, ArgoCdApplication.Standing::isWell);
    }

    @Test
    @Order(8)
    void anApplicationThatIsDeletedLeavesTheObjects() {
        cluster.kubectl("delete", "application", "replatform", "cloudtalents", "--namespace", "argocd");

        for (var kind : Set.of(Database.class, ImageStore.class, AppConfig.class)) {
            assertThat(cluster.client()
                            .resources(kind)
                            .inNamespace(NAMESPACE)
                            .list()
                            .getItems())
                    .singleElement()
                    .satisfies(it ->
                            assertThat(it.getMetadata().getDeletionTimestamp()).isNull());
        }
    }

    /** With the image that was built here, and the sandbox for AWS. */
    private static String operatorOfThisCluster() throws IOException {
        var application = map(Files.readString(APPS.resolve("operator.yaml")));
        var source = within(within(application, "spec"), "source");
        var values = map(Files.readString(Path.of("deploy/demo/values.yaml")));
        values.put("image", Map.of("repository", "localhost/replatform", "tag", "dev", "pullPolicy", "Never"));
        source.put("repoURL", repository.url());
        within(source, "helm").put("valuesObject", values);
        return Serialization.asYaml(application);
    }

    @SuppressWarnings("unchecked") // YAML's maps have strings for keys here
    private static Map<String, Object> map(String yaml) {
        return Serialization.unmarshal(yaml, Map.class);
    }

    @SuppressWarnings("unchecked") // as above
    private static Map<String, Object> within(Map<String, Object> map, String key) {
        return (Map<String, Object>) map.get(key);
    }

    private static void change(String path, String text, String replacement) {
        var before = repository.read(path);
        assertThat(before).contains(text);
        repository.write(path, before.replace(text, replacement));
    }

    /** A transaction of the Database's master user. */
    private static Connection target() throws SQLException {
        var connection = cluster.client()
                .secrets()
                .inNamespace(NAMESPACE)
                .withName("mvp-connection")
                .get()
                .getData();
        var listens = journey.aws()
                .addresses()
                .lookUp(decoded(connection.get("host")), 5432)
                .orElseThrow();
        var session = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/mvp".formatted(listens.getPort()),
                decoded(connection.get("username")),
                decoded(connection.get("password")));
        session.setAutoCommit(false);
        return session;
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /** What Argo CD does when somebody chooses an action. */
    private static void act(String action, HasMetadata object) {
        cluster.client().resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), ArgoCd.patch(action, object));
    }

    private static Migration awaitMigration(Predicate<Migration> so) throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var last = migration();
        while (!so.test(last)) {
            assertThat(System.nanoTime()).as(Serialization.asYaml(last)).isLessThan(deadline);
            Thread.sleep(200);
            last = migration();
        }
        return last;
    }

    private static Migration migration() {
        return get(Migration.class, "mvp");
    }

    private static <T extends HasMetadata> T get(Class<T> kind, String name) {
        return cluster.client()
                .resources(kind)
                .inNamespace(NAMESPACE)
                .withName(name)
                .get();
    }

    private static Instant created(HasMetadata object) {
        return Instant.parse(object.getMetadata().getCreationTimestamp());
    }

    private static Instant readySince(CustomResource<?, ? extends KindStatus> object) {
        return object.getStatus().conditions().stream()
                .filter(it -> it.type().equals("Ready"))
                .map(it -> Instant.parse(it.lastTransitionTime()))
                .findFirst()
                .orElseThrow();
    }
}
