package dev.replatform.operations;

import dev.replatform.aws.AwsCallListener;
import dev.replatform.reconcile.Measurements;
import dev.replatform.watch.BrokenWatchListener;
import io.javaoperatorsdk.operator.api.monitoring.Metrics;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Health and metrics of this process, and the port on which they are asked for. */
public final class Operations implements AutoCloseable {
    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Looks looks;
    private final ReconcileMeters reconciles;
    private final AwsMeters awsCalls = new AwsMeters(registry);
    private final Measurements measurements = new Measurements();
    private final Refusals refusals;
    private final BrokenWatches brokenWatches = new BrokenWatches(registry);
    private final ObjectMeters objects;
    private OperatorServer server;

    /**
     * @param threads how many objects are looked at at once
     * @param longestRetry when a look that ended in an exception is repeated at the latest
     */
    public Operations(Clock clock, int threads, Duration longestRetry) {
        looks = new Looks(clock, threads);
        refusals = new Refusals(registry, clock);
        reconciles = new ReconcileMeters(registry, looks, longestRetry);
        objects = new ObjectMeters(registry, reconciles::objects, measurements);
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
    }

    /** @return what the framework tells what it does */
    public Metrics reconciles() {
        return reconciles;
    }

    /** @return where kinds note what moves too often for a status */
    public Measurements measurements() {
        return measurements;
    }

    /** @return what hears the API server's refusals */
    public Refusals refusals() {
        return refusals;
    }

    /** @return what is told of watches that broke */
    public BrokenWatchListener brokenWatches() {
        return brokenWatches;
    }

    /** @return what is told of calls to AWS */
    public AwsCallListener awsCalls() {
        return awsCalls;
    }

    /** @param leads whether this process is the one that acts */
    public void leads(BooleanSupplier leads) {
        Gauge.builder("replatform.leader", () -> leads.getAsBoolean() ? 1 : 0)
                .description("1 while this process is the one that acts")
                .register(registry);
    }

    /**
     * Answers from now on.
     *
     * @param port 0 for any that is free
     * @param ready what speaks against this process being ready, in words
     * @throws java.io.UncheckedIOException where the port is taken
     */
    public void serve(int port, Supplier<List<String>> ready) {
        server = new OperatorServer(port, looks::stuck, ready, this::metrics);
    }

    /** @return the port that was chosen */
    public int port() {
        return server.port();
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
        registry.close();
    }

    private String metrics() {
        objects.refresh();
        return registry.scrape();
    }
}
