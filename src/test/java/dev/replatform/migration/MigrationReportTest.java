package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.api.v1alpha1.MigrationStatus;
import dev.replatform.api.v1alpha1.MigrationStatus.ActiveEndpoint;
import dev.replatform.api.v1alpha1.MigrationStatus.Cutover;
import dev.replatform.ownership.AllowTag;
import dev.replatform.postgres.ReplicationSlot;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is measured for metrics beside what stands in the status. */
class MigrationReportTest {
    private static final Problem GONE = new Problem(FailureReason.REFUSED_BY_AWS, "no answer");
    private static final ObservedMigration UNSEEN =
            new ObservedMigration(Seen.unknown(GONE), Seen.unknown(GONE), Seen.unknown(GONE));

    @Test
    void aSlotIsMeasuredBesideItsLimit() {
        var seen = UNSEEN.withSlot(Seen.present(new ReplicationSlot("slot", true, 56_000)));

        assertThat(MigrationReport.measurements(spec(), seen, MigrationStatus.NONE))
                .containsOnly(
                        Map.entry("slot.retained.bytes", 56_000.0), Map.entry("slot.limit.bytes", 3_221_225_472.0));
    }

    @Test
    void aFenceHasADeadlineAlsoWhileItsSourceDoesNotAnswer() {
        assertThat(MigrationReport.measurements(spec(), UNSEEN, fenced("2026-11-22T12:00:00.5Z", "Source")))
                .containsOnly(Map.entry("fence.deadline.timestamp.seconds", (double)
                        Instant.parse("2026-11-22T12:02:00Z").getEpochSecond()));
    }

    @Test
    void whereNoFenceStandsThereIsNoDeadline() {
        assertThat(MigrationReport.measurements(spec(), UNSEEN, fenced(null, "Source")))
                .isEmpty();
        assertThat(MigrationReport.measurements(spec(), UNSEEN, fenced("2026-11-22T12:00:00Z", "Target")))
                .isEmpty();
    }

    private static MigrationStatus fenced(String at, String side) {
        return new MigrationStatus(
                1L,
                List.of(),
                List.of(),
                List.of(),
                null,
                List.of(),
                "CuttingOver",
                100,
                null,
                null,
                null,
                new ActiveEndpoint("10.10.10.10", 5432, "mvp", side),
                List.of(),
                List.of(),
                new Cutover("TOKEN", at, null, null, List.of()));
    }

    private static EffectiveMigration spec() {
        var migration = Serialization.unmarshal("""
                apiVersion: replatform.dev/v1alpha1
                kind: Migration
                metadata: {name: mvp, namespace: shop, uid: uid-1}
                spec:
                  source:
                    host: 10.10.10.10
                    database: mvp
                    credentials: {secretRef: {name: mvp-dms}}
                    adminCredentials: {secretRef: {name: mvp-admin}}
                    appCredentials: {secretRef: {name: mvp-app}}
                  target: {databaseRef: {name: mvp}}
                  replicationInstance: {existing: {identifier: shared}}
                  slot: {maxRetainedGiB: 3}
                  cutover: {fenceTimeoutSeconds: 120}
                """, Migration.class);
        return EffectiveMigration.of(migration, "demo", "eu-west-1", new AllowTag(true));
    }
}
