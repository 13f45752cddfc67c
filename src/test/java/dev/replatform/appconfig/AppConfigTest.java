package dev.replatform.appconfig;

import static dev.replatform.appconfig.SampleYaml.APP_CONFIG;
import static dev.replatform.appconfig.SampleYaml.MAY_ASSUME;
import static dev.replatform.appconfig.SampleYaml.MIGRATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.ReplatformOperator;
import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.AppConfigStatus;
import dev.replatform.api.v1alpha1.AppConfigStatus.Published;
import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.aws.AwsRegions;
import dev.replatform.ownership.AllowTag;
import dev.replatform.reconcile.Peers;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.Faults.Failure;
import dev.replatform.sandbox.aws.Gateway;
import dev.replatform.sandbox.aws.box.Box;
import dev.replatform.sandbox.aws.box.BoxHost;
import dev.replatform.sandbox.aws.box.Boxes;
import dev.replatform.sandbox.aws.ec2.SandboxEc2;
import dev.replatform.sandbox.aws.iam.SandboxIam;
import dev.replatform.sandbox.aws.ssm.SandboxSsm;
import dev.replatform.sandbox.kubernetes.SandboxKubernetes;
import dev.replatform.secrets.Secrets;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.SsmException;

/** The whole kind, look by look, against SSM, EC2 and the box of the sandbox. */
class AppConfigTest {
    private static final String NAMESPACE = "cloudtalents";
    private static final String OTHERS_PASSWORD = "canary-target-pw";
    private static final Map<String, String> SETTINGS = Map.of(
            "aws.accessKeyId", "AKIAOPERATOR",
            "aws.secretAccessKey", "secret");

    @TempDir
    private static Path folder;

    private static SandboxKubernetes kubernetes;
    private static KubernetesClient client;

    private Gateway aws;
    private SandboxSsm ssm;
    private BoxHost boxHost;
    private AwsRegions regions;
    private AppConfigReconciler reconciler;
    private final AtomicInteger restarts = new AtomicInteger();
    private volatile boolean restartFails;

    @BeforeAll
    static void startKubernetes() throws IOException {
        kubernetes = SandboxKubernetes.start();
        var kubeconfig = folder.resolve("kubeconfig");
        kubernetes.writeKubeconfig(kubeconfig);
        System.setProperty("kubeconfig", kubeconfig.toString());
        client = ReplatformOperator.kubernetesClient();
        for (var kind : List.of("appconfigs", "migrations", "databases", "imagestores")) {
            try (var crd = Files.newInputStream(Path.of("crds", kind + ".replatform.dev.yaml"))) {
                client.load(crd).serverSideApply();
            }
        }
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        secret("mvp-app", "mvp", "source-pw");
        secret("mvp-target", "mvp_target", OTHERS_PASSWORD);
    }

    @AfterAll
    static void stopKubernetes() {
        client.close();
        kubernetes.close();
        System.clearProperty("kubeconfig");
    }

    @BeforeEach
    void startAws(@TempDir Path account) throws IOException {
        aws = new Gateway();
        var boxes = new Boxes();
        boxHost = new BoxHost(boxes, aws.endpoint(), aws::accessKeyFor);
        var iam = new SandboxIam();
        iam.createRole(create -> create.roleName("cloudtalents-ec2")
                .assumeRolePolicyDocument(MAY_ASSUME)
                .tags(Tag.builder().key(AllowTag.TAG).value("demo/cloudtalents").build()));
        ssm = new SandboxSsm(boxes, Delays.TESTS, iam.policies());
        aws.serve(IamClient.class, iam);
        aws.serve(SsmClient.class, ssm);
        aws.serve(Ec2Client.class, new SandboxEc2(boxes));
        var box = new Box(
                "i-0abc1234def567890",
                account,
                "cloudtalents-ec2",
                "10.10.10.10",
                Map.of("App", "mvp", AllowTag.TAG, "demo/cloudtalents"));
        boxHost.add(box);
        box.onService("gunicorn", action -> {
            restarts.incrementAndGet();
            if (restartFails) {
                throw new IllegalStateException("it does not start");
            }
        });
        SETTINGS.forEach(System::setProperty);
        System.setProperty("aws.endpointUrl", aws.endpoint().toString());
        startOperator();
    }

    @AfterEach
    void stopAws() {
        client.resources(AppConfig.class).inNamespace(NAMESPACE).delete();
        client.resources(Migration.class).inNamespace(NAMESPACE).delete();
        regions.close();
        boxHost.close();
        ssm.close();
        aws.close();
        SETTINGS.keySet().forEach(System::clearProperty);
        System.clearProperty("aws.endpointUrl");
    }

