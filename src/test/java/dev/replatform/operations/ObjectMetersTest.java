package dev.replatform.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.AppConfig;
import dev.replatform.api.v1alpha1.Condition;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationStatus;
import dev.replatform.api.v1alpha1.MigrationStatus.ActiveEndpoint;
import dev.replatform.api.v1alpha1.MigrationStatus.Cutover;
import dev.replatform.api.v1alpha1.MigrationStatus.Tables;
import dev.replatform.reconcile.Measurements;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ObjectMetersTest {
    private static final String MVP = "{kind=\"Migration\",name=\"mvp\",namespace=\"cloudtalents\"} ";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final List<HasMetadata> objects = new ArrayList<>();
    private final Measurements measurements = new Measurements();
    private final ObjectMeters meters = new ObjectMeters(registry, objects::stream, measurements);

    @Test
    void aStatusIsToldAsNumbers() {
        // given
        objects.add(migration("Replicating", null, "Source"));

        // then
        assertThat(scraped())
                .contains(
                        "replatform_object_ready" + MVP + "1.0",
                        "replatform_object_stalled" + MVP + "0.0",
                        "replatform_object_drift" + MVP + "0.0",
                        "replatform_migration_progress_ratio" + MVP + "0.75",
                        "replatform_migration_rows_loaded" + MVP + "219915.0",
                        "replatform_migration_tables_errored" + MVP + "1.0",
                        "replatform_migration_lag_seconds" + MVP + "5.0",
                        "replatform_migration_data_validated" + MVP + "1.0",
                        "replatform_migration_fence_held" + MVP + "0.0",
                        "replatform_migration_phase{kind=\"Migration\",name=\"mvp\",namespace=\"cloudtalents\",phase=\"Replicating\"} 1.0");
    }

    @Test
    void whatWasMeasuredIsToldAsItWasMeasured() {
        objects.add(migration("Replicating", null, "Source"));

        measurements.took(
                "uid-1",
                Map.of(
                        "lag.seconds", 7.25,
                        "slot.retained.bytes", 56_000.0,
                        "slot.limit.bytes", 99_000.0,
                        "fence.deadline.timestamp.seconds", 1_764_513_142.0));
        assertThat(scraped())
                .contains(
                        "replatform_migration_lag_seconds" + MVP + "7.25",
                        "replatform_migration_slot_limit_bytes" + MVP + "99000.0",
                        "replatform_migration_fence_deadline_timestamp_seconds" + MVP + "1.764513142E9",
                        "replatform_migration_slot_retained_bytes" + MVP + "56000.0");

        measurements.took("uid-1", Map.of());
        assertThat(scraped())
                .contains("replatform_migration_lag_seconds" + MVP + "5.0")
                .noneMatch(line -> line.startsWith("replatform_migration_slot"))
                .noneMatch(line -> line.startsWith("replatform_migration_fence_deadline"));
    }

    @Test
    void thereIsOnePhaseAndItMovesOn() {
        objects.add(migration("Replicating", null, "Source"));
        scraped();

        objects.set(0, migration("CuttingOver", "2026-11-22T12:00:00Z", "Source"));

        assertThat(scraped())
                .filteredOn(line -> line.startsWith("replatform_migration_phase"))
                .singleElement()
                .asString()
                .contains("phase=\"CuttingOver\"");
    }

    @Test
    void theFenceIsHeldFromTheFenceToTheSwitch() {
        objects.add(migration("CuttingOver", "2026-11-22T12:00:00Z", "Source"));
        assertThat(scraped()).contains("replatform_migration_fence_held" + MVP + "1.0");

        objects.set(0, migration("CutOver", "2026-11-22T12:00:00Z", "Target"));
        assertThat(scraped()).contains("replatform_migration_fence_held" + MVP + "0.0");
    }

    @Test
    void anObjectThatIsGoneHasNoNumbers() {
        objects.add(migration("Replicating", null, "Source"));
        scraped();

        objects.clear();

        assertThat(scraped()).noneMatch(line -> line.contains("mvp"));
    }

    @Test
    void whatAStatusDoesNotSayIsNoNumber() {
        var unseen = new AppConfig();
        unseen.setMetadata(new ObjectMetaBuilder()
                .withNamespace("cloudtalents")
                .withName("startup")
                .build());
        var begun = migration("Pending", null, null);
        begun.setStatus(MigrationStatus.NONE);
        objects.addAll(List.of(unseen, begun));

        assertThat(scraped())
                .containsOnly(
                        "replatform_object_ready" + MVP + "0.0",
                        "replatform_object_stalled" + MVP + "0.0",
                        "replatform_object_drift" + MVP + "0.0",
                        "replatform_migration_data_validated" + MVP + "0.0",
                        "replatform_migration_fence_held" + MVP + "0.0");
    }

    private List<String> scraped() {
        meters.refresh();
        return registry.scrape()
                .lines()
                .filter(line -> line.startsWith("replatform"))
                .toList();
    }

    private static Migration migration(String phase, String fencedAt, String side) {
        var migration = new Migration();
        migration.setMetadata(new ObjectMetaBuilder()
                .withNamespace("cloudtalents")
                .withName("mvp")
                .withUid("uid-1")
                .build());
        migration.setStatus(new MigrationStatus(
                1L,
                List.of(
                        new Condition("Ready", "True", phase, "", 1L, "2026-11-22T11:00:00Z"),
                        new Condition("DataValidated", "True", "Equal", "", 1L, "2026-11-22T11:00:00Z")),
                List.of(),
                List.of(),
                null,
                List.of(),
                phase,
                75,
                new Tables(12, 11, 1, 219_915L, List.of("public.book")),
                null,
                5,
                new ActiveEndpoint("10.10.10.10", 5432, "mvp", side),
                List.of(),
                List.of(),
                new Cutover(null, fencedAt, null, null, List.of())));
        return migration;
    }
}
