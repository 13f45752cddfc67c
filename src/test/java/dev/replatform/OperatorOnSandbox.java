package dev.replatform;

import dev.replatform.api.CrdFiles;
import dev.replatform.api.v1alpha1.KindStatus;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.FirstCalls;
import dev.replatform.sandbox.aws.SandboxAws;
import dev.replatform.sandbox.aws.authorization.BoundCaller;
import dev.replatform.sandbox.aws.authorization.PolicyFiles;
import dev.replatform.sandbox.kubernetes.Eventually;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.HttpClientUtils;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The operator as it is deployed, in this process, on the sandbox's AWS, and its cluster or a real one. */
public final class OperatorOnSandbox implements AutoCloseable {
    public static final String NAMESPACE = "cloudtalents";

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** The operator's own credentials. */
    public static final String SECRET_ACCESS_KEY = "operators-secret-access-key";

    private static final String EVENTS = "/apis/events.k8s.io/";

    /** What AWS takes only together with the keys. */
    public static final String SESSION_TOKEN = "operators-session-token";

    private static final Map<String, String> IDENTITY = Map.of(
            "aws.accessKeyId",
            "AKIAOPERATOR",
            "aws.secretAccessKey",
            SECRET_ACCESS_KEY,
            "aws.sessionToken",
            SESSION_TOKEN,
            "aws.region",
            "eu-west-1");

    private final KubeCluster kubernetes;
    private final AtomicInteger kubernetesWrites = new AtomicInteger();
    private final SandboxAws aws;
    private final BoundCaller rights;
    private final KubernetesClient client;
    private volatile Consumer<HttpRequest> beforeWrite = request -> {};
    private ReplatformOperator operator;