    @Test
    void theParametersFollowAMigrationFromSourceToTarget() {
        migration();
        appConfig();
        var waiting = until(status -> reason(status, "SourcesResolved").equals("ReferenceNotReady"));
        assertThat(waiting.parametersInSync()).isZero();
        until(status -> status.parametersInSync() == 2);
        assertThat(values()).containsOnlyKeys("color", "secret_key");
        assertThat(restarts)
                .as("without a database the application is left alone")
                .hasValue(0);

        active("10.10.10.10", "mvp", "Source");
        var source = until(status -> status.isTrue("Ready"));
        assertThat(source.published()).containsExactly(new Published("mvp", "Source"));
        assertThat(values())
                .containsEntry("db_user", "mvp")
                .containsEntry("db_password", "source-pw")
                .containsEntry("database_endpoint", "10.10.10.10")
                .containsEntry("database_uri", "postgresql://mvp:source-pw@10.10.10.10:5432/mvp");
        assertThat(types()).containsEntry("db_user", ParameterType.STRING);
        assertThat(types()).containsEntry("db_password", ParameterType.SECURE_STRING);
        assertThat(values().get("secret_key")).matches("[A-Za-z0-9_-]{50}");
        var before = values();

        active("mvp.abc.eu-west-1.rds.amazonaws.com", "mvp", "Target");
        var target =
                until(status -> status.isTrue("Ready") && !status.revision().equals(source.revision()));

        assertThat(target.published()).containsExactly(new Published("mvp", "Target"));
        assertThat(target.onChange().revision()).isEqualTo(target.revision());
        assertThat(target.onChange().state()).isEqualTo("Success");
        assertThat(restarts).hasValue(2);
        assertThat(values())
                .containsEntry("db_user", "mvp_target")
                .containsEntry("db_password", OTHERS_PASSWORD)
                .containsEntry("database_endpoint", "mvp.abc.eu-west-1.rds.amazonaws.com")
                .containsEntry("secret_key", before.get("secret_key"));
        assertThat(target.toString()).doesNotContain(OTHERS_PASSWORD, "source-pw");
    }

    @Test
    void theApplicationsRoleReadsItsPathAndNothingElse() {
        ssm.putParameter(put -> put.name("/cloudtalents/startup2/color")
                .type(ParameterType.STRING)
                .value("theirs"));
        var status = ready();

        assertThat(status.isTrue("AccessGranted")).isTrue();
        try (var application = aws.client(SsmClient.builder(), aws.accessKeyFor("cloudtalents-ec2"))) {
            var read = application.getParametersByPath(
                    get -> get.path("/cloudtalents/startup").withDecryption(true));
            assertThat(read.parameters()).hasSize(6);
            assertThatThrownBy(() -> application.getParameter(get -> get.name("/cloudtalents/startup2/color")))
                    .isInstanceOf(SsmException.class)
                    .hasMessageContaining("not authorized");
        }
    }

    @Test
    void anObjectThatIsAsDeclaredCostsThreeCallsALook() {
        ready();
        look();
        var mark = aws.calls().mark();

        look();

        assertThat(aws.calls().since(mark).byOperation())
                .isEqualTo(Map.of("ssm:GetParametersByPath", 1L, "iam:GetRole", 1L, "iam:GetRolePolicy", 1L));
    }

    @Test
    void oneThatIsDeletedAndAppliedAgainWritesNothingAndRestartsNothing() {
        var before = ready();
        var mark = aws.calls().mark();

        assertThat(reconciler.cleanup(deleted(), null).isRemoveFinalizer()).isTrue();
        client.resource(current()).delete();
        startOperator();
        appConfig();
        var after = until(status -> status.isTrue("Ready"));

        assertThat(aws.calls().since(mark).writes().calls()).isEmpty();
        assertThat(after.revision()).isEqualTo(before.revision());
        assertThat(after.onChange()).isEqualTo(before.onChange());
        assertThat(after.published()).isEqualTo(before.published());
    }

    @Test
    void aMigrationThatIsGoneLeavesItsLastValues() {
        ready();
        var before = values();

        client.resources(Migration.class).inNamespace(NAMESPACE).delete();
        var status = until(it -> reason(it, "SourcesResolved").equals("ReferenceGone"));

        assertThat(status.isTrue("Ready")).isTrue();
        assertThat(values()).isEqualTo(before);
    }

    @Test
    void sideAndCredentialsComeTogetherOrNotAtAll() {
        ready();
        var before = values();

        client.secrets().inNamespace(NAMESPACE).withName("mvp-target").delete();
        try {
            active("mvp.abc.eu-west-1.rds.amazonaws.com", "mvp", "Target");
            var status = until(it -> it.isTrue("Stalled"));
            assertThat(reason(status, "SourcesResolved")).isEqualTo("ReferenceNotFound");
            assertThat(status.published()).containsExactly(new Published("mvp", "Source"));
            assertThat(values()).isEqualTo(before);
        } finally {
            secret("mvp-target", "mvp_target", OTHERS_PASSWORD);
        }
        until(it -> it.isTrue("Ready"));
        assertThat(values()).containsEntry("db_password", OTHERS_PASSWORD);
    }

    @Test
    void aForeignParameterIsNeverOverwritten() {
        ssm.putParameter(put -> put.name("/cloudtalents/startup/color")
                .type(ParameterType.STRING)
                .value("theirs"));
        migration();
        active("10.10.10.10", "mvp", "Source");
        appConfig();

        var status = until(it -> it.isTrue("Stalled") && it.parametersInSync() == 5);

        assertThat(reason(status, "Stalled")).isEqualTo("Conflict");
        assertThat(values()).containsEntry("color", "theirs").containsKey("database_endpoint");
    }

