package dev.replatform.sandbox.aws.box;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** A shell script that runs on a box, as Run Command's agent runs it. Environment: nothing of this machine's but its PATH. */
public final class Script {
    /**
     * How a script ended.
     *
     * @param exitCode 137 where it was killed
     * @param timedOut whether it was killed because its time was up
     */
    public record Outcome(int exitCode, boolean timedOut, String output, String error) {}

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(1);

    private final Box box;
    private final Path output;
    private final Path error;
    private final Process process;

    private Script(Box box, Path output, Path error, Process process) {
        this.box = box;
        this.output = output;
        this.error = error;
        this.process = process;
    }

    /**
     * @param id names the folder on the box that holds script and output
     * @param workingDirectory as written on the box; empty for that folder
     */
    public static Script start(Box box, String id, String text, String workingDirectory) {
        var root = box.folder();
        try {
            var folder =
                    Files.createDirectories(root.resolve("var/lib/amazon/ssm").resolve(id));
            var home = Files.createDirectories(root.resolve("root"));
            var script = Files.writeString(folder.resolve("_script.sh"), box.toLocal(text));
            var output = folder.resolve("stdout");
            var error = folder.resolve("stderr");
            var in = workingDirectory.isEmpty() ? folder : Path.of(box.toLocal(workingDirectory));
            var builder = new ProcessBuilder("bash", script.toString())
                    .directory(in.toFile())
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(output.toFile())
                    .redirectError(error.toFile());
            var path = ControlPort.bin(box) + ":" + System.getenv("PATH");
            builder.environment().clear();
            builder.environment().putAll(Map.of("PATH", path, "LC_ALL", "C.UTF-8", "HOME", home.toString()));
            return new Script(box, output, error, builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits for its end, or ends it. */
    public Outcome await(Duration limit) throws InterruptedException {
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            kill();
        }
        return new Outcome(process.waitFor(), !ended, read(output), read(error));
    }

    /** Ends it and whatever it has started; a process that was killed lives on until it gets its turn, so that is waited for. */
    public void kill() {
        var all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        while (all.stream().anyMatch(Script::isRunning)) {
            LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        }
    }

    /** One that has ended and was not asked for its end yet counts as alive, but has no command line any more. */
    private static boolean isRunning(ProcessHandle process) {
        return process.isAlive() && process.info().commandLine().isPresent();
    }

    private String read(Path file) {
        try {
            return box.fromLocal(new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
