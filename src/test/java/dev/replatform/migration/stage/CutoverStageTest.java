package dev.replatform.migration.stage;

import static dev.replatform.migration.Migrations.DENIED;
import static dev.replatform.migration.Migrations.ENDS;
import static dev.replatform.migration.Migrations.NOW;
import static dev.replatform.migration.Migrations.OWNER;
import static dev.replatform.migration.Migrations.task;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.MigrationSpec.Cutover.Mode;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.Means;
import dev.replatform.migration.Migrations;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.cutover.CutoverFacts;
import dev.replatform.migration.cutover.CutoverProposal;
import dev.replatform.migration.dms.DmsResources;
import dev.replatform.migration.dms.LoadFacts;
import dev.replatform.migration.proof.Lag;
import dev.replatform.migration.proof.ProofFacts;
import dev.replatform.migration.schema.PreparedTables;
import dev.replatform.migration.schema.TablesFacts;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.proof.ProofState;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CutoverStageTest {
    private static final String TOKEN = CutoverProposal.of(OWNER, NOW).token();
    private static final String FENCE = "Fence app and switch to the target (approved: %s)".formatted(TOKEN);

    private final Map<Step, Entry> journal = new EnumMap<>(Map.of(
            Step.SCHEMA_PREPARED,
                    new Entry(
                            Step.SCHEMA_PREPARED,
                            new PreparedTables(Map.of("public.author", "abc"), Set.of()).detail(),
                            NOW),
            Step.PROVED, new Entry(Step.PROVED, Map.of(), NOW)));
    private Seen<Task> task = task("running");
    private Seen<Map<String, String>> fingerprints = Seen.present(Map.of("public.author", "abc"));
    private Seen<List<String>> roles = Seen.present(List.of("app"));
    private JobState run = new JobState.NotStarted();
    private Duration lag = Duration.ofSeconds(1);
    private JobState proof = new JobState.Finished(Migrations.PROVED);

    @Test
    void aTokenIsTenLettersThatNameOneCutoverOfOneObject() {
        assertThat(TOKEN)
                .matches("[A-Z2-7]{10}")
                .isEqualTo(CutoverProposal.of(OWNER, NOW).token());
        assertThat(CutoverProposal.of(OWNER, NOW.plusMillis(1)).token()).isNotEqualTo(TOKEN);
    }

    @Test
    void nothingIsFencedUntilThisVeryCutoverIsApproved() {
        assertThat(plan(Mode.Manual, null).sentences()).isEmpty();
        assertThat(plan(
                                Mode.Manual,
                                CutoverProposal.of(OWNER, NOW.minusSeconds(60)).token())
                        .sentences())
                .isEmpty();
        assertThat(plan(Mode.Manual, TOKEN).sentences()).containsExactly(FENCE);
    }

    @Test
    void anOldTokenByHandDoesNotHideOneInGit() {
        assertThat(plan(Mode.Manual, "ABCDEFGHIJ," + TOKEN).sentences()).containsExactly(FENCE);
    }

    @Test
    void automaticNeedsNoApprovalAndNeverTakesNone() {
        assertThat(plan(Mode.Automatic, null).sentences()).containsExactly(FENCE);
        assertThat(plan(Mode.Never, TOKEN).sentences()).isEmpty();
    }

    @Test
    void anApprovedCutoverWaitsUntilTheTargetHasCaughtUp() {
        lag = Duration.ofSeconds(6);
        assertThat(plan(Mode.Manual, TOKEN).sentences())
                .containsExactly("Wait until the target has caught up, then fence");
    }

    @Test
    void aSourceWhoseTablesWereChangedHoldsTheCutoverBack() {
        fingerprints = Seen.present(Map.of("public.author", "changed"));
        assertThat(plan(Mode.Manual, TOKEN).steps()).isEmpty();
        assertThat(plan(Mode.Manual, TOKEN).problems())
                .extracting(Problem::reason)
                .containsExactly(FailureReason.SOURCE_CHANGED);
    }

    @Test
    void aSourceThatCouldNotBeSeenIsNotFenced() {
        roles = Seen.unknown(DENIED);
        assertThat(plan(Mode.Automatic, null).steps()).isEmpty();
        assertThat(plan(Mode.Automatic, null).problems()).containsExactly(DENIED);
    }

    @Test
    void aTaskThatStoppedIsResumedAndNotCutOver() {
        task = task("stopped");
        assertThat(plan(Mode.Automatic, null).sentences()).containsExactly("Resume replication task mvp");
    }

    @Test
    void aTaskThatFailedIsToldAndGoesOnHalfAMinuteLater() {
        task = Migrations.failed(NOW.minusSeconds(29));
        assertThat(plan(Mode.Automatic, null).problems())
                .extracting(Problem::message)
                .containsExactly("Replication task mvp failed: SqlState: 28000");
        assertThat(plan(Mode.Automatic, null).steps()).isEmpty();

        task = Migrations.failed(NOW.minusSeconds(30));
        assertThat(plan(Mode.Automatic, null).problems()).hasSize(1);
        assertThat(plan(Mode.Automatic, null).sentences()).containsExactly("Resume replication task mvp");
    }

    @Test
    void aRunningCutoverIsWaitedFor() {
        run = new JobState.Running(0, 0, null);
        assertThat(plan(Mode.Manual, TOKEN).sentences()).containsExactly("Wait for the cutover");
    }

    @Test
    void aFenceThatNobodyHoldsIsGoneOnWithInTimeAndLiftedWhenItsTimeIsOver() {
        fencedUntil(NOW.plusSeconds(1));
        assertThat(plan(Mode.Manual, null).sentences()).containsExactly(FENCE);

        fencedUntil(NOW);
        assertThat(plan(Mode.Manual, TOKEN).sentences()).containsExactly("Lift the fence: its time is over");
    }

    @Test
    void behindTheFenceNothingIsWaitedForThatAwsDoesNotTell() {
        fencedUntil(NOW);
        var unseen = new DmsResources(
                Seen.unknown(DENIED),
                Seen.unknown(DENIED),
                Seen.unknown(DENIED),
                Seen.unknown(DENIED),
                Seen.unknown(DENIED));

        assertThat(Stages.plan(Migrations.spec(), seen().withDms(unseen), NOW).sentences())
                .containsExactly("Lift the fence: its time is over");
        assertThat(Stages.phase(Migrations.spec(), seen().withDms(unseen))).isEqualTo("CuttingOver");
    }

    @Test
    void aDifferenceThatComesUpAfterTheProposalHoldsTheCutoverBack() {
        proof = new JobState.Finished(new ProofState(
                NOW, 3, 3, 10, 10, 1, 0, 1, List.of("public.book (7): differs in title"), List.of(), true, 0, 0));

        assertThat(plan(Mode.Manual, TOKEN).steps()).isEmpty();
        assertThat(plan(Mode.Manual, TOKEN).problems())
                .extracting(Problem::message)
                .containsExactly("1 row differs on source and target: public.book (7): differs in title");
    }

    @Test
    void aProcessThatHasNotLookedAtTheProofYetDoesNotFence() {
        proof = new JobState.NotStarted();

        assertThat(plan(Mode.Manual, TOKEN).sentences()).containsExactly("Wait until the rows are proved, then fence");
    }

    private void fencedUntil(Instant deadline) {
        journal.put(Step.FENCED, new Entry(Step.FENCED, Map.of("roles", "app", "deadline", deadline.toString()), NOW));
    }

    private Plan<Means> plan(Mode mode, String approval) {
        var spec = Migrations.spec(mode, approval, false);
        return new CutoverStage().plan(spec, seen(), NOW);
    }

    private ObservedMigration seen() {
        var measured = new JobState.Finished(new Lag.Measured(lag, NOW));
        return new ObservedMigration(Seen.present(ENDS), Seen.present(journal), Seen.present(journal))
                .withTables(new TablesFacts(
                        fingerprints, Seen.present(List.of()), Seen.present(List.of()), new JobState.NotStarted()))
                .withLoad(new LoadFacts(task, Seen.present(List.of()), Seen.notAsked()))
                .withLag(new Lag(measured))
                .withProof(new ProofFacts(new JobState.NotStarted(), new JobState.NotStarted(), proof))
                .withCutover(new CutoverFacts(roles, Seen.present(List.of()), run, Optional.empty()));
    }
}
