package dev.replatform.appconfig;

import static dev.replatform.appconfig.SampleYaml.APP_CONFIG;
import static dev.replatform.appconfig.SampleYaml.MAY_ASSUME;
import static dev.replatform.appconfig.SampleYaml.MIGRATION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.AdjustableClock;
import dev.replatform.ReplatformOperator;
import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.AppConfigStatus;
import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.aws.AwsRegions;
import dev.replatform.ownership.AllowTag;
import dev.replatform.reconcile.Peers;
import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.FirstCalls;
import dev.replatform.sandbox.aws.Gateway;
import dev.replatform.sandbox.aws.authorization.BoundCaller;
import dev.replatform.sandbox.aws.authorization.PolicyFiles;
import dev.replatform.sandbox.aws.box.Box;
import dev.replatform.sandbox.aws.box.BoxHost;
import dev.replatform.sandbox.aws.box.Boxes;
import dev.replatform.sandbox.aws.ec2.SandboxEc2;
import dev.replatform.sandbox.aws.iam.SandboxIam;
import dev.replatform.sandbox.aws.ssm.SandboxSsm;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.SandboxKubernetes;
import dev.replatform.secrets.Secrets;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.iam.model.Tag;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/** AppConfigs looked at by hand, against SSM, EC2, IAM and the box of the sandbox. */
abstract class AppConfigOnSandbox {
    static final String NAMESPACE = "cloudtalents";
    static final String OTHERS_PASSWORD = "canary-target-pw";
    static final Map<String, String> SETTINGS = Map.of(
            "aws.accessKeyId", "AKIAOPERATOR",
            "aws.secretAccessKey", "secret");

    @TempDir
    static Path folder;

    static SandboxKubernetes kubernetes;
    static KubernetesClient client;

    Gateway aws;
    SandboxSsm ssm;
    SandboxIam iam;
    BoxHost boxHost;
    AwsRegions regions;
    AppConfigReconciler reconciler;
    final AtomicInteger restarts = new AtomicInteger();
    volatile boolean restartFails;
    final AdjustableClock clock = new AdjustableClock();

    @BeforeAll
    static void startKubernetes() throws IOException {
        kubernetes = SandboxKubernetes.start();
        var kubeconfig = folder.resolve("kubeconfig");
        kubernetes.writeKubeconfig(kubeconfig);
        System.setProperty("kubeconfig", kubeconfig.toString());
        client = ReplatformOperator.clients(Config.autoConfigure(null)).build();
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
        iam = new SandboxIam();
        iam.createRole(create -> create.roleName("cloudtalents-ec2")
                .assumeRolePolicyDocument(MAY_ASSUME)
                .tags(Tag.builder().key(AllowTag.TAG).value("demo/cloudtalents").build()));
        ssm = new SandboxSsm(boxes, Delays.TESTS, iam.policies());
        aws.serve(IamClient.class, iam);
        aws.serve(SsmClient.class, ssm);
        var ec2 = new SandboxEc2(boxes);
        aws.serve(Ec2Client.class, ec2);
        var services = new BoundCaller.Services(null, null, null, null, ssm, iam, ec2);
        var rights = new BoundCaller(new PolicyFiles(Path.of("deploy", "iam"), "demo").all(), services);
        rights.tagKey(Account.SANDBOX.arn("kms", "key/app"), Map.of(AllowTag.TAG, "demo/cloudtalents"));
        aws.guard("AKIAOPERATOR", rights);
        FirstCalls.make(aws.endpoint());
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

    void startOperator() {
        if (regions != null) {
            regions.close();
        }
        regions = new AwsRegions("eu-west-1");
        var kind = new AppConfigKind(
                "demo", "/{namespace}/", new AllowTag(true), regions, new Peers(client), new Secrets(client), clock);
        reconciler = new AppConfigReconciler(kind, client, clock, (about, type, reason, action, note) -> {});
    }

    AppConfigStatus ready() {
        migration();
        active("10.10.10.10", "mvp", "Source");
        appConfig();
        return until(status -> status.isTrue("Ready"));
    }

    static void appConfig() {
        apply(APP_CONFIG);
    }

    static void migration() {
        apply(MIGRATION);
    }

    static void apply(String yaml) {
        client.resource(yaml).serverSideApply();
    }

    static void active(String host, String database, String side) {
        client.resources(Migration.class)
                .inNamespace(NAMESPACE)
                .withName("mvp")
                .subresource("status")
                .patch(PatchContext.of(PatchType.JSON_MERGE), """
                    {"status": {"activeEndpoint": {"host": "%s", "port": 5432, "database": "%s", "side": "%s"}}}\
                    """.formatted(host, database, side));
    }

    static void secret(String name, String username, String password) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withStringData(Map.of("username", username, "password", password))
                        .build())
                .serverSideApply();
    }

    static AppConfig current() {
        return current("startup");
    }

    static AppConfig current(String name) {
        return client.resources(AppConfig.class)
                .inNamespace(NAMESPACE)
                .withName(name)
                .get();
    }

    static AppConfig deleted() {
        var resource = current();
        resource.getMetadata().setDeletionTimestamp("2026-05-04T12:00:00Z");
        return resource;
    }

    AppConfigStatus look() {
        reconciler.reconcile(current(), null);
        return current().getStatus();
    }

    AppConfigStatus until(Predicate<AppConfigStatus> reached) {
        var deadline = System.nanoTime() + Eventually.PATIENCE.toNanos();
        var status = look();
        while (!reached.test(status)) {
            assertThat(System.nanoTime()).as("in time; it stands at %s", status).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000L);
            status = look();
        }
        return status;
    }

    Map<String, String> values() {
        var values = new TreeMap<String, String>();
        inSsm().forEach(it -> values.put(name(it), it.value()));
        return values;
    }

    Map<String, ParameterType> types() {
        var types = new TreeMap<String, ParameterType>();
        inSsm().forEach(it -> types.put(name(it), it.type()));
        return types;
    }

    List<Parameter> inSsm() {
        return ssm.getParametersByPath(get -> get.path("/cloudtalents/startup").withDecryption(true))
                .parameters();
    }

    static String name(Parameter parameter) {
        return parameter.name().substring("/cloudtalents/startup/".length());
    }

    static String reason(AppConfigStatus status, String type) {
        return condition(status, type).map(Condition::reason).orElse("");
    }

    static String message(AppConfigStatus status, String type) {
        return condition(status, type).map(Condition::message).orElse("");
    }

    static Optional<Condition> condition(AppConfigStatus status, String type) {
        return status.conditions().stream().filter(it -> it.type().equals(type)).findFirst();
    }
}
