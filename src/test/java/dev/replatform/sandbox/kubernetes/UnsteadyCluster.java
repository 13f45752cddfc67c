package dev.replatform.sandbox.kubernetes;

import static java.util.function.Predicate.not;

import dev.replatform.sandbox.ServerPorts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A cluster whose API server goes away and comes back, or gives way to another one, at the same address. */
public final class UnsteadyCluster implements AutoCloseable {
    private final KubeCluster cluster;
    private final Wire wire;
    private final Runnable failOver;
    private final List<Process> more = new ArrayList<>();

    private UnsteadyCluster(SandboxKubernetes sandbox) {
        wire = Wire.to(sandbox.url().getPort());
        cluster = new KubeCluster(withPort(sandbox.kubeconfig(), sandbox.url().getPort(), wire.port()), sandbox::close);
        failOver = sandbox::forgetChanges;
    }

    private UnsteadyCluster(KubeCluster real) {
        var port = URI.create(real.client().getConfiguration().getMasterUrl()).getPort();
        wire = Wire.to(port);
        cluster = new KubeCluster(withPort(real.kubeconfig(), port, wire.port()), real::close);
        failOver = () -> wire.leadTo(startAnother(real.kubeconfig(), port));
    }

    /** @return what this run of the tests is about: the sandbox, or with {@code -Pkube} a real one */
    public static UnsteadyCluster ofThisRun() {
        return Boolean.getBoolean("replatform.realCluster") ? real() : sandbox();
    }

    static UnsteadyCluster sandbox() {
        return new UnsteadyCluster(SandboxKubernetes.start());
    }

    static UnsteadyCluster real() {
        return new UnsteadyCluster(KubeCluster.real());
    }

    public KubeCluster cluster() {
        return cluster;
    }

    /** Connections are refused until {@link #comeBack}; the state is kept. */
    public void goAway() {
        wire.cut();
    }

    public void comeBack() {
        wire.mend();
    }

    /** As a server ends the watches that it has carried for long enough, and whatever else is under way. */
    public void endWatches() {
        wire.drop();
    }

    /** Another API server takes over, which knows no changes from before: a watch cannot go on where it was (410). */
    public void failOver() {
        failOver.run();
        wire.drop();
    }

    @Override
    public void close() {
        wire.close();
        more.forEach(Process::destroyForcibly);
        cluster.close();
    }

    private static String withPort(String kubeconfig, int port, int another) {
        return kubeconfig.replace(":" + port, ":" + another);
    }

    /** Starts an API server on the same etcd, as in a cluster that has several, and waits until it is ready. */
    private int startAnother(String kubeconfig, int port) {
        try {
            var another = ServerPorts.next();
            var command = commandOfTheServerAt(port).stream()
                    .map(argument -> argument.equals(String.valueOf(port)) ? String.valueOf(another) : argument)
                    .toList();
            more.add(new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start());
            Eventually.until(() -> KubeCluster.isReady(withPort(kubeconfig, port, another)));
            return another;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> commandOfTheServerAt(int port) {
        return ProcessHandle.current()
                .children()
                .map(UnsteadyCluster::command)
                .filter(command -> command.contains("--etcd-servers") && command.contains(String.valueOf(port)))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> command(ProcessHandle process) {
        try {
            var line = Files.readString(Path.of("/proc", String.valueOf(process.pid()), "cmdline"));
            return Stream.of(line.split("\0")).filter(not(String::isEmpty)).toList();
        } catch (IOException e) {
            return List.of(); // it has ended
        }
    }
}
