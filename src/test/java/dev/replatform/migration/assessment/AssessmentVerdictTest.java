package dev.replatform.migration.assessment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.aws.DmsAssessments.Individual;
import dev.replatform.aws.DmsAssessments.Run;
import dev.replatform.migration.AssessmentSettings;
import dev.replatform.migration.assessment.Assessment.Verdict;
import dev.replatform.preflight.Finding;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the state of a premigration assessment lets the load do. */
class AssessmentVerdictTest {
    private static final Instant NOW = Instant.parse("2026-05-04T12:00:00Z");
    private static final Problem DENIED = new Problem(FailureReason.ACCESS_DENIED, "denied");

    private Seen<Run> run = Seen.absent();
    private Seen<List<Individual>> results = Seen.present(List.of());
    private JobState start = new JobState.NotStarted();

    @ParameterizedTest
    @CsvSource({
        "starting, WAIT, WAIT",
        "provisioning, WAIT, WAIT",
        "running, WAIT, WAIT",
        "passed, GO, GO",
        "warning, GO, GO",
        "failed, HOLD, GO",
        "error-executing, HOLD, GO",
        "error-provisioning, HOLD, GO",
        "invalid state, WAIT, WAIT",
        "cancelling, WAIT, WAIT",
        "a word of tomorrow, WAIT, WAIT"
    })
    void eachStateLetsTheLoadGoOrNot(String status, Verdict required, Verdict warn) {
        run = run(status, NOW);

        assertThat(assessment(true).verdict(NOW)).isEqualTo(required);
        assertThat(assessment(false).verdict(NOW)).isEqualTo(warn);
    }

    @Test
    void whatCannotBeSeenIsNotAYes() {
        run = Seen.unknown(DENIED);
        assertThat(assessment(false).verdict(NOW)).isEqualTo(Verdict.WAIT);

        run = run("passed", NOW);
        results = Seen.unknown(DENIED);
        assertThat(assessment(false).verdict(NOW)).isEqualTo(Verdict.WAIT);
    }

    @Test
    void oneThatFailedIsMadeAgainAfterAQuarterOfAnHour() {
        run = run("failed", NOW.minusSeconds(15 * 60 - 1));
        assertThat(assessment(true).verdict(NOW)).isEqualTo(Verdict.HOLD);

        run = run("failed", NOW.minusSeconds(15 * 60));
        assertThat(assessment(true).verdict(NOW)).isEqualTo(Verdict.START);
    }

    @Test
    void aStartThatDmsRefusesHoldsOnlyWhatIsRequired() {
        start = new JobState.Failed(DENIED, NOW);

        assertThat(assessment(true).verdict(NOW)).isEqualTo(Verdict.HOLD);
        assertThat(assessment(true).problem().orElseThrow().message()).contains("denied");
        assertThat(assessment(false).verdict(NOW)).isEqualTo(Verdict.GO);
        assertThat(assessment(false).findings()).extracting(Finding::code).containsExactly("DmsAssessment:start");
    }

    @Test
    void findingsAreNamedAfterTheAssessmentAndItsFile() {
        run = run("failed", NOW);
        results = Seen.present(List.of(
                new Individual("postgres-check-wallevel", "failed"),
                new Individual("postgres-check-pk", "warning"),
                new Individual("postgres-check-dbversion", "passed")));

        assertThat(assessment(true).findings())
                .extracting(it -> it.severity().word(), Finding::code, Finding::object)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "Blocker",
                                "DmsAssessment:postgres-check-wallevel",
                                "s3://results/replatform/replatform-1/postgres-check-wallevel.json"),
                        org.assertj.core.groups.Tuple.tuple(
                                "Warning",
                                "DmsAssessment:postgres-check-pk",
                                "s3://results/replatform/replatform-1/postgres-check-pk.json"));
        assertThat(assessment(true).problem().orElseThrow().message()).contains("fails: postgres-check-wallevel;");
        assertThat(assessment(false).problem()).isEmpty();
    }

    private static Seen<Run> run(String status, Instant startedAt) {
        return Seen.present(new Run("replatform-1", "arn:run", status, startedAt, "", "results", "replatform"));
    }

    private Assessment assessment(boolean blocks) {
        var settings = new AssessmentSettings(
                blocks, "results", "arn:aws:iam::123456789012:role/dms-assessment-mvp", List.of());
        return new Assessment(settings, run, results, start, run.isPresent() ? 1 : 0);
    }
}
