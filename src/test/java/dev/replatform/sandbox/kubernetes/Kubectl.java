package dev.replatform.sandbox.kubernetes;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** kubectl, pointed at one cluster: the one beside a real API server's binaries, else the one on the path. */
public final class Kubectl {
    private final Path program;
    private final Path folder;

    private Kubectl(Path program, Path folder) {
        this.program = program;
        this.folder = folder;
    }

    /** @param text what a terminal would show, both streams together */
    public record Output(int exitCode, String text) {}

    /**
     * @param folder takes the kubeconfig, and what kubectl remembers of the cluster
     * @return empty where there is no kubectl on this machine
     */
    public static Optional<Kubectl> of(KubeCluster cluster, Path folder) {
        return Stream.concat(besideTheServer(), onThePath())
                .filter(Files::isExecutable)
                .findFirst()
                .map(program -> {
                    write(folder.resolve("kubeconfig"), cluster.kubeconfig());
                    return new Kubectl(program, folder);
                });
    }

    public Output run(String... arguments) {
        return runWith("", arguments);
    }

    /** @param input what stands on standard input, as for {@code -f -} */
    public Output runWith(String input, String... arguments) {
        try {
            var process = start(input, arguments);
            var text = textOf(process);
            process.waitFor();
            return new Output(process.exitValue(), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** @return the running command; the caller reads its output and ends it */
    Process start(String input, String... arguments) throws IOException {
        var stdin = Files.createTempFile(folder, "stdin", "");
        write(stdin, input);
        var command = new ArrayList<>(List.of(
                program.toString(),
                "--kubeconfig=" + folder.resolve("kubeconfig"),
                "--cache-dir=" + folder.resolve("cache")));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command)
                .redirectInput(stdin.toFile())
                .redirectErrorStream(true)
                .start();
        process.onExit()
                .orTimeout(Eventually.PATIENCE.toSeconds(), TimeUnit.SECONDS)
                .exceptionally(late -> process.destroyForcibly());
        return process;
    }

    /** @return all that a command prints until it ends */
    static String textOf(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static Stream<Path> besideTheServer() {
        return KubeCluster.REAL_BINARIES.stream().flatMap(folder -> {
            try (var found = Files.find(folder, 3, (path, any) -> path.endsWith("kubectl"))) {
                return found.toList().stream();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static Stream<Path> onThePath() {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).map(folder -> Path.of(folder, "kubectl"));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