    private OperatorOnSandbox(Path folder, KubeCluster cluster) throws IOException {
        kubernetes = cluster;
        aws = SandboxAws.start(folder, Delays.TESTS);
        rights = aws.bind(IDENTITY.get("aws.accessKeyId"), new PolicyFiles(Path.of("deploy", "iam"), "demo").all());
        FirstCalls.make(aws.endpoint());
        IDENTITY.forEach(System::setProperty);
        System.setProperty("aws.endpointUrl", aws.endpoint().toString());
        System.setProperty("socksProxyHost", "127.0.0.1");
        System.setProperty("socksProxyPort", String.valueOf(aws.socksPort()));
        client = newClient();
        CrdFiles.installOn(client);
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(NAMESPACE)
                        .endMetadata()
                        .build())
                .create();
        aws.iam()
                .createRole(
                        role -> role.roleName("dms-vpc-role")
                                .assumeRolePolicyDocument(
                                        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"dms.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}"));
    }

    public static OperatorOnSandbox start(Path folder) throws IOException {
        return start(folder, KubeCluster.ofThisRun());
    }

    /** @param cluster is closed with it */
    public static OperatorOnSandbox start(Path folder, KubeCluster cluster) throws IOException {
        var sandbox = withoutOperator(folder, cluster);
        sandbox.startOperator();
        return sandbox;
    }

    /**
     * For whoever starts the operator with settings or as a user of their own.
     *
     * @param cluster is closed with it
     */
    public static OperatorOnSandbox withoutOperator(Path folder, KubeCluster cluster) throws IOException {
        return new OperatorOnSandbox(folder, cluster);
    }

    public SandboxAws aws() {
        return aws;
    }

    /** @return what the operator may do in AWS: no more than the policies that it is installed with */
    public BoundCaller rights() {
        return rights;
    }

    public KubernetesClient client() {
        return client;
    }

    /** @return the events about an object that were told since then, as far as they are written by now */
    public <T extends CustomResource<?, ?>> List<Event> eventsSince(Instant then, Class<T> type, String name) {
        return client.events().v1().events().inNamespace(NAMESPACE).list().getItems().stream()
                .filter(event -> event.getRegarding().getKind().equals(HasMetadata.getKind(type))
                        && event.getRegarding().getName().equals(name))
                .filter(event -> Instant.parse(event.getEventTime().getTime()).isAfter(then))
                .toList();
    }

    /** @return the text of a kubeconfig file for whoever comes with another client */
    public String kubeconfig() {
        return kubernetes.kubeconfig();
    }

    /**
     * @return how many requests the operator has made so far that write into the cluster; without those of events, which a
     *     thread of their own makes when it comes to it, up to half a minute later
     */
    public int kubernetesWrites() {
        return kubernetesWrites.get();
    }

    public void startOperator() {
        startOperator(Set.of(), "", kubernetes.kubeconfig());
    }

    /**
     * @param namespaces the namespaces that it watches; empty for all
     * @param leaseNamespace where it is one of several; empty where it is alone
     * @param kubeconfig who it is for the API server
     */
    public void startOperator(Set<String> namespaces, String leaseNamespace, String kubeconfig) {
        operator = newOperator(namespaces, leaseNamespace, kubeconfig);
        operator.start();
    }

    /** @return one that the caller starts and closes; see {@link #startOperator(Set, String, String)} */
    ReplatformOperator newOperator(Set<String> namespaces, String leaseNamespace, String kubeconfig) {
        return new ReplatformOperator(
                new OperatorConfig(
                        "demo",
                        "eu-west-1",
                        true,
                        "/{namespace}/",
                        namespaces,
                        0,
                        leaseNamespace,
                        OperatorConfig.LEASE),
                countingClients(kubeconfig),
                () -> {});
    }

    /** @param listener hears of each request of the operator that writes into the cluster, before it is sent */
    void beforeEachWrite(Consumer<HttpRequest> listener) {
        beforeWrite = listener;
    }

    /** @return what the operator answers by HTTP, as kubelet and Prometheus ask */
    public HttpResponse<String> ask(String path) throws IOException, InterruptedException {
        return ask(operator, path);
    }

    static HttpResponse<String> ask(ReplatformOperator operator, String path) throws IOException, InterruptedException {
        var request = java.net.http.HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d%s".formatted(operator.port(), path)));
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    public void stopOperator() {
        operator.close();
        operator = null;
    }

    public void secret(String name, String username, String password) {
        client.resource(new SecretBuilder()
                        .withNewMetadata()
                        .withNamespace(NAMESPACE)
                        .withName(name)
                        .endMetadata()
                        .withStringData(Map.of("username", username, "password", password))
                        .build())
                .create();
    }

    public void changeSecret(String name, String username, String password) {
        client.secrets().inNamespace(NAMESPACE).withName(name).edit(secret -> new SecretBuilder(secret)
                .withStringData(Map.of("username", username, "password", password))
                .build());
    }

    /**
     * Deletes the namespace, and all that is in it as the namespace controller does: every kind, in no order that anybody
     * could rely on. A real API server alone has no such controller.
     */
    public void deleteNamespace() {
        client.namespaces().withName(NAMESPACE).delete();
        client.secrets().inNamespace(NAMESPACE).delete();
        CrdFiles.KINDS.forEach(
                kind -> client.resources(kind).inNamespace(NAMESPACE).delete());
    }

    /** Has the operator look at an object some more times, one after the other. */
    public <T extends CustomResource<?, ? extends KindStatus>> void lookAgain(Class<T> type, String name, int times)
            throws InterruptedException {
        for (int look = 1; look <= times; look++) {
            var asked = "look-" + System.nanoTime();
            client.resources(type).inNamespace(NAMESPACE).withName(name).edit(object -> {
                object.getMetadata().getAnnotations().put("replatform.dev/reconcile-at", asked);
                return object;
            });
            await(
                    type,
                    name,
                    Eventually.PATIENCE,
                    it -> asked.equals(it.getStatus().lastHandledReconcileAt()));
        }
    }

    public void apply(String yaml) {
        client.load(new java.io.ByteArrayInputStream(yaml.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
                .inNamespace(NAMESPACE)
                .serverSideApply();
    }

    public <T extends CustomResource<?, ?>> T get(Class<T> type, String name) {
        return client.resources(type).inNamespace(NAMESPACE).withName(name).get();
    }

    /**
     * Follows the object, so that a state that passes soon is not missed on a machine that is busy with something else.
     *
     * @param patience how long the object may stand still; it may move on for five times as long
     * @return the object, as it was when it was so; fails with its status otherwise
     */
    public <T extends CustomResource<?, ?>> T await(Class<T> type, String name, Duration patience, Predicate<T> so)
            throws InterruptedException {
        var longest = System.nanoTime() + patience.multipliedBy(5).toNanos();
        var deadline = System.nanoTime() + patience.toNanos();
        var seen = new LinkedBlockingQueue<T>();
        T last = null;
        Object status = null;
        try (var watch =
                client.resources(type).inNamespace(NAMESPACE).withName(name).watch(following(seen))) {
            while (System.nanoTime() < Math.min(deadline, longest)) {
                // A watch may end, as one does when the API server goes away: then looking is all there is.
                last = Optional.ofNullable(seen.poll(BETWEEN_LOOKS.toMillis(), TimeUnit.MILLISECONDS))
                        .orElseGet(() -> get(type, name));
                if (last != null && last.getStatus() != null && so.test(last)) {
                    return last;
                }
                if (last != null && !Objects.equals(status, last.getStatus())) {
                    status = last.getStatus();
                    deadline = System.nanoTime() + patience.toNanos();
                }
            }
        }
        if (last != null) {
            last.getMetadata().setManagedFields(null); // nobody reads a failure through them
        }
        throw new AssertionError(
                "%s %s is not as awaited: %s".formatted(type.getSimpleName(), name, Serialization.asYaml(last)));
    }

    private static <T> Watcher<T> following(Queue<T> seen) {
        return new Watcher<>() {
            @Override
            public void eventReceived(Action action, T object) {
                if (action == Action.ADDED || action == Action.MODIFIED) {
                    seen.add(object);
                }
            }

            @Override
            public void onClose(WatcherException cause) {}
        };
    }

    /** Waits until the object is deleted for good. */
    public <T extends CustomResource<?, ?>> void awaitGone(Class<T> type, String name, Duration patience)
            throws InterruptedException {
        var deadline = System.nanoTime() + patience.toNanos();
        while (get(type, name) != null) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "%s is still there: %s".formatted(name, Serialization.asYaml(get(type, name))));
            }
            Thread.sleep(100);
        }
    }

    @Override
    public void close() {
        if (operator != null) {
            operator.close();
        }
        client.close();
        aws.close();
        kubernetes.close();
        System.clearProperty("socksProxyHost");
        System.clearProperty("socksProxyPort");
        System.clearProperty("aws.endpointUrl");
        IDENTITY.keySet().forEach(System::clearProperty);
    }

    private KubernetesClient newClient() {
        return ReplatformOperator.clients(Config.fromKubeconfig(kubernetes.kubeconfig()))
                .build();
    }

    private KubernetesClientBuilder countingClients(String kubeconfig) {
        var counter = new Interceptor() {
            @Override
            public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
                if (!request.method().equals("GET") && !request.uri().getPath().startsWith(EVENTS)) {
                    kubernetesWrites.incrementAndGet();
                    beforeWrite.accept(request);
                }
            }
        };
        return ReplatformOperator.clients(Config.fromKubeconfig(kubeconfig))
                .withHttpClientFactory(() ->
                        HttpClientUtils.getHttpClientFactory().newBuilder().addOrReplaceInterceptor("writes", counter));
    }
}
