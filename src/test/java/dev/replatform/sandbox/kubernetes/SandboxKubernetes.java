package dev.replatform.sandbox.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small Kubernetes API server inside this JVM, for tests and the demo: JOSDK and kubectl work against it as against a
 * cluster. It serves namespaces, secrets, config maps, service accounts, events, leases, and whatever
 * CustomResourceDefinitions define; structural schemas, defaults, pruning, status subresources, finalizers, watches, tables
 * and server-side apply are there. It asks nobody who they are, evaluates no CEL, and server-side apply knows no
 * conflicts: it always forces.
 */
public final class SandboxKubernetes implements AutoCloseable {
    private final ApiServer api = new ApiServer();
    private final HttpFront front;

    private SandboxKubernetes(int port, WatchDelivery delivery) throws IOException {
        front = new HttpFront(api, port, delivery);
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
        return start(port, WatchDelivery.AS_REAL);
    }

    /** @return one on a free port, whose events come to clients so */
    public static SandboxKubernetes start(WatchDelivery delivery) {
        return start(0, delivery);
    }

    private static SandboxKubernetes start(int port, WatchDelivery delivery) {
        try {
            return new SandboxKubernetes(port, delivery);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return {@code http://127.0.0.1:<port>} */
    public URI url() {
        return URI.create("http://127.0.0.1:" + front.port());
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

    /** Sends in each watch by WebSocket the rest of a message that never began: a client has to fail that connection. */
    public void breakWebSockets() {
        front.breakWebSockets();
    }

    /** Ends every watch and gives the port back; every object is forgotten. */
    @Override
    public void close() {
        front.close();
    }
}
