package dev.replatform.demo;

import dev.replatform.sandbox.aws.Calls.Tally;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.SandboxAws;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.events.v1.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.Watcher;
import io.fabric8.kubernetes.client.WatcherException;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * What the operator takes: memory idle and with a hundred objects of each kind, calls to AWS and writes to Kubernetes to
 * bring them up and while nothing changes. It prints figures and judges none.
 *
 * <p>{@code java -Dlogback.configurationFile=demo/logback.xml -cp target/test-classes:$(cat target/test.classpath) dev.replatform.demo.CrowdMeasurement [objects of each
 * kind, 100] [Migrations of these that replicate, 5] [quiet minutes, 3] [flags of the operator's JVM, -Xmx256m]}. AWS runs at a hundredth of its own pace but takes
 * three PutParameter a second, as AWS. Each Database is a PostgreSQL server: a hundred of them want 4 GB of memory.
 */
public final class CrowdMeasurement implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(20);
    private static final Duration IDLE = Duration.ofSeconds(20);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    private final int size;
    private final int replicating;
    private final PrintStream out;
    private final Progress progress;
    private final Home home = Home.find();
    private final Workspace workspace = Workspace.open();
    private final SandboxAws aws = SandboxAws.start(workspace.resolve("aws"), Delays.DEMO);
    private final Cluster cluster =
            Cluster.sandbox(workspace, Manifests.read(Home.find().examples()));
    private final Passwords passwords = new Passwords();
    private final Map<String, LongAdder> writes = new ConcurrentHashMap<>();
    private final OperatorProcess operator;

    private CrowdMeasurement(int size, int replicating, PrintStream out, String... flags) {
        this.size = size;
        this.replicating = replicating;
        this.out = out;
        this.progress = new Progress(out, 0);
        this.operator = new OperatorProcess(home, workspace, aws, cluster.kubeconfig(), flags);
    }

    public static void main(String[] arguments) throws InterruptedException {
        var size = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 100;
        var replicating = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 5;
        var minutes = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 3;
        var flags =
                arguments.length > 3 ? Arrays.copyOfRange(arguments, 3, arguments.length) : new String[] {"-Xmx256m"};
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var measurement = new CrowdMeasurement(size, replicating, out, flags);
        Runtime.getRuntime().addShutdownHook(new Thread(measurement::close, "measurement-end"));
        measurement.run(Duration.ofMinutes(minutes));
        System.exit(0);
    }

    private void run(Duration steady) throws InterruptedException {
        var crowd = new Crowd(size, replicating, aws, passwords);
        crowd.settle();
        cluster.install(home.crds());
        cluster.createNamespace();
        passwords.all().forEach(cluster::createSecret);
        progress.say("%d databases on the box".formatted(replicating));
        operator.start();
        Thread.sleep(IDLE.toMillis());
        progress.say("idle: " + process());
        count(cluster.client());

        cluster.apply(crowd.everything());
        progress.say("%d objects are applied".formatted(size * Kind.values().length));
        awaitReady();
        progress.say("all are ready: " + process());
        print("to bring them up, for each of %d".formatted(size), byOperator(0), size);

        var mark = aws.calls().mark();
        writes.clear();
        var cpu = cpu();
        Thread.sleep(steady.toMillis());
        progress.say("after %d quiet minutes: %s".formatted(steady.toMinutes(), process()));
        out.printf(
                "CPU while quiet: %.1f %% of one core%n",
                100.0 * cpu().minus(cpu).toMillis() / steady.toMillis());
        print(
                "while nothing changes, a minute for each of %d".formatted(size),
                byOperator(mark),
                (double) size * steady.toMinutes());
    }

    private void print(String what, Tally calls, double parts) {
        out.printf("%n%s%n", what);
        var byService = new TreeMap<>(calls.byService());
        byService.forEach((service, count) -> out.printf("  %-50s %8.2f%n", service, count / parts));
        calls.byOperation().forEach((operation, count) -> out.printf("    %-48s %8.2f%n", operation, count / parts));
        out.printf("  %-50s %8.2f%n", "AWS calls that write", calls.writes().count() / parts);
        new TreeMap<>(writes)
                .forEach((kind, count) ->
                        out.printf("  %-50s %8.2f%n", "Kubernetes: changes of " + kind, count.sum() / parts));
        out.printf("%n");
    }

    private Tally byOperator(int mark) {
        return aws.calls().since(mark).by(OperatorProcess.KEY.accessKeyId());
    }

    private void awaitReady() throws InterruptedException {
        var deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            var standing = new TreeMap<String, Integer>();
            for (var kind : Kind.values()) {
                all(kind)
                        .forEach(object -> standing.merge(
                                kind + " " + (isReady(object) ? "Ready" : reason(object)), 1, Integer::sum));
            }
            progress.show(List.of(standing.toString()), "");
            var waiting = standing.getOrDefault("Migration ReferenceNotFound", 0);
            var ready = standing.entrySet().stream()
                    .filter(it -> it.getKey().endsWith(" Ready"))
                    .mapToInt(Map.Entry::getValue)
                    .sum();
            if (ready + waiting == size * Kind.values().length && waiting == size - replicating) {
                return;
            }
            if (System.nanoTime() > deadline) {
                progress.say("NOT all became ready");
                return;
            }
            Thread.sleep(LOOK_EVERY.toMillis());
        }
    }

    private List<GenericKubernetesResource> all(Kind kind) {
        return cluster.client()
                .genericKubernetesResources(kind.context())
                .inNamespace(Cluster.NAMESPACE)
                .list()
                .getItems();
    }

    private static boolean isReady(GenericKubernetesResource object) {
        return conditions(object)
                .anyMatch(
                        it -> it.get("type").equals("Ready") && it.get("status").equals("True"));
    }

    /** @return why it is not ready yet, in one word */
    private static String reason(GenericKubernetesResource object) {
        return conditions(object)
                .filter(it -> it.get("type").equals("Ready"))
                .map(it -> String.valueOf(it.get("reason")))
                .findFirst()
                .orElse("unseen");
    }

    @SuppressWarnings("unchecked") // as the CRDs have it
    private static Stream<Map<String, Object>> conditions(GenericKubernetesResource object) {
        var conditions = (List<Map<String, Object>>) object.get("status", "conditions");
        return conditions == null ? Stream.of() : conditions.stream();
    }

    private void count(KubernetesClient client) {
        for (var kind : Kind.values()) {
            client.genericKubernetesResources(kind.context())
                    .inNamespace(Cluster.NAMESPACE)
                    .watch(new Counting<>(kind.toString()));
        }
        client.events().v1().events().inNamespace(Cluster.NAMESPACE).watch(new Counting<Event>("Event"));
        client.secrets().inNamespace(Cluster.NAMESPACE).watch(new Counting<Secret>("Secret"));
    }

    private final class Counting<T extends HasMetadata> implements Watcher<T> {
        private final String kind;

        Counting(String kind) {
            this.kind = kind;
        }

        @Override
        public void eventReceived(Action action, T object) {
            if (action != Action.BOOKMARK) {
                writes.computeIfAbsent(kind, it -> new LongAdder()).increment();
            }
        }

        @Override
        public void onClose(WatcherException cause) {}
    }

    private String process() {
        return "RSS %.0f MiB, %d threads".formatted(statusKib("VmRSS:") / 1024.0, statusKib("Threads:"));
    }

    private long statusKib(String field) {
        try (var lines = Files.lines(Path.of("/proc/%d/status".formatted(operator.pid())))) {
            return lines.filter(line -> line.startsWith(field))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Duration cpu() {
        return ProcessHandle.of(operator.pid())
                .flatMap(it -> it.info().totalCpuDuration())
                .orElseThrow();
    }

    @Override
    public void close() {
        operator.close();
        aws.close();
        cluster.close();
        workspace.close();
    }
}
