package dev.replatform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.ReplatformOperator;
import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.DatabaseStatus;
import dev.replatform.aws.AwsRegions;
import dev.replatform.reconcile.Peers;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.FirstCalls;
import dev.replatform.sandbox.aws.SandboxAws;
import dev.replatform.sandbox.aws.authorization.PolicyFiles;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.SandboxKubernetes;
import dev.replatform.secrets.Secrets;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DBParameterGroup;
import software.amazon.awssdk.services.rds.model.PendingModifiedValues;

/** Databases, look by look, on the sandbox's RDS and API server. What the operator writes to either is counted. */
final class DatabaseLab implements AutoCloseable {
    private static final String NAMESPACE = "cloudtalents";
    private static final Map<String, String> IDENTITY =
            Map.of("aws.accessKeyId", "AKIAOPERATOR", "aws.secretAccessKey", "secret", "aws.region", "eu-west-1");
    private static final Duration PATIENCE = Eventually.PATIENCE;

    final SandboxAws aws;
    final List<String> kubernetesWrites = new ArrayList<>();
    final List<String> events = new ArrayList<>();

    private final SandboxKubernetes kubernetes = SandboxKubernetes.start();
    private final KubernetesClient user;
    private final KubernetesClient operators;
    private Duration later = Duration.ZERO;
    private AwsRegions regions;
    private DatabaseReconciler reconciler;

    DatabaseLab(Path folder) throws IOException {
        aws = SandboxAws.start(folder, Delays.TESTS);
        aws.bind("AKIAOPERATOR", new PolicyFiles(Path.of("deploy", "iam"), "demo").all());
        FirstCalls.make(aws.endpoint());
        IDENTITY.forEach(System::setProperty);
        System.setProperty("aws.endpointUrl", aws.endpoint().toString());
        System.setProperty("socksProxyHost", "127.0.0.1");
        System.setProperty("socksProxyPort", String.valueOf(aws.socksPort()));
        user = client(new KubernetesClientBuilder());
        operators = client(new KubernetesClientBuilder()
                .withHttpClientBuilderConsumer(http -> http.addOrReplaceInterceptor("writes", counting())));
        for (var kind : List.of("databases", "migrations")) {
            try (var crd = Files.newInputStream(Path.of("crds", kind + ".replatform.dev.yaml"))) {
                user.load(crd).serverSideApply();
            }
        }
        user.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        startOperator();
    }

    /** A process that remembers nothing. */
    void startOperator() {
        if (regions != null) {
            regions.close();
        }
        regions = new AwsRegions("eu-west-1");
        var kind = new DatabaseKind("demo", regions, new Secrets(operators), new Peers(operators), clock());
        reconciler = new DatabaseReconciler(
                kind, operators, clock(), (about, type, reason, action, note) -> events.add(reason + ": " + note));
    }

    void passes(Duration time) {
        later = later.plus(time);
    }

