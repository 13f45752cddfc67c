package dev.replatform.demo;

import dev.replatform.demo.JavaProcess.Program;
import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.SandboxAws;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;

/** The unchanged operator as a process beside the demo. */
final class OperatorProcess implements Operator {
    /** The operator's key pair, bound to the policies that it is installed with. */
    static final AwsBasicCredentials KEY = AwsBasicCredentials.create("AKIAREPLATFORM", "operator");

    private final Path log;
    private final JavaProcess process;

    /** @param flags of its JVM, beside those that the sandbox's network needs */
    OperatorProcess(Home home, Workspace workspace, SandboxAws aws, Path kubeconfig, String... flags) {
        this.log = workspace.resolve("operator.log");
        this.process = new JavaProcess(
                new Program(
                        home.operatorClassPath(),
                        "dev.replatform.ReplatformOperator",
                        Stream.concat(Stream.of(flags), Network.flags(aws).stream())
                                .toList(),
                        List.of(),
                        Map.of(
                                "REPLATFORM_CLUSTER_NAME", "demo",
                                "REPLATFORM_PORT", "0",
                                "REPLATFORM_LOG_FORMAT", "text",
                                "KUBECONFIG", kubeconfig.toString(),
                                "AWS_ENDPOINT_URL", aws.endpoint().toString(),
                                "AWS_REGION", Account.SANDBOX.region(),
                                "AWS_ACCESS_KEY_ID", KEY.accessKeyId(),
                                "AWS_SECRET_ACCESS_KEY", KEY.secretAccessKey()),
                        log),
                workspace);
    }

    @Override
    public void start() {
        process.start();
    }

    @Override
    public void kill() {
        process.kill();
    }

    @Override
    public boolean isRunning() {
        return process.isRunning();
    }

    /** @return of the process that was started last */
    long pid() {
        return process.pid();
    }

    @Override
    public String log() {
        try {
            return Files.exists(log) ? Files.readString(log) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
