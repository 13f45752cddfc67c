package dev.replatform;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Starts the operator as a process of its own, on nothing but what is shipped. */
final class OperatorProcess {
    private OperatorProcess() {}

    /**
     * @param log takes what it says
     * @param environment its settings; of this process' own none is left that it reads
     * @param command none for the operator itself
     */
    static Process start(Path log, Map<String, String> environment, String... command) throws IOException {
        var classPath = "target/classes:" + Files.readString(Path.of("target/runtime.classpath"));
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath.strip(),
                        "dev.replatform.ReplatformOperator")
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.command().addAll(List.of(command));
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("REPLATFORM_"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
