package dev.replatform.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The cluster that {@code src/test/cluster/up} has brought up, with the operator's image in it. This JVM runs in its network;
 * kubectl and helm are on the PATH.
 */
final class WholeCluster implements AutoCloseable {
    /** Where pods reach this machine. */
    static final InetAddress NODE = address("10.123.0.1");

    private final Path folder;
    private final KubernetesClient client;

    private WholeCluster(Path folder) {
        this.folder = folder;
        var config = Config.fromKubeconfig(kubeconfig().toFile());
        config.setRequestRetryBackoffLimit(0);
        this.client = new KubernetesClientBuilder().withConfig(config).build();
    }

    /** @throws IllegalStateException outside of {@code ./mvnw verify -Pcluster} */
    static WholeCluster ofThisRun() {
        var folder = System.getenv("REPLATFORM_CLUSTER_DIR");
        if (folder == null) {
            throw new IllegalStateException("no cluster: these tests are run by ./mvnw verify -Pcluster");
        }
        return new WholeCluster(Path.of(folder));
    }

    KubernetesClient client() {
        return client;
    }

    Path kubeconfig() {
        return file("kubeconfig");
    }

    /** @return what {@code src/test/cluster/up} has left in the cluster's folder under that name */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** @return what everybody has asked the API server so far */
    AuditLog auditLog() {
        return AuditLog.read(file("audit.log"));
    }

    String kubectl(String... arguments) {
        return run(command("kubectl", arguments));
    }

    String helm(String... arguments) {
        return run(command("helm", arguments));
    }

    private static List<String> command(String program, String... arguments) {
        return Stream.concat(Stream.of(program), Stream.of(arguments)).toList();
    }

    /**
     * Runs a program in the project's folder.
     *
     * @return what it has printed
     * @throws AssertionError with what it has printed, if it fails
     */
    String run(List<String> command) {
        var result = tryRun(command);
        assertThat(result.exit())
                .as("%s%n%s", String.join(" ", command), result.printed())
                .isZero();
        return result.printed();
    }

    /** How a program has ended. */
    record Result(int exit, String printed) {}

    Result tryRun(List<String> command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            var printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), printed);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Applies YAML as kubectl does. */
    void apply(String yaml) {
        try {
            var file = Files.createTempFile(folder, "apply-", ".yaml");
            Files.writeString(file, yaml);
            kubectl("apply", "--server-side", "-f", file.toString());
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void makeNamespace(String name, Map<String, String> labels) {
        client.resource(new NamespaceBuilder()
                        .withNewMetadata()
                        .withName(name)
                        .withLabels(labels)
                        .endMetadata()
                        .build())
                .serverSideApply();
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
