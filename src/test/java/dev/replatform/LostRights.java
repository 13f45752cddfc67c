package dev.replatform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.ShippedRoles.Grant;
import dev.replatform.api.CrdFiles;
import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.KindStatus;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.reconcile.Peers;
import dev.replatform.sandbox.kubernetes.Eventually;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.http.HttpRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/** Shows what comes of it when one right is missing, as {@link RightsTable} says it. */
final class LostRights {
    private static final String NAMESPACE = OperatorOnSandbox.NAMESPACE;
    private static final String IN_NAMESPACE = " in namespace " + NAMESPACE;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** A Database whose instance runs. */
    static final String MADE = "made";

    private final OperatorOnSandbox sandbox;
    private final String account;

    /** @param account the operator's kubeconfig */
    LostRights(OperatorOnSandbox sandbox, String account) {
        this.sandbox = sandbox;
        this.account = account;
    }

    /** Has the operator do what it needs that right for. */
    void prove(Grant lost) throws Exception {
        switch (lost.verb() + " " + RightsTable.subject(lost)) {
            case "list kind", "watch kind" -> doesNotStart("it may not " + lost + " in the whole cluster");
            case "create leases", "get leases", "update leases" ->
                doesNotStart("in namespace: replatform-system; missing required verbs: [%s]".formatted(lost.verb()));
            case "get kind" -> {
                if (lost.resource().equals("appconfigs")) {
                    crossFinalizers("crossed");
                    counted("get appconfigs.replatform.dev");
                } else {
                    refersTo(lost);
                }
            }
            case "patch kind" -> noFinalizer(lost);
            case "patch status" -> noStatus(lost);
            case "get secrets" -> {
                sandbox.secret("read", "mvp", "app-password");
                sandbox.apply(appConfig("reads", "{secretKeyRef: {name: read, key: password}}"));
                stalls(AppConfig.class, "reads", "Secret read could not be read: the operator may not get secrets");
            }
            case "create secrets" -> {
                sandbox.apply(database("generates", "{generate: {secretName: generated, username: mvp}}"));
                stalls(
                        Database.class,
                        "generates",
                        "Secret generated could not be written: the operator may not create secrets");
            }
            case "patch secrets" -> connectionSecretNotWritten();
            case "delete secrets" -> secretNotDeleted();
            case "create events" -> nothingTold();
            case "get events", "patch events" -> notCounted(lost);
            case "get namespaces" -> namespaceNotSeen();
            case "get customresourcedefinitions" -> notDeleted(lost);
            case "patch leases" -> neverLeads();
            default -> throw new IllegalArgumentException(lost.toString());
        }
    }

    private void doesNotStart(String why) {
        try (var another = sandbox.newOperator(Set.of(), ShippedRoles.NAMESPACE, account)) {
            assertThatThrownBy(another::start)
                    .isInstanceOf(MissingRightsException.class)
                    .hasMessageContaining(why);
        }
    }

    private void neverLeads() throws Exception {
        sandbox.client()
                .resource(new LeaseBuilder()
                        .withNewMetadata()
                        .withNamespace(ShippedRoles.NAMESPACE)
                        .withName(OperatorConfig.LEASE)
                        .endMetadata()
                        .withNewSpec()
                        .withHolderIdentity("")
                        .withLeaseDurationSeconds(15)
                        .withLeaseTransitions(0)
                        .withAcquireTime(ZonedDateTime.now(ZoneOffset.UTC))
                        .withRenewTime(ZonedDateTime.now(ZoneOffset.UTC))
                        .endSpec()
                        .build())
                .forceConflicts()
                .serverSideApply();
        try (var another = sandbox.newOperator(Set.of(), ShippedRoles.NAMESPACE, account)) {
            another.start();
            Eventually.until(() -> readiness(another)
                    .equals("The operator may not patch leases.coordination.k8s.io in namespace replatform-system.\n"));
        }
    }

    private void refersTo(Grant lost) throws Exception {
        var reference =
                switch (lost.resource()) {
                    case "databases" -> "{databaseRef: {name: there, field: host}}";
                    case "migrations" -> "{migrationRef: {name: there, field: activeHost}}";
                    default -> "{imageStoreRef: {name: there, field: bucketName}}";
                };
        var name = "refers-to-" + lost.resource();
        sandbox.apply(appConfig(name, reference));
        stalls(AppConfig.class, name, "there could not be read: the operator may not " + lost);
    }

