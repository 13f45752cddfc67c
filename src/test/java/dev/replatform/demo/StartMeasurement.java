package dev.replatform.demo;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.SandboxAws;
import dev.replatform.sandbox.kubernetes.KubeCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/**
 * How long an operator takes from its start until it is ready, and what memory it has when it has nothing to do, against a
 * real API server and the sandbox's AWS. It prints figures and judges none; {@code src/main/image/measure} runs it for the
 * image.
 *
 * <p>Arguments: how often it is started (the median counts), a folder, what the operator calls that folder, and the command
 * that starts it. The command must become the operator, not stay beside it.
 */
public final class StartMeasurement {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final long LOOK_EVERY_MILLIS = 5;
    private static final Pattern FILE_NAME =
            Pattern.compile("(certificate-authority|client-certificate|client-key): \"?([^\"\\s]+)\"?");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final List<String> command;
    private final Map<String, String> settings;
    private final URI ready;

    private StartMeasurement(Path folder, String alias, List<String> command, SandboxAws aws) throws IOException {
        this.folder = folder;
        this.command = command;
        var port = freePort();
        this.ready = URI.create("http://127.0.0.1:%d/readyz".formatted(port));
        this.settings = Map.of(
                "REPLATFORM_CLUSTER_NAME", "demo",
                "REPLATFORM_PORT", Integer.toString(port),
                "REPLATFORM_LEADER_ELECTION_NAMESPACE", "default",
                "KUBECONFIG", alias + "/kubeconfig",
                "AWS_ENDPOINT_URL", aws.endpoint().toString(),
                "AWS_REGION", Account.SANDBOX.region(),
                "AWS_ACCESS_KEY_ID", OperatorProcess.KEY.accessKeyId(),
                "AWS_SECRET_ACCESS_KEY", OperatorProcess.KEY.secretAccessKey());
    }

    public static void main(String[] arguments) throws IOException, InterruptedException {
        var runs = Integer.parseInt(arguments[0]);
        var folder = Path.of(arguments[1]);
        var command = List.of(arguments).subList(3, arguments.length);
        try (var workspace = Workspace.open();
                var aws = SandboxAws.start(workspace.resolve("aws"), Delays.DEMO);
                var kubernetes = KubeCluster.real()) {
            var kubeconfig = Files.writeString(folder.resolve("kubeconfig"), selfContained(kubernetes.kubeconfig()));
            try (var cluster = Cluster.of(kubeconfig)) {
                cluster.install(Home.find().crds());
            }
            new StartMeasurement(folder, arguments[2], command, aws).run(runs);
        }
        System.exit(0);
    }

    /** Who runs in another root, as somebody else, reads no file that a kubeconfig names. */
    private static String selfContained(String kubeconfig) {
        return FILE_NAME.matcher(kubeconfig).replaceAll(named -> "%s-data: %s"
                .formatted(named.group(1), Base64.getEncoder().encodeToString(read(Path.of(named.group(2))))));
    }

    private static byte[] read(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run(int runs) throws IOException, InterruptedException {
        var millis = new long[runs];
        for (int run = 0; run < runs; run++) {
            var operator = start();
            try {
                millis[run] = untilReady(operator, System.nanoTime());
                if (run == runs - 1) {
                    Thread.sleep(IDLE.toMillis());
                    System.out.printf("RSS idle         %5d MiB%n", residentKib(operator) / 1024);
                }
            } finally {
                operator.destroy();
                operator.waitFor();
            }
        }
        System.out.printf(
                "start to ready   %5d ms (median of %s)%n",
                LongStream.of(millis).sorted().skip(runs / 2).findFirst().orElseThrow(), Arrays.toString(millis));
    }

    private Process start() throws IOException {
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(folder.resolve("operator.log").toFile()));
        builder.environment().keySet().removeIf(name -> name.startsWith("AWS_") || name.startsWith("REPLATFORM_"));
        builder.environment().putAll(settings);
        return builder.start();
    }

    private long untilReady(Process operator, long started) throws IOException, InterruptedException {
        while (!isReady()) {
            if (!operator.isAlive() || System.nanoTime() - started > PATIENCE.toNanos()) {
                throw new IllegalStateException("the operator did not become ready: " + folder.resolve("operator.log"));
            }
            Thread.sleep(LOOK_EVERY_MILLIS);
        }
        return Duration.ofNanos(System.nanoTime() - started).toMillis();
    }

    private boolean isReady() throws IOException, InterruptedException {
        try {
            return http.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (ConnectException e) {
            return false;
        }
    }

    private static long residentKib(Process operator) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/%d/status".formatted(operator.pid())))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
