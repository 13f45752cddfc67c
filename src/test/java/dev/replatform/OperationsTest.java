package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.install.argocd.ArgoCd;
import dev.replatform.migration.OldBox;
import dev.replatform.operations.WholeLog;
import dev.replatform.sandbox.aws.Faults.Failure;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.status.Kstatus;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be seen of the operator from outside while a journey goes on, everything logged that can be. */
@Tag("cluster")
class OperationsTest {
    private static final Duration PATIENCE = Eventually.PATIENCE;
    private static final List<String> PASSWORDS = List.of("master-password-1", "dms-pw", "admin-pw", "app-pw");

    private static final List<Class<? extends HasMetadata>> KINDS =
            List.of(Database.class, Migration.class, ImageStore.class, AppConfig.class);

    private static WholeLog log;
    private static OperatorOnSandbox sandbox;
    private static String metrics;
    private static Migration waiting;
    private static final Queue<HasMetadata> STANDINGS = new ConcurrentLinkedQueue<>();
    private static List<HasMetadata> journey;

    @BeforeAll
    static void makeTheJourney(@TempDir Path folder) throws Exception {
        log = WholeLog.open();
        sandbox = OperatorOnSandbox.start(folder);
        OldBox.start(sandbox, folder);
        sandbox.secret("mvp-db", "mvp_master", PASSWORDS.get(0));
        sandbox.secret("mvp-dms", "mvp_dms", PASSWORDS.get(1));
        sandbox.secret("mvp-admin", "mvp_admin", PASSWORDS.get(2));
        sandbox.secret("mvp-app", "mvp", PASSWORDS.get(3));
        sandbox.aws().faults().on("rds", "CreateDBInstance").fail(Failure.ACCESS_DENIED);
        KINDS.forEach(OperationsTest::follow);
        sandbox.apply(YAML);
        waiting = sandbox.await(
                Migration.class,
                "mvp",
                PATIENCE,
                it -> it.getStatus().isTrue("Ready")
                        && it.getStatus().cutover() != null
                        && it.getStatus().cutover().token() != null);
        act("approve-cutover", waiting);
        sandbox.await(
                Migration.class,
                "mvp",
                PATIENCE,
                it -> "Completed".equals(it.getStatus().phase())
                        && it.getStatus().isTrue("Ready"));
        sandbox.await(AppConfig.class, "startup", PATIENCE, it -> it.getStatus().isTrue("Ready"));
        // The operator's cache and its events come a moment after the status.
        Eventually.until(() -> scraped().contains("phase=\"Completed\"} 1.0"));
        Eventually.until(
                () -> eventsOf("Migration").anyMatch(it -> it.getReason().equals("Completed")));
        journey = List.copyOf(STANDINGS);
    }

    @AfterAll
    static void stop() throws Exception {
        sandbox.close();
        log.close();
    }

    @Test
    void noSecretIsInLogEventsStatusesOrMetrics() throws Exception {
        // given
        var secrets = Stream.of(
                        PASSWORDS.stream(),
                        Stream.of(OperatorOnSandbox.SECRET_ACCESS_KEY, OperatorOnSandbox.SESSION_TOKEN),
                        generated())
                .flatMap(it -> it)
                .flatMap(it -> Stream.of(it, base64(it)))
                .toList();
        assertThat(log.lines()).as("what the framework says at TRACE").anyMatch(it -> it.startsWith("TRACE io.java"));

        // then
        var visible = Stream.of(
                        log.lines().stream(),
                        everyEvent().map(Serialization::asYaml),
                        statuses(),
                        Stream.of(metrics, sandbox.ask("/readyz").body()))
                .flatMap(it -> it);
        assertThat(visible.filter(text -> secrets.stream().anyMatch(text::contains)))
                .isEmpty();
    }

    @Test
    void aMigrationThatWaitsForApprovalHoldsNobodyUp() {
        assertThat(Kstatus.of(waiting)).isEqualTo(Kstatus.CURRENT);
    }

    @Test
    void argoCdShowsItsTokenAndSeesOnTheWholeWayWhatKstatusSees() {
        assertThat(ArgoCd.health(waiting))
                .isEqualTo(new ArgoCd.Health(
                        "Healthy",
                        "Waits for approval. Approve with: kubectl annotate migration mvp replatform.dev/approve-cutover=%s --overwrite"
                                .formatted(waiting.getStatus().cutover().token())));
        assertThat(ArgoCd.actions(waiting)).containsOnlyKeys("approve-cutover", "pause", "reconcile");
        assertThat(journey).allSatisfy(it -> assertThat(ArgoCd.health(it).status())
                .as(() -> Serialization.asYaml(it))
                .isIn(
                        switch (Kstatus.of(it)) {
                            case CURRENT -> List.of("Healthy");
                            case IN_PROGRESS, TERMINATING -> List.of("Progressing");
                            case FAILED -> List.of("Degraded");
                        }));
    }