    /** The patch that takes the finalizer off says which of the list it is, so it fails where the list has changed. */
    void crossFinalizers(String name) throws Exception {
        sandbox.apply(
                appConfig(name, null).replace("{name: " + name, "{name: %s, finalizers: [other/one]".formatted(name)));
        ready(AppConfig.class, name);
        var others = new AtomicInteger();
        sandbox.beforeEachWrite(request -> {
            if (isPatchOf(request, "/appconfigs/" + name) && others.getAndIncrement() == 0) {
                sandbox.client()
                        .resources(AppConfig.class)
                        .inNamespace(NAMESPACE)
                        .withName(name)
                        .edit(it -> {
                            it.getMetadata().getFinalizers().remove("other/one");
                            return it;
                        });
            }
        });

        sandbox.client().resource(sandbox.get(AppConfig.class, name)).delete();

        sandbox.awaitGone(AppConfig.class, name, PATIENCE);
        sandbox.beforeEachWrite(request -> {});
    }

    private static boolean isPatchOf(HttpRequest request, String path) {
        return request.method().equals("PATCH") && request.uri().getPath().endsWith(path);
    }

    private void noFinalizer(Grant lost) throws IOException {
        var name = "untouched";
        sandbox.apply(smallest(lost.resource(), name));
        told(name, "It goes no further: the operator may not " + lost);
        assertThat(get(lost.resource(), name).getMetadata().getFinalizers()).isEmpty();
        sandbox.client().resource(get(lost.resource(), name)).delete();
    }

    private void noStatus(Grant lost) throws IOException {
        var kind = lost.resource().replace("/status", "");
        var name = "unspoken-" + kind;
        sandbox.apply(smallest(kind, name));
        told(name, "The status is not written: the operator may not " + lost);
        assertThat(statusOf(kind, name).conditions()).isNull();
    }

    private void connectionSecretNotWritten() throws Exception {
        sandbox.client()
                .secrets()
                .inNamespace(NAMESPACE)
                .withName("made-connection")
                .delete();
        sandbox.lookAgain(Database.class, MADE, 1);
        stalls(Database.class, MADE, "Secret made-connection could not be written: the operator may not patch secrets");
    }