    void secret(String name, String username, String password) {
        user.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withNamespace(NAMESPACE)
                        .endMetadata()
                        .withStringData(Map.of("username", username, "password", password))
                        .build())
                .forceConflicts()
                .serverSideApply();
    }

    /** @return what a Secret holds; empty where there is none */
    Map<String, String> secret(String name) {
        var secret = user.secrets().inNamespace(NAMESPACE).withName(name).get();
        var data = new TreeMap<String, String>();
        if (secret != null) {
            secret.getData()
                    .forEach((key, value) ->
                            data.put(key, new String(Base64.getDecoder().decode(value), StandardCharsets.UTF_8)));
        }
        return data;
    }

    /** @param fields of the spec, one a line, beside the version, the class, the database's name and the network */
    void database(String name, String fields) {
        user.load(new java.io.ByteArrayInputStream(yaml(name, fields).getBytes(StandardCharsets.UTF_8)))
                .serverSideApply();
    }

    private static String yaml(String name, String fields) {
        var version = fields.contains("engineVersion:") ? "" : "engineVersion: \"16\"\n";
        return """
                apiVersion: replatform.dev/v1alpha1
                kind: Database
                metadata: {name: %1$s, namespace: cloudtalents}
                spec:
                  identifier: %1$s
                  databaseName: shop
                  network: {subnetIds: [subnet-a, subnet-b], securityGroupIds: [sg-rds]}
                """.formatted(name) + (version + fields).indent(2);
    }

    void annotate(String name, String annotation, String value) {
        user.resources(Database.class).inNamespace(NAMESPACE).withName(name).edit(it -> {
            var annotations = it.getMetadata().getAnnotations();
            annotations.put(annotation, value);
            annotations.values().removeIf(java.util.Objects::isNull);
            return it;
        });
    }

    Database current(String name) {
        return user.resources(Database.class)
                .inNamespace(NAMESPACE)
                .withName(name)
                .get();
    }

    DatabaseStatus look(String name) {
        reconciler.reconcile(current(name), null);
        return current(name).getStatus();
    }

    DatabaseStatus until(String name, Predicate<DatabaseStatus> reached) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        var status = look(name);
        while (!reached.test(status)) {
            assertThat(System.nanoTime()).as("in time; it stands at %s", status).isLessThan(deadline);
            LockSupport.parkNanos(20_000_000L);
            status = look(name);
        }
        return status;
    }

    /** Waits for what AWS does by itself. */
    static void await(BooleanSupplier holds) {
        Eventually.until(holds);
    }

    /** Waits until RDS has done all that it was asked for; before, an instance that is ready already takes no change. */
    void untilIdle(String id) {
        await(() -> {
            var pending = instance(id).pendingModifiedValues();
            return (pending == null
                            || pending.equals(PendingModifiedValues.builder().build()))
                    && instance(id).dbInstanceStatus().equals("available");
        });
    }

    DatabaseStatus untilReady(String name) {
        return until(name, status -> status.isTrue("Ready"));
    }

    /** @return whether one look at the deleted object lets it go */
    boolean letsGo(String name) {
        var deleted = current(name);
        deleted.getMetadata().setDeletionTimestamp("2026-05-04T12:00:00Z");
        return reconciler.cleanup(deleted, null).isRemoveFinalizer();
    }

    void untilLetGo(String name) {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!letsGo(name)) {
            assertThat(System.nanoTime())
                    .as("in time; it stands at %s", current(name).getStatus())
                    .isLessThan(deadline);
            LockSupport.parkNanos(20_000_000L);
        }
        user.resource(current(name)).delete();
    }

    DBInstance instance(String id) {
        return aws.rds()
                .describeDBInstances(request -> request.dbInstanceIdentifier(id))
                .dbInstances()
                .get(0);
    }

    List<String> parameterGroups() {
        return aws.rds().describeDBParameterGroups().dbParameterGroups().stream()
                .map(DBParameterGroup::dbParameterGroupName)
                .toList();
    }

    /** @return whether the master user can log in with that password */
    boolean logsIn(String id, String username, String password) {
        var address = aws.rds().server(id).address();
        try (var session = DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:%d/shop?sslmode=require".formatted(address.getPort()),
                username,
                password)) {
            return session.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    static Condition condition(DatabaseStatus status, String type) {
        return status.conditions().stream()
                .filter(it -> it.type().equals(type))
                .findFirst()
                .orElseThrow(() -> new AssertionError(type + " is not in " + status));
    }

    @Override
    public void close() {
        user.close();
        operators.close();
        regions.close();
        aws.close();
        kubernetes.close();
        System.clearProperty("socksProxyHost");
        System.clearProperty("socksProxyPort");
        System.clearProperty("aws.endpointUrl");
        IDENTITY.keySet().forEach(System::clearProperty);
    }

    private Interceptor counting() {
        return new Interceptor() {
            @Override
            public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                if (!request.method().equals("GET")) {
                    kubernetesWrites.add(request.method() + " " + request.uri().getPath());
                }
            }
        };
    }

    private KubernetesClient client(KubernetesClientBuilder builder) {
        return builder.withConfig(Config.fromKubeconfig(kubernetes.kubeconfig()))
                .withKubernetesSerialization(ReplatformOperator.serialization())
                .build();
    }

    private Clock clock() {
        return new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.now().plus(later);
            }
        };
    }
}