    @Test
    void theActionsOfArgoCdAreFollowed() throws Exception {
        var config = sandbox.get(AppConfig.class, "startup");

        act("pause", config);
        config = sandbox.await(
                AppConfig.class, "startup", PATIENCE, it -> it.getStatus().isTrue("Paused"));
        assertThat(ArgoCd.health(config).status()).isEqualTo("Suspended");
        assertThat(ArgoCd.actions(config)).containsOnlyKeys("reconcile", "resume");

        act("resume", config);
        config = sandbox.await(
                AppConfig.class, "startup", PATIENCE, it -> !it.getStatus().isTrue("Paused"));
        assertThat(ArgoCd.health(config).status()).isEqualTo("Healthy");

        act("reconcile", config);
        var asked = sandbox.get(AppConfig.class, "startup")
                .getMetadata()
                .getAnnotations()
                .get("replatform.dev/reconcile-at");
        sandbox.await(
                AppConfig.class,
                "startup",
                PATIENCE,
                it -> asked.equals(it.getStatus().lastHandledReconcileAt()));
    }

    @Test
    void onTheWholeWayAllWhoWaitForAnObjectReadTheSame() {
        assertThat(STANDINGS).hasSizeGreaterThan(20).allSatisfy(it -> assertThat(Kstatus.of(it) == Kstatus.CURRENT)
                .as(() -> Serialization.asYaml(it))
                .isEqualTo(Kstatus.isAwaited(it)));
        assertThat(STANDINGS)
                .filteredOn(Migration.class::isInstance)
                .extracting(Kstatus::of)
                .contains(Kstatus.IN_PROGRESS, Kstatus.CURRENT)
                .doesNotContain(Kstatus.FAILED);
    }

    @Test
    void metricsTellOfLooksOfCallsToAwsAndOfEachObject() {
        assertThat(metrics.lines())
                .contains(
                        "replatform_leader 1.0",
                        "replatform_object_ready{kind=\"Migration\",name=\"mvp\",namespace=\"cloudtalents\"} 1.0",
                        "replatform_migration_phase{kind=\"Migration\",name=\"mvp\",namespace=\"cloudtalents\",phase=\"Completed\"} 1.0",
                        "replatform_migration_fence_held{kind=\"Migration\",name=\"mvp\",namespace=\"cloudtalents\"} 0.0",
                        "replatform_appconfig_parameters_in_sync{kind=\"AppConfig\",name=\"startup\",namespace=\"cloudtalents\"} 5.0",
                        "replatform_aws_call_seconds_count{operation=\"CreateDBInstance\",outcome=\"ok\",service=\"RDS\"} 1",
                        "replatform_aws_call_seconds_count{operation=\"CreateDBInstance\",outcome=\"refused\",service=\"RDS\"} 1")
                .anyMatch(it -> it.startsWith("replatform_reconcile_seconds_count{kind=\"Database\",outcome=\"ok\"} "))
                .noneMatch(it -> it.startsWith("replatform_reconcile_seconds_count") && it.contains("failed"));
    }

    @Test
    void eventsTellTheJourneyInItsOrder() {
        var told = eventsOf("Migration").map(Event::getReason).toList();

        assertThat(told)
                .containsSubsequence(
                        "Preflight", "Provisioning", "FullLoad", "Replicating", "Fence", "CutOver", "Completed");
        assertThat(eventsOf("Database").map(it -> it.getType() + " " + it.getReason()))
                .contains("Warning AccessDenied", "Normal Available");
    }

    @Test
    void whatIsLoggedOfALookNamesItsObjectAndGeneration() {
        assertThat(log.ours())
                .filteredOn(it -> it.getFormattedMessage().contains("Create RDS instance"))
                .isNotEmpty()
                .allSatisfy(it -> assertThat(it.getMDCPropertyMap())
                        .containsEntry("resource.kind", "Database")
                        .containsEntry("resource.namespace", "cloudtalents")
                        .containsEntry("resource.name", "mvp")
                        .containsEntry("resource.generation", "1"));
    }

    @Test
    void aRefusalOfAwsIsLoggedWithTheIdOfItsRequest() {
        assertThat(log.ours())
                .filteredOn(it -> it.getFormattedMessage().contains("CreateDBInstance: AccessDenied"))
                .singleElement()
                .satisfies(it -> assertThat(it.getKeyValuePairs())
                        .anyMatch(pair -> pair.key.equals("awsRequestId") && pair.value != null));
    }