    private void secretNotDeleted() throws Exception {
        sandbox.client()
                .resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName("going-connection")
                        .addToAnnotations("replatform.dev/owner", "demo/cloudtalents/going")
                        .endMetadata()
                        .build())
                .create();
        sandbox.apply(database("going", "{secretRef: {name: not-there}}"));
        sandbox.await(Database.class, "going", PATIENCE, it -> it.getStatus().isTrue("Stalled"));
        sandbox.client().resource(sandbox.get(Database.class, "going")).delete();
        stalls(
                Database.class,
                "going",
                "Secret going-connection could not be deleted: the operator may not delete secrets");
    }

    private void nothingTold() throws Exception {
        sandbox.apply(appConfig("silent", null));
        ready(AppConfig.class, "silent");
        counted("create events.events.k8s.io");
        assertThat(eventsOf("silent")).isEmpty();
    }

    private void notCounted(Grant lost) throws Exception {
        var name = "again-" + lost.verb();
        sandbox.apply(appConfig(name, "{secretKeyRef: {name: %s, key: password}}".formatted(name)));
        stalls(AppConfig.class, name, "");
        sandbox.secret(name, "mvp", "app-password");
        sandbox.lookAgain(AppConfig.class, name, 1);
        ready(AppConfig.class, name);
        sandbox.client().secrets().inNamespace(NAMESPACE).withName(name).delete();
        sandbox.lookAgain(AppConfig.class, name, 1);

        counted(lost.toString());
        assertThat(eventsOf(name)).isNotEmpty().allMatch(it -> it.getSeries() == null);
    }

    private void namespaceNotSeen() throws Exception {
        // given a Migration that cannot ask its ends, in a namespace that is being deleted
        sandbox.client()
                .resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName("going")
                        .endMetadata()
                        .build())
                .create();
        var migrations = sandbox.client().resources(Migration.class).inNamespace("going");
        sandbox.client()
                .load(new java.io.ByteArrayInputStream(
                        smallest("migrations", "going").getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .inNamespace("going")
                .create();
        Eventually.until(() -> migrations.withName("going").get().getStatus().conditions() != null);

        // when
        sandbox.client().namespaces().withName("going").delete();
        migrations.withName("going").delete();

        // then
        Eventually.until(() -> migrations.withName("going").get() == null);
        Eventually.until(
                () -> metrics()
                        .contains(
                                "replatform_kubernetes_refusals_total{namespace=\"going\",resource=\"namespaces\",verb=\"get\"}"));
        try (var client =
                ReplatformOperator.clients(Config.fromKubeconfig(account)).build()) {
            assertThat(new Peers(client).isNamespaceBeingDeleted("going")).isFalse();
        }
        assertThat(new Peers(sandbox.client()).isNamespaceBeingDeleted("going")).isTrue();
    }

    private void notDeleted(Grant lost) throws IOException {
        var kind = lost.name().replaceFirst("\\..*", "");
        var name = "kept-" + kind;
        sandbox.apply(smallest(kind, name));
        Eventually.until(() -> statusOf(kind, name).conditions() != null);
        sandbox.client().resource(get(kind, name)).delete();
        Eventually.until(() ->
                isStalled(statusOf(kind, name), "Nothing is deleted, as CustomResourceDefinition " + lost.name()));
    }

    private <T extends CustomResource<?, ? extends KindStatus>> void ready(Class<T> type, String name)
            throws InterruptedException {
        sandbox.await(type, name, PATIENCE, it -> it.getStatus().isTrue("Ready"));
    }

    /** @param message the beginning; where it was is added, if it says so */
    private <T extends CustomResource<?, ? extends KindStatus>> void stalls(Class<T> type, String name, String message)
            throws InterruptedException {
        sandbox.await(
                type,
                name,
                PATIENCE,
                it -> message.isEmpty()
                        ? it.getStatus().isTrue("Stalled")
                        : isStalled(it.getStatus(), message + IN_NAMESPACE));
    }

    private static boolean isStalled(KindStatus status, String message) {
        return status.conditions() != null
                && status.conditions().stream()
                        .filter(it -> it.type().equals("Stalled") && it.isTrue())
                        .filter(it -> it.reason().equals("AccessDenied"))
                        .map(Condition::message)
                        .anyMatch(it -> it.contains(message));
    }

    private void told(String name, String note) {
        Eventually.until(PATIENCE, () -> eventsOf(name).stream()
                .anyMatch(it -> it.getNote().equals(note + IN_NAMESPACE + ".")
                        && it.getReason().equals("AccessDenied")));
    }

    private List<Event> eventsOf(String name) {
        return sandbox.client().events().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(it -> it.getRegarding().getName().equals(name))
                .toList();
    }

    /** @param right as the log and the metric name it */
    private void counted(String right) {
        var words = right.split(" ", 2);
        Eventually.until(() -> metrics()
                .contains("replatform_kubernetes_refusals_total{namespace=\"%s\",resource=\"%s\",verb=\"%s\"}"
                        .formatted(NAMESPACE, words[1], words[0])));
    }

    private String metrics() {
        return answer(() -> sandbox.ask("/metrics").body());
    }

    private static String readiness(ReplatformOperator operator) {
        return answer(() -> OperatorOnSandbox.ask(operator, "/readyz").body());
    }

    private static String answer(java.util.concurrent.Callable<String> question) {
        try {
            return question.call();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private KindStatus statusOf(String plural, String name) {
        return (KindStatus) ((CustomResource<?, ?>) get(plural, name)).getStatus();
    }

    private HasMetadata get(String plural, String name) {
        return sandbox.client()
                .resources(type(plural))
                .inNamespace(NAMESPACE)
                .withName(name)
                .get();
    }

    private static Class<? extends HasMetadata> type(String plural) {
        return CrdFiles.KINDS.stream()
                .filter(it -> HasMetadata.getPlural(it).equals(plural))
                .findFirst()
                .orElseThrow();
    }

    private static String smallest(String plural, String name) {
        return switch (plural) {
            case "databases" -> database(name, "{secretRef: {name: not-there}}");
            case "migrations" -> MIGRATION.formatted(name);
            case "imagestores" -> IMAGE_STORE.formatted(name);
            default -> appConfig(name, null);
        };
    }

    static String database(String name, String credentials) {
        return DATABASE.formatted(name, credentials);
    }

    /** @param from where the one value comes from; null for a value of its own */
    private static String appConfig(String name, String from) {
        return APP_CONFIG.formatted(name, from == null ? "value: dark" : "valueFrom: " + from);
    }

    private static final String DATABASE = """
            apiVersion: replatform.dev/v1alpha1
            kind: Database
            metadata: {name: %s}
            spec:
              engineVersion: "16"
              instanceClass: db.t3.micro
              databaseName: mvp
              credentials: %s
              network: {subnetIds: [subnet-a, subnet-b], securityGroupIds: [sg-rds]}
              deletionProtection: false
              deletionPolicy: Delete
            """;

    private static final String MIGRATION = """
            apiVersion: replatform.dev/v1alpha1
            kind: Migration
            metadata: {name: %s}
            spec:
              source:
                host: 10.10.10.10
                database: mvp
                credentials: {secretRef: {name: not-there}}
                adminCredentials: {secretRef: {name: not-there}}
                appCredentials: {secretRef: {name: not-there}}
              target: {databaseRef: {name: not-there}}
              replicationInstance:
                create: {class: dms.t3.medium, subnetIds: [subnet-a, subnet-b], securityGroupIds: [sg-dms]}
            """;

    private static final String IMAGE_STORE = """
            apiVersion: replatform.dev/v1alpha1
            kind: ImageStore
            metadata: {name: %1$s}
            spec: {bucketName: cloudtalents-%1$s}
            """;

    private static final String APP_CONFIG = """
            apiVersion: replatform.dev/v1alpha1
            kind: AppConfig
            metadata: {name: %1$s, annotations: {example.com/note: none}}
            spec:
              path: /cloudtalents/%1$s
              parameters: [{name: theme, %2$s}]
            """;
}
