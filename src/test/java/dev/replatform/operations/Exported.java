package dev.replatform.operations;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.ImageStore;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.aws.AwsCallListener.Outcome;
import dev.replatform.reconcile.Measurements;
import dev.replatform.status.Right;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.javaoperatorsdk.operator.api.reconciler.Constants;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.GroupVersionKind;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The metrics that an operator exports whose objects have all that can be measured, and the labels of each. */
public final class Exported {
    private static final Pattern SAMPLE = Pattern.compile("([a-z_]+)(?:\\{(.*)})? [^ ]+");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"");
    private static final Duration LONG = Duration.ofMinutes(1);

    private static final List<HasMetadata> OBJECTS = List.of(
            Serialization.unmarshal("""
                    apiVersion: replatform.dev/v1alpha1
                    kind: Migration
                    metadata: {namespace: shop, name: mvp, uid: uid-1}
                    status: {phase: FullLoad, progressPercent: 75, tables: {errored: 1, rowsLoaded: 5}, lagSeconds: 5}
                    """, Migration.class),
            Serialization.unmarshal("""
                    apiVersion: replatform.dev/v1alpha1
                    kind: ImageStore
                    metadata: {namespace: shop, name: images}
                    status: {import: {objects: 5}}
                    """, ImageStore.class),
            Serialization.unmarshal("""
                    apiVersion: replatform.dev/v1alpha1
                    kind: AppConfig
                    metadata: {namespace: shop, name: startup}
                    status: {parametersInSync: 5}
                    """, AppConfig.class));

    private Exported() {}

    /** @return the labels of each metric */
    public static Map<String, Set<String>> metrics() throws Exception {
        var metrics = new TreeMap<String, Set<String>>();
        Stream.concat(ofTheProcess(), ofObjects())
                .filter(line -> !line.startsWith("#"))
                .forEach(line -> {
                    var sample = SAMPLE.matcher(line);
                    if (!sample.matches()) {
                        throw new IllegalStateException("not a sample: " + line);
                    }
                    var labels = metrics.computeIfAbsent(sample.group(1), name -> new TreeSet<>());
                    if (sample.group(2) != null) {
                        LABEL.matcher(sample.group(2))
                                .results()
                                .map(it -> it.group(1))
                                .forEach(labels::add);
                    }
                });
        return metrics;
    }

    private static Stream<String> ofTheProcess() throws Exception {
        try (var operations = new Operations(Clock.systemUTC(), 1, LONG)) {
            operations.leads(() -> true);
            operations.awsCalls().called("RDS", "CreateDBInstance", Outcome.REFUSED, LONG, 1);
            operations.refusals().refused(new Right("get", "secrets", "shop"));
            operations.brokenWatches().broke("databases.replatform.dev", new IOException(), LONG);
            operations.reconciles().timeControllerExecution(new Look());
            operations.serve(0, List::of);
            return scrape(operations.port());
        }
    }

    private static Stream<String> scrape(int port) throws IOException, InterruptedException {
        var address = URI.create("http://localhost:%d/metrics".formatted(port));
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body()
                .lines();
    }

    private static Stream<String> ofObjects() {
        var measurements = new Measurements();
        measurements.took(
                "uid-1",
                Map.of(
                        "slot.retained.bytes",
                        1.0,
                        "slot.limit.bytes",
                        1.0,
                        "fence.deadline.timestamp.seconds",
                        1.0,
                        "proof.rows",
                        1.0,
                        "proof.pending.rows",
                        1.0,
                        "proof.different.rows",
                        1.0,
                        "proof.lag.bytes",
                        1.0));
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new ObjectMeters(registry, OBJECTS::stream, measurements).refresh();
        return registry.scrape().lines();
    }

    /** As the framework tells of one. */
    private static final class Look implements Metrics.ControllerExecution<UpdateControl<Migration>> {
        @Override
        public String controllerName() {
            return "migration";
        }

        @Override
        public String successTypeName(UpdateControl<Migration> result) {
            return "none";
        }

        @Override
        public ResourceID resourceID() {
            return new ResourceID("mvp", "shop");
        }

        @Override
        public Map<String, Object> metadata() {
            return Map.of(Constants.RESOURCE_GVK_KEY, new GroupVersionKind("replatform.dev", "v1alpha1", "Migration"));
        }

        @Override
        public String name() {
            return "reconcile";
        }

        @Override
        public UpdateControl<Migration> execute() {
            return UpdateControl.<Migration>noUpdate().rescheduleAfter(LONG);
        }
    }
}
