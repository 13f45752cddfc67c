package dev.replatform.demo;

import dev.replatform.sandbox.aws.servers.PostgresServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/**
 * The folder in which everything of one demo lies, and the list of its processes. Closing it deletes the folder; where
 * nobody could close it (kill -9), the next demo ends what is listed and deletes it.
 */
final class Workspace implements AutoCloseable {
    private static final String PREFIX = "replatform-demo-";
    private static final String PROCESSES = "processes";
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /** Linux counts a start from the boot, whose time is in whole seconds and moves when the clock is set right. */
    private static final Duration SAME_START = Duration.ofSeconds(2);

    private final Path folder;
    private boolean closed;

    private Workspace(Path folder) {
        this.folder = folder;
    }

    /** A process that a demo has started, told from a later one of the same id by the time of its start. */
    private record Listed(long pid, Instant started) {
        static Listed of(ProcessHandle process) {
            return new Listed(process.pid(), process.info().startInstant().orElse(Instant.EPOCH));
        }

        static Listed of(String line) {
            var fields = line.split(" ", -1);
            return new Listed(Long.parseLong(fields[0]), Instant.parse(fields[1]));
        }

        Optional<ProcessHandle> alive() {
            return ProcessHandle.of(pid)
                    .filter(process -> Duration.between(of(process).started(), started)
                                    .abs()
                                    .compareTo(SAME_START)
                            <= 0);
        }

        @Override
        public String toString() {
            return pid + " " + started;
        }
    }

    /** Clears away what killed demos have left, and makes a folder that nobody else can read. */
    static Workspace open() {
        return open(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static Workspace open(Path parent) {
        try {
            clearLeftovers(parent);
            var workspace = new Workspace(Files.createTempDirectory(parent, PREFIX));
            workspace.list(ProcessHandle.current());
            return workspace;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** @return a file or folder of that name in the workspace; it is not made */
    Path resolve(String name) {
        return folder.resolve(name);
    }

    /** Puts a child process on the list of those that must not outlive the demo; one that comes too late is ended. */
    synchronized void list(ProcessHandle process) {
        if (closed) {
            process.destroyForcibly();
            return;
        }
        try {
            Files.writeString(
                    folder.resolve(PROCESSES),
                    Listed.of(process) + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        delete(folder);
    }

    /** Servers first: they write into what is deleted. */
    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            files.filter(file -> file.endsWith("postmaster.pid"))
                    .map(Path::getParent)
                    .toList()
                    .forEach(PostgresServer::cleanUp);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        PostgresServer.cleanUp(folder);
    }

    private static void clearLeftovers(Path parent) throws IOException {
        try (var folders = Files.newDirectoryStream(parent, PREFIX + "*")) {
            for (var leftover : folders) {
                clearIfOurs(leftover);
            }
        }
    }

    /** What goes away meanwhile has just been closed, or is being cleared away by yet another demo. */
    private static void clearIfOurs(Path leftover) throws IOException {
        try {
            if (isOurs(leftover)) {
                clear(leftover);
            }
        } catch (NoSuchFileException gone) {
            return;
        } catch (UncheckedIOException e) {
            if (!(e.getCause() instanceof NoSuchFileException)) {
                throw e;
            }
        }
    }

    /** Another user's demo is theirs to clear away; only the owner can read the folder. */
    private static boolean isOurs(Path leftover) throws IOException {
        return Files.isDirectory(leftover)
                && Files.isWritable(leftover)
                && Files.getPosixFilePermissions(leftover).equals(PosixFilePermissions.fromString("rwx------"));
    }

    private static void clear(Path leftover) throws IOException {
        var list = leftover.resolve(PROCESSES);
        List<Listed> processes = Files.exists(list)
                ? Files.readAllLines(list).stream().map(Listed::of).toList()
                : List.of();
        // Where nobody is listed yet, the demo begins just now.
        boolean running = processes.isEmpty() || processes.get(0).alive().isPresent();
        if (!running) {
            processes.stream().flatMap(process -> process.alive().stream()).forEach(Workspace::end);
            delete(leftover);
        }
    }

    private static void end(ProcessHandle process) {
        process.destroyForcibly();
        try {
            process.onExit()
                    .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new IllegalStateException("process " + process.pid() + " of an earlier demo does not end", e);
        }
    }
}
