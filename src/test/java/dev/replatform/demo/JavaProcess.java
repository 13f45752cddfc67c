package dev.replatform.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM beside this one, which can be stopped, killed and started again. */
final class JavaProcess implements AutoCloseable {
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(10);

    private final Program program;
    private final Workspace workspace;
    private Process process;

    JavaProcess(Program program, Workspace workspace) {
        this.program = program;
        this.workspace = workspace;
    }

    /**
     * What runs.
     *
     * @param classPath its class path and no other
     * @param mainClass by name: the demo knows no class of the product
     * @param flags the JVM's
     * @param arguments the program's
     * @param environment on top of this process's, without what that says of AWS and Kubernetes
     * @param log where its output goes, at the end of what is there
     */
    record Program(
            String classPath,
            String mainClass,
            List<String> flags,
            List<String> arguments,
            Map<String, String> environment,
            Path log) {
        private List<String> command() {
            var command = new ArrayList<String>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(flags);
            command.addAll(List.of("-cp", classPath, mainClass));
            command.addAll(arguments);
            return command;
        }

        /** Tells no environment: it holds keys. */
        @Override
        public String toString() {
            return mainClass;
        }
    }

    synchronized void start() {
        if (isRunning()) {
            return;
        }
        var builder = new ProcessBuilder(program.command())
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(program.log().toFile()));
        // The user's own profile must not decide where the demo's calls go.
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.equals("KUBECONFIG"));
        builder.environment()
                .put("AWS_CONFIG_FILE", workspace.resolve("no-aws-config").toString());
        builder.environment()
                .put(
                        "AWS_SHARED_CREDENTIALS_FILE",
                        workspace.resolve("no-aws-credentials").toString());
        builder.environment().putAll(program.environment());
        try {
            process = builder.start();
            workspace.list(process.toHandle());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Asks it to stop and waits until it has. */
    synchronized void stop() {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(TIME_TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    /** As {@code kill -9} does: it can say good-bye to nobody. */
    synchronized void kill() {
        process.destroyForcibly().onExit().join();
    }

    synchronized void restart() {
        stop();
        start();
    }

    /** @return of the one that was started last */
    synchronized long pid() {
        return process.pid();
    }

    synchronized boolean isRunning() {
        return process != null && process.isAlive();
    }

    @Override
    public void close() {
        stop();
    }
}
