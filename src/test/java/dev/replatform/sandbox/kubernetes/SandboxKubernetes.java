package dev.replatform.sandbox.kubernetes;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A small Kubernetes API server inside this JVM, for tests and the demo: JOSDK and kubectl work against it as against a
 * cluster. It serves namespaces, secrets, config maps, service accounts, events, leases, and whatever
 * CustomResourceDefinitions define; structural schemas, defaults, pruning, status subresources, finalizers, watches, tables
 * and server-side apply are there. It asks nobody who they are, evaluates no CEL, and server-side apply knows no
 * conflicts: it always forces.
 */
public final class SandboxKubernetes implements AutoCloseable {
    static {
        // Read once, when the server's class is loaded; without the first every answer waits 40 ms for an
        // acknowledgement.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // A connection that the server ends after 30 idle seconds fails whoever writes into it just then.
        System.setProperty("sun.net.httpserver.idleInterval", "86400");
    }

    private final HttpServer server;
    private final ExecutorService threads;
    private final ApiServer api = new ApiServer();

    private SandboxKubernetes(int port) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        threads = Executors.newCachedThreadPool(work -> {
            var thread = new Thread(work, "sandbox-kubernetes");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        server.createContext("/", api);
        server.start();
    }

    /** @return a running API server, empty but for the namespaces of every cluster, on a free port */
    public static SandboxKubernetes start() {
        return start(0);
    }

    /**
     * @param port 0 for any free one
     * @throws UncheckedIOException where the port is taken
     */
    public static SandboxKubernetes start(int port) {
        try {
            return new SandboxKubernetes(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return {@code http://127.0.0.1:<port>} */
    public URI url() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /** @return the text of a kubeconfig file: plain HTTP, no credentials, namespace {@code default} */
    public String kubeconfig() {
        return """
                apiVersion: v1
                kind: Config
                clusters:
                - name: sandbox
                  cluster: {server: "%s"}
                users:
                - name: sandbox
                  user: {}
                contexts:
                - name: sandbox
                  context: {cluster: sandbox, user: sandbox, namespace: default}
                current-context: sandbox
                """.formatted(url());
    }

    /** Writes {@link #kubeconfig()} to that file, in place of what it held. */
    public void writeKubeconfig(Path file) {
        try {
            Files.writeString(file, kubeconfig());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A watch from where one stood is refused from now on: 410. */
    public void forgetChanges() {
        api.forgetChanges();
    }

    /** Ends every watch and gives the port back; every object is forgotten. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
