package dev.replatform.sandbox.kubernetes;

import io.fabric8.kubeapitest.KubeAPIServer;
import io.fabric8.kubeapitest.KubeAPIServerConfigBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An API server for tests: the sandbox's, or a real kube-apiserver, so that one suite runs on both. A real one needs the
 * binaries in the folder that the environment variable {@code KUBE_API_TEST_DIR} names, laid out as
 * <a href="https://github.com/fabric8io/kubernetes-client/blob/main/doc/kube-api-test.md">kube-api-test</a> wants them.
 */
public final class KubeCluster implements AutoCloseable {
    /** Where a real API server's binaries are; empty where there are none. */
    public static final Optional<Path> REAL_BINARIES =
            Optional.ofNullable(System.getenv("KUBE_API_TEST_DIR")).map(Path::of);

    private final String kubeconfig;
    private final Runnable stop;
    private final KubernetesClient client;
    private final AtomicBoolean closed = new AtomicBoolean();

    KubeCluster(String kubeconfig, Runnable stop) {
        this.kubeconfig = kubeconfig;
        this.stop = stop;
        this.client = newClient();
    }

    /** @return what this run of the tests is about: the sandbox, or with {@code -Pkube} a real one */
    public static KubeCluster ofThisRun() {
        return Boolean.getBoolean("replatform.realCluster") ? real() : sandbox();
    }

    public static KubeCluster sandbox() {
        return sandbox(WatchDelivery.AS_REAL);
    }

    public static KubeCluster sandbox(WatchDelivery delivery) {
        var sandbox = SandboxKubernetes.start(delivery);
        return new KubeCluster(sandbox.kubeconfig(), sandbox::close);
    }

    /**
     * Takes about four seconds.
     *
     * @throws java.util.NoSuchElementException where there are no binaries
     */
    public static KubeCluster real() {
        return real(List.of());
    }

    /**
     * A real one that writes down who asked it for what.
     *
     * @throws java.util.NoSuchElementException where there are no binaries
     */
    public static KubeCluster audited(AuditLog log) {
        return real(log.flags());
    }

    private static KubeCluster real(List<String> flags) {
        var folder = REAL_BINARIES.orElseThrow();
        var server = new KubeAPIServer(KubeAPIServerConfigBuilder.anAPIServerConfig()
                .withTestDir(folder.toString())
                .withOfflineMode(true)
                .withApiServerVersion(versionIn(folder))
                .withApiServerFlags(flags)
                .build());
        server.start();
        return new KubeCluster(server.getKubeConfigYaml(), server::stop);
    }

    /** @return the text of a kubeconfig file whose user may do everything */
    public String kubeconfig() {
        return kubeconfig;
    }

    /** @return the text of a kubeconfig file whose user is a service account that is there, with what roles it has */
    public String kubeconfigOf(String namespace, String serviceAccount) {
        var token = client.serviceAccounts()
                .inNamespace(namespace)
                .withName(serviceAccount)
                .tokenRequest()
                .getStatus()
                .getToken();
        var admin = client.getConfiguration();
        return """
                apiVersion: v1
                kind: Config
                current-context: it
                contexts: [{name: it, context: {cluster: it, user: it}}]
                clusters: [{name: it, cluster: {server: "%s", certificate-authority: "%s"}}]
                users: [{name: it, user: {token: "%s"}}]
                """.formatted(admin.getMasterUrl(), admin.getCaCertFile(), token);
    }

    /** @return a client that lives as long as the cluster */
    public KubernetesClient client() {
        return client;
    }

    /** @return a client that the caller closes; it asks once, where fabric8 else repeats for 20 s what ends in a 500 */
    public KubernetesClient newClient() {
        return newClient(kubeconfig);
    }

    static boolean isReady(String kubeconfig) {
        try (var client = newClient(kubeconfig)) {
            return "ok".equals(client.raw("/readyz"));
        } catch (KubernetesClientException e) {
            return false;
        }
    }

    private static KubernetesClient newClient(String kubeconfig) {
        var config = Config.fromKubeconfig(kubeconfig);
        config.setRequestRetryBackoffLimit(0);
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    /** Does nothing the second time: an operator on a sandbox closes its cluster, and so does who gave it one. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            client.close();
            stop.run();
        }
    }

    /** The folder is {@code k8s/<version>-<os>-<arch>}. */
    private static String versionIn(Path folder) {
        try (var versions = Files.list(folder.resolve("k8s"))) {
            var name =
                    versions.map(Path::getFileName).map(Path::toString).sorted().reduce((a, b) -> b);
            return name.orElseThrow().replaceAll("-.*", "");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