    @Test
    void anOperatorThatWorksIsAliveAndReady() throws Exception {
        assertThat(sandbox.ask("/livez").body()).isEqualTo("ok\n");
        assertThat(sandbox.ask("/readyz").body()).isEqualTo("ok\n");
        assertThat(sandbox.ask("/livez").statusCode()).isEqualTo(200);
    }

    @Test
    void anOperatorWhoseCredentialsAreRefusedIsAliveButNotReadyUntilTheyAreTaken() throws Exception {
        // given
        sandbox.stopOperator();
        sandbox.aws().faults().on("sts", "GetCallerIdentity").always().fail(Failure.ACCESS_DENIED);

        // when
        sandbox.startOperator();

        // then
        assertThat(sandbox.ask("/livez").statusCode()).isEqualTo(200);
        assertThat(sandbox.ask("/readyz").statusCode()).isEqualTo(503);
        assertThat(sandbox.ask("/readyz").body()).isEqualTo("GetCallerIdentity: Access Denied (AccessDenied)\n");

        // when
        sandbox.aws().faults().clear();

        // then
        assertThat(sandbox.ask("/readyz").statusCode()).isEqualTo(200);
    }

    private static String scraped() {
        try {
            metrics = sandbox.ask("/metrics").body();
            return metrics;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** What the operator made up: a setting, and nothing of it anywhere but in SSM. */
    private static Stream<String> generated() {
        return Stream.of(sandbox.aws()
                .ssm()
                .getParameter(it -> it.name("/cloudtalents/startup/secret_key").withDecryption(true))
                .parameter()
                .value());
    }

    private static <T extends HasMetadata> void follow(Class<T> kind) {
        sandbox.client()
                .resources(kind)
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .watch(new Watcher<T>() {
                    @Override
                    public void eventReceived(Action action, T object) {
                        if (action != Action.BOOKMARK) {
                            STANDINGS.add(object);
                        }
                    }

                    @Override
                    public void onClose(WatcherException cause) {}
                });
    }

    /** What Argo CD does when somebody chooses an action. */
    private static void act(String action, HasMetadata object) {
        sandbox.client().resource(object).patch(PatchContext.of(PatchType.JSON_MERGE), ArgoCd.patch(action, object));
    }

    private static Stream<String> statuses() {
        return KINDS.stream()
                .flatMap(type -> sandbox.client().resources(type).inAnyNamespace().list().getItems().stream())
                .map(Serialization::asYaml);
    }

    private static Stream<Event> everyEvent() {
        return sandbox.client().v1().events().inAnyNamespace().list().getItems().stream();
    }

    /** As kubectl describe finds them. */
    private static Stream<Event> eventsOf(String kind) {
        return sandbox
                .client()
                .v1()
                .events()
                .inNamespace(OperatorOnSandbox.NAMESPACE)
                .withField("involvedObject.kind", kind)
                .list()
                .getItems()
                .stream();
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static final String YAML = """
            apiVersion: replatform.dev/v1alpha1
            kind: Database
            metadata: {name: mvp}
            spec:
              engineVersion: "16"
              instanceClass: db.t3.micro
              databaseName: mvp
              credentials: {secretRef: {name: mvp-db}}
              network: {subnetIds: [subnet-0a1b2c3d, subnet-4e5f6a7b], securityGroupIds: [sg-0123abcd]}
            ---
            apiVersion: replatform.dev/v1alpha1
            kind: Migration
            metadata: {name: mvp}
            spec:
              source:
                host: 10.10.10.10
                database: mvp
                credentials: {secretRef: {name: mvp-dms}}
                adminCredentials: {secretRef: {name: mvp-admin}}
                appCredentials: {secretRef: {name: mvp-app}}
                appRoles: [mvp]
              target:
                databaseRef: {name: mvp}
                appCredentials: {secretRef: {name: mvp-app}}
              tables: {insertOnly: [public.visit]}
              replicationInstance:
                create: {class: dms.t3.medium, subnetIds: [subnet-0a1b2c3d, subnet-4e5f6a7b], securityGroupIds: [sg-4567cdef]}
            ---
            apiVersion: replatform.dev/v1alpha1
            kind: AppConfig
            metadata: {name: startup}
            spec:
              path: /cloudtalents/startup
              parameters:
                - {name: secret_key, generate: {length: 50}}
                - {name: admin_password, valueFrom: {secretKeyRef: {name: mvp-admin, key: password}}}
                - {name: db_user, type: String, valueFrom: {migrationRef: {name: mvp, field: activeUsername}}}
                - {name: db_password, valueFrom: {migrationRef: {name: mvp, field: activePassword}}}
                - {name: database_endpoint, valueFrom: {migrationRef: {name: mvp, field: activeHost}}}
              onChange: {runCommand: {targets: [{key: "tag:App", values: [mvp]}], commands: [systemctl restart gunicorn]}}
            """;
}
