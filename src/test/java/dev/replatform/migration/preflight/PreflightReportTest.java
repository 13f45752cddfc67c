package dev.replatform.migration.preflight;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.MigrationStatus;
import dev.replatform.migration.Migrations;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.preflight.Finding;
import dev.replatform.preflight.Severity;
import dev.replatform.reconcile.Seen;
import dev.replatform.work.JobState;
import java.util.List;
import org.junit.jupiter.api.Test;

class PreflightReportTest {
    private static final Finding WARNING =
            new Finding(Severity.WARNING, "TimeZoneDiffers", "target", "Vienna and UTC", "ALTER DATABASE");
    private static final MigrationStatus.Finding TOLD =
            new MigrationStatus.Finding("Warning", "TimeZoneDiffers", "target", "Vienna and UTC", "ALTER DATABASE");
    private static final MigrationStatus.Finding OF_ANOTHER =
            new MigrationStatus.Finding("Warning", "SlotRetainsMuch", "slot", "much", "look");

    @Test
    void whatIsFoundNowIsToldAndWhatWasFoundBeforeIsNot() {
        assertThat(PreflightReport.findings(looked(Seen.present(List.of(WARNING))), before(OF_ANOTHER)))
                .containsExactly(TOLD);
        assertThat(PreflightReport.findings(looked(Seen.present(List.of())), before(TOLD)))
                .isEmpty();
    }

    @Test
    void whereNobodyCouldLookWhatWasFoundStands() {
        assertThat(PreflightReport.findings(looked(Seen.unknown(Migrations.DENIED)), before(TOLD, OF_ANOTHER)))
                .containsExactly(TOLD);
    }

    @Test
    void onceRowsMayBeLoadedTheWarningsStandUntilTheSwitch() {
        assertThat(PreflightReport.findings(Migrations.reached(Step.LOADING), before(TOLD)))
                .containsExactly(TOLD);
        assertThat(PreflightReport.findings(Migrations.reached(Step.SWITCHED), before(TOLD)))
                .isEmpty();
        assertThat(PreflightReport.findings(Migrations.reached(Step.LOADING), MigrationStatus.NONE))
                .isEmpty();
    }

    private static ObservedMigration looked(Seen<List<Finding>> findings) {
        return Migrations.reached()
                .withPreflight(new PreflightFacts(Seen.present(List.of()), findings, new JobState.NotStarted()));
    }

    private static MigrationStatus before(MigrationStatus.Finding... findings) {
        return new MigrationStatus(
                null, null, null, null, null, null, null, null, null, null, null, null, null, List.of(findings), null);
    }
}