    @Test
    void beingAskedToWriteSlowerIsNoFailure() {
        ssm.parameters().limitPuts(3);

        var status = ready();

        assertThat(status.parametersInSync()).isEqualTo(6);
    }

    @Test
    void aCommandWhoseAnswerWasLostIsFoundAgain() {
        aws.faults().on("ssm", "SendCommand").afterItsEffect().fail(Failure.ACCESS_DENIED);

        ready();

        assertThat(restarts).hasValue(1);
    }

    @Test
    void aCommandThatFailsIsToldWithItsInstance() {
        restartFails = true;
        migration();
        active("10.10.10.10", "mvp", "Source");
        appConfig();

        var status = until(it -> it.isTrue("Stalled"));

        assertThat(reason(status, "Ready")).isEqualTo("CommandFailed");
        assertThat(message(status, "Ready")).contains("ended as Failed on i-0abc1234def567890");
        assertThat(reason(status, "ChangeApplied")).isEqualTo("CommandFailed");
        assertThat(status.onChange().state()).isEqualTo("Failed");
        look();
        assertThat(restarts).as("not repeated hot").hasValue(1);
    }

    @Test
    void aPathOfAnotherNamespaceIsRefusedAndTheObjectCanStillBeDeleted() {
        apply(APP_CONFIG.replace("/cloudtalents/startup", "/cloudtalents2/startup"));

        var status = until(it -> it.isTrue("Stalled"));

        assertThat(reason(status, "Stalled")).isEqualTo("InvalidSpec");
        assertThat(message(status, "Stalled"))
                .contains("spec.path /cloudtalents2/startup does not lie under /cloudtalents/");
        assertThat(reconciler.cleanup(deleted(), null).isRemoveFinalizer()).isTrue();
    }

    private void startOperator() {
        if (regions != null) {
            regions.close();
        }
        regions = new AwsRegions("eu-west-1");
        var clock = Clock.systemUTC();
        var kind = new AppConfigKind(
                "demo", "/{namespace}/", new AllowTag(true), regions, new Peers(client), new Secrets(client), clock);
        reconciler = new AppConfigReconciler(kind, client, clock, (about, type, reason, action, note) -> {});
    }

    private AppConfigStatus ready() {
        migration();
        active("10.10.10.10", "mvp", "Source");
        appConfig();
        return until(status -> status.isTrue("Ready"));
    }

    private static void appConfig() {
        apply(APP_CONFIG);
    }

    private static void migration() {
        apply(MIGRATION);
    }

    private static void apply(String yaml) {
        client.resource(yaml).serverSideApply();
    }

    private static void active(String host, String database, String side) {
        client.resources(Migration.class)
                .inNamespace(NAMESPACE)
                .withName("mvp")
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), """
                        {"status": {"activeEndpoint": {"host": "%s", "port": 5432, "database": "%s", "side": "%s"}}}""".formatted(host, database, side));
    }

    private static void secret(String name, String username, String password) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withStringData(Map.of("username", username, "password", password))
                        .build())
                .serverSideApply();
    }

    private static AppConfig current() {
        return client.resources(AppConfig.class)
                .inNamespace(NAMESPACE)
                .withName("startup")
                .get();
    }

    private static AppConfig deleted() {
        var resource = current();
        resource.getMetadata().setDeletionTimestamp("2026-05-04T12:00:00Z");
        return resource;
    }

    private AppConfigStatus look() {
        reconciler.reconcile(current(), null);
        return current().getStatus();
    }

    private AppConfigStatus until(Predicate<AppConfigStatus> reached) {
        var deadline = System.nanoTime() + 15_000_000_000L;
        var status = look();
        while (!reached.test(status)) {
            assertThat(System.nanoTime()).as("in time; it stands at %s", status).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000L);
            status = look();
        }
        return status;
    }

    private Map<String, String> values() {
        var values = new TreeMap<String, String>();
        inSsm().forEach(it -> values.put(name(it), it.value()));
        return values;
    }

    private Map<String, ParameterType> types() {
        var types = new TreeMap<String, ParameterType>();
        inSsm().forEach(it -> types.put(name(it), it.type()));
        return types;
    }

    private List<Parameter> inSsm() {
        return ssm.getParametersByPath(get -> get.path("/cloudtalents/startup").withDecryption(true))
                .parameters();
    }

    private static String name(Parameter parameter) {
        return parameter.name().substring("/cloudtalents/startup/".length());
    }

    private static String reason(AppConfigStatus status, String type) {
        return condition(status, type).map(Condition::reason).orElse("");
    }

    private static String message(AppConfigStatus status, String type) {
        return condition(status, type).map(Condition::message).orElse("");
    }

    private static Optional<Condition> condition(AppConfigStatus status, String type) {
        return status.conditions().stream().filter(it -> it.type().equals(type)).findFirst();
    }
}
