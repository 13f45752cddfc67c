package dev.replatform.demo;

import dev.replatform.sandbox.kubernetes.SandboxKubernetes;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** The cluster that the operator runs against, as a user with kubectl sees it: the sandbox's or the user's own. */
public final class Cluster implements AutoCloseable {
    static final String NAMESPACE = "cloudtalents";

    private static final String MANAGER = "replatform-demo";
    private static final String APPROVAL = "replatform.dev/approve-cutover";
    private static final long PATIENCE_SECONDS = 20;

    private final Optional<SandboxKubernetes> sandbox;
    private final Path kubeconfig;
    private final KubernetesClient client;
    /** What is undone at the end in a cluster that lives on, last thing first. */
    private final Deque<Runnable> undo = new ArrayDeque<>();

    private final String namespace;
    private final Map<Kind, String> names;

    private Cluster(Optional<SandboxKubernetes> sandbox, Path kubeconfig, String namespace, Map<Kind, String> names) {
        this.sandbox = sandbox;
        this.namespace = namespace;
        this.names = names;
        this.kubeconfig = kubeconfig;
        var config = Config.fromKubeconfig(kubeconfig.toFile());
        this.client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** @return the sandbox's API server, its kubeconfig in the workspace */
    static Cluster sandbox(Workspace workspace, Manifests manifests) {
        var sandbox = SandboxKubernetes.start();
        var kubeconfig = workspace.resolve("kubeconfig");
        sandbox.writeKubeconfig(kubeconfig);
        return new Cluster(Optional.of(sandbox), kubeconfig, manifests.namespace(), names(manifests));
    }

    /** @return somebody's cluster, with the examples' objects in it */
    static Cluster of(Path kubeconfig) {
        var names = Arrays.stream(Kind.values()).collect(Collectors.toMap(kind -> kind, Kind::object));
        return new Cluster(Optional.empty(), kubeconfig, NAMESPACE, names);
    }

    static Cluster of(Path kubeconfig, Manifests manifests) {
        return new Cluster(Optional.empty(), kubeconfig, manifests.namespace(), names(manifests));
    }

    private static Map<Kind, String> names(Manifests manifests) {
        return manifests.kinds().stream()
                .collect(Collectors.toMap(
                        kind -> kind, kind -> manifests.name(kind).orElseThrow()));
    }

    String namespace() {
        return namespace;
    }

    public Path kubeconfig() {
        return kubeconfig;
    }

    public KubernetesClient client() {
        return client;
    }

    /**
     * @return the address from which this machine reaches the API server: its pods find this machine there, where they share
     *     a network with it
     */
    InetAddress addressOfThisMachine() {
        var server = client.getMasterUrl();
        int port = server.getPort() < 0 ? server.getDefaultPort() : server.getPort();
        try (var socket = new Socket(Proxy.NO_PROXY)) {
            socket.connect(
                    new InetSocketAddress(server.getHost(), port), (int) TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
            return socket.getLocalAddress();
        } catch (IOException e) {
            throw new UncheckedIOException("the API server cannot be reached: " + server.getHost(), e);
        }
    }

    /** Applies every CRD of the folder and waits until the API server serves them. */
    void install(Path crds) {
        try (var files = Files.newDirectoryStream(crds, "*.yaml")) {
            for (var file : files) {
                install(Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void install(CustomResourceDefinition crd) {
        var definition = client.resource(crd);
        if (definition.get() == null) {
            undo.push(() -> client.resource(crd).delete());
        }
        client.resource(crd).fieldManager(MANAGER).forceConflicts().serverSideApply();
        client.resource(crd).waitUntilCondition(Cluster::isEstablished, PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static boolean isEstablished(CustomResourceDefinition crd) {
        return crd != null
                && crd.getStatus() != null
                && crd.getStatus().getConditions() != null
                && crd.getStatus().getConditions().stream()
                        .anyMatch(condition -> condition.getType().equals("Established")
                                && condition.getStatus().equals("True"));
    }

    /** @throws IllegalStateException if the namespace holds such objects already: the demo must not touch another's */
    void createNamespace() {
        var made = new NamespaceBuilder()
                .withNewMetadata()
                .withName(namespace)
                .endMetadata()
                .build();
        if (client.namespaces().withName(namespace).get() == null) {
            client.resource(made).create();
            undo.push(() -> client.resource(made).delete());
        } else if (!objects().isEmpty()) {
            throw new IllegalStateException(
                    "the namespace " + namespace + " has Replatform's objects already: remove them first");
        }
        undo.push(this::deleteObjects);
    }

    void createSecret(Passwords.Login login) {
        var secret = new SecretBuilder()
                .withNewMetadata()
                .withName(login.secret().name())
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(Map.of(
                        login.secret().usernameKey(), login.username(),
                        login.secret().passwordKey(), login.password()))
                .build();
        create(secret);
    }

    /** Makes a Secret whose values mean nothing. */
    void createSecret(String name, Set<String> keys) {
        create(new SecretBuilder()
                .withNewMetadata()
                .withName(name)
                .withNamespace(namespace)
                .endMetadata()
                .withStringData(keys.stream().collect(Collectors.toMap(key -> key, Passwords::random)))
                .build());
    }

    void create(Secret secret) {
        client.resource(secret).fieldManager(MANAGER).forceConflicts().serverSideApply();
        // Last of all: the operator needs the passwords to let go of the objects.
        undo.addLast(() -> client.resource(secret).delete());
    }

    /** @throws IllegalStateException naming the object and the API server's reason, where it takes one of them not */
    void apply(List<GenericKubernetesResource> objects) {
        objects.forEach(this::apply);
    }

    private void apply(GenericKubernetesResource object) {
        try {
            client.resource(object).fieldManager(MANAGER).forceConflicts().serverSideApply();
        } catch (KubernetesClientException e) {
            var reason = e.getStatus() == null ? e.getMessage() : e.getStatus().getMessage();
            throw new IllegalStateException(
                    "the API server does not take %s %s: %s"
                            .formatted(object.getKind(), object.getMetadata().getName(), reason),
                    e);
        }
    }

    /** @return the object of that kind; empty if it is not there */
    public Optional<GenericKubernetesResource> object(Kind kind) {
        return Optional.ofNullable(names.get(kind)).map(name -> client.genericKubernetesResources(kind.context())
                .inNamespace(namespace)
                .withName(name)
                .get());
    }

    /** @return those of the four that are there, in the kinds' order */
    public List<GenericKubernetesResource> objects() {
        return Arrays.stream(Kind.values())
                .flatMap(kind -> object(kind).stream())
                .toList();
    }

    /** Approves the cutover as a user does: {@code kubectl annotate migration mvp replatform.dev/approve-cutover=<token>}. */
    public void approve(String token) {
        client.genericKubernetesResources(Kind.MIGRATION.context())
                .inNamespace(namespace)
                .withName(names.get(Kind.MIGRATION))
                .edit(migration -> {
                    var annotations = new TreeMap<>(Objects.requireNonNullElse(
                            migration.getMetadata().getAnnotations(), Map.<String, String>of()));
                    annotations.put(APPROVAL, token);
                    migration.getMetadata().setAnnotations(annotations);
                    return migration;
                });
    }

    /** @return what a person who looks round can read: every status, every event */
    Map<String, String> texts() {
        var statuses = objects().stream()
                .map(object -> Serialization.asJson(object.get("status")))
                .collect(Collectors.joining("\n"));
        var events =
                Serialization.asJson(client.v1().events().inNamespace(namespace).list());
        return Map.of("statuses", statuses, "events", events);
    }

    private void deleteObjects() {
        Arrays.stream(Kind.values()).filter(names::containsKey).forEach(this::delete);
    }

    /** Deletes the object of that kind and waits until its finalizer is gone. */
    void delete(Kind kind) {
        client.genericKubernetesResources(kind.context())
                .inNamespace(namespace)
                .withName(names.get(kind))
                .withTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .delete();
    }

    /**
     * Takes back what was made in a cluster that lives on; the sandbox's own is forgotten as a whole. The operator must
     * still run: the objects carry its finalizer.
     */
    void takeBack() {
        while (sandbox.isEmpty() && !undo.isEmpty()) {
            undo.pop().run();
        }
    }

    @Override
    public void close() {
        client.close();
        sandbox.ifPresent(SandboxKubernetes::close);
    }
}
