package dev.replatform.operations;

import dev.replatform.api.v1alpha1.AppConfigStatus;
import dev.replatform.api.v1alpha1.ImageStoreStatus;
import dev.replatform.api.v1alpha1.KindStatus;
import dev.replatform.api.v1alpha1.MigrationStatus;
import dev.replatform.api.v1alpha1.MigrationStatus.Tables;
import dev.replatform.reconcile.Measurements;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the status of each object says, as numbers, made afresh for each scrape: an object that is gone is gone here too.
 * Beside it there is only what was measured and moves too often for a status.
 */
final class ObjectMeters {
    private static final double PERCENT = 100;

    private static final List<Measure<?>> MEASURES = List.of(
            new Measure<>("object.ready", "1 while Ready is True", KindStatus.class, it -> flag(it.isTrue("Ready"))),
            new Measure<>(
                    "object.stalled",
                    "1 while it goes no further until somebody acts",
                    KindStatus.class,
                    it -> flag(it.isTrue("Stalled"))),
            new Measure<>(
                    "object.drift",
                    "Fields that AWS has otherwise than declared, at most 20",
                    KindStatus.class,
                    it -> it.drift() == null ? 0 : it.drift().size()),
            new Measure<>(
                    "migration.progress.ratio",
                    "How much of the full load is done, by DMS's count",
                    MigrationStatus.class,
                    it -> it.progressPercent() == null ? null : it.progressPercent() / PERCENT),
            new Measure<>(
                    "migration.rows.loaded",
                    "Rows that DMS says the full load has moved",
                    MigrationStatus.class,
                    it -> tables(it, Tables::rowsLoaded)),
            new Measure<>(
                    "migration.tables.errored",
                    "Tables in error",
                    MigrationStatus.class,
                    it -> tables(it, Tables::errored)),
            Measure.exact(
                    "migration.lag.seconds",
                    "How far the target is behind the source",
                    MigrationStatus.class,
                    MigrationStatus::lagSeconds,
                    "lag.seconds"),
            Measure.exact(
                    "migration.slot.retained.bytes",
                    "Write-ahead log that the source keeps for the replication slot",
                    MigrationStatus.class,
                    it -> null,
                    "slot.retained.bytes"),
            Measure.exact(
                    "migration.slot.limit.bytes",
                    "Write-ahead log that it may keep, by spec.slot.maxRetainedGiB",
                    MigrationStatus.class,
                    it -> null,
                    "slot.limit.bytes"),
            Measure.exact(
                    "migration.proof.rows",
                    "Rows of the source that were compared with their copies",
                    MigrationStatus.class,
                    it -> null,
                    "proof.rows"),
            Measure.exact(
                    "migration.proof.pending.rows",
                    "Rows that are to be compared again, those that change all the time included",
                    MigrationStatus.class,
                    it -> null,
                    "proof.pending.rows"),
            Measure.exact(
                    "migration.proof.different.rows",
                    "Rows that differ for good",
                    MigrationStatus.class,
                    it -> null,
                    "proof.different.rows"),
            Measure.exact(
                    "migration.proof.lag.bytes",
                    "Write-ahead log of the source whose changes are not compared yet",
                    MigrationStatus.class,
                    it -> null,
                    "proof.lag.bytes"),
            new Measure<>(
                    "migration.data.validated",
                    "1 while DataValidated is True: every row has been compared",
                    MigrationStatus.class,
                    it -> flag(it.isTrue("DataValidated"))),
            Measure.exact(
                    "migration.fence.deadline.timestamp.seconds",
                    "Until when the fence may stand, in seconds since 1970",
                    MigrationStatus.class,
                    it -> null,
                    "fence.deadline.timestamp.seconds"),
            new Measure<>(
                    "migration.fence.held",
                    "1 while the application is kept from the source and not yet sent to the target",
                    MigrationStatus.class,
                    it -> flag(it.fenceHeld())),
            new Measure<>(
                    "imagestore.objects.imported",
                    "Files of the box that are proved to be in the bucket",
                    ImageStoreStatus.class,
                    it -> it.imports() == null ? null : it.imports().objects()),
            new Measure<>(
                    "appconfig.parameters.in.sync",
                    "Parameters that are as declared",
                    AppConfigStatus.class,
                    AppConfigStatus::parametersInSync));

    private final Supplier<Stream<HasMetadata>> objects;
    private final Measurements measurements;
    private final Map<Measure<?>, MultiGauge> gauges;
    private final MultiGauge phase;

    /** @param objects every object of the four kinds, as its informer has it */
    ObjectMeters(MeterRegistry registry, Supplier<Stream<HasMetadata>> objects, Measurements measurements) {
        this.objects = objects;
        this.measurements = measurements;
        this.gauges = MEASURES.stream()
                .collect(Collectors.toMap(Function.identity(), it -> gauge(it.name(), it.description())
                        .register(registry)));
        this.phase = gauge("migration.phase", "1 for the phase that a Migration is in")
                .register(registry);
    }

    /**
     * One number of a status.
     *
     * @param name below {@code replatform.}
     * @param value null where the status does not say it
     * @param measured what the last look may have measured better; null where there is nothing better
     */
    private record Measure<S>(
            String name, String description, Class<S> type, Function<S, Number> value, String measured) {
        Measure(String name, String description, Class<S> type, Function<S, Number> value) {
            this(name, description, type, value, null);
        }

        static <S> Measure<S> exact(
                String name, String description, Class<S> type, Function<S, Number> value, String measured) {
            return new Measure<>(name, description, type, value, measured);
        }

        Optional<Number> of(CustomResource<?, ?> object, Measurements measurements) {
            if (!type.isInstance(object.getStatus())) {
                return Optional.empty();
            }
            var exact = measured == null
                    ? Optional.<Number>empty()
                    : measurements.last(object.getMetadata().getUid(), measured).map(Number.class::cast);
            return exact.or(
                    () -> Optional.of(object.getStatus()).map(type::cast).map(value));
        }
    }

    /** Takes over what the statuses say now. */
    synchronized void refresh() {
        var known = objects.get()
                .filter(CustomResource.class::isInstance)
                .map(it -> (CustomResource<?, ?>) it)
                .filter(it -> it.getStatus() != null)
                .toList();
        gauges.forEach((measure, gauge) -> gauge.register(
                known.stream()
                        .flatMap(object ->
                                measure.of(object, measurements).map(number -> Row.of(tags(object), number)).stream())
                        .collect(Collectors.toList()),
                true));
        phase.register(
                known.stream()
                        .filter(object -> phase(object).isPresent())
                        .map(object ->
                                Row.of(tags(object).and("phase", phase(object).get()), (Number) 1))
                        .collect(Collectors.toList()),
                true);
    }

    private static MultiGauge.Builder gauge(String name, String description) {
        return MultiGauge.builder("replatform." + name).description(description);
    }

    private static Tags tags(CustomResource<?, ?> object) {
        return Tags.of(
                "kind", object.getKind(),
                "namespace", object.getMetadata().getNamespace(),
                "name", object.getMetadata().getName());
    }

    private static Optional<String> phase(CustomResource<?, ?> object) {
        return Optional.ofNullable(((KindStatus) object.getStatus()).phase());
    }

    private static Number tables(MigrationStatus status, Function<Tables, Number> value) {
        return status.tables() == null ? null : value.apply(status.tables());
    }

    private static Number flag(boolean value) {
        return value ? 1 : 0;
    }
}
