package dev.replatform.imagestore;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.aws.AwsAccount.Identity;
import dev.replatform.aws.Ec2Instances.Instance;
import dev.replatform.aws.RunCommands.Command;
import dev.replatform.aws.RunCommands.Said;
import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.imagestore.ImportSteps.Compare;
import dev.replatform.imagestore.ImportSteps.Copy;
import dev.replatform.imagestore.ImportSteps.CopyAgain;
import dev.replatform.imagestore.ImportSteps.RecordProof;
import dev.replatform.ownership.AllowTag;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is due of an import, for what was seen. */
class ImportPlannerTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Owner OWNER = new Owner("demo", "cloudtalents", "images", "uid-1");
    private static final String BUCKET = "bucket";
    private static final String ACCOUNT = "123456789012";
    private static final ImportSource FOLLOWED = source("mvp");
    private static final ImportSource ONCE = source(null);

    private static final Seen<String> MANIFEST = Seen.present("etag");
    private static final Seen<Command> ENDED = command("Success", 5);
    private static final JobState NOT_COMPARED = new JobState.NotStarted();

    private Seen<Boolean> switched = Seen.present(false);
    private Seen<Instance> instance =
            Seen.present(new Instance("i-1", "running", Map.of(AllowTag.TAG, "demo/cloudtalents")));
    private Seen<Boolean> agent = Seen.present(true);
    private Seen<Said> said = Seen.notAsked();

    @Test
    void theFirstPassTakesTheBoxForTheTruth() {
        assertThat(plan(FOLLOWED, Seen.absent(), Seen.absent(), Seen.absent(), NOT_COMPARED)
                        .steps())
                .containsExactly(new Copy(BUCKET, FOLLOWED, "first", false));
    }

    @Test
    void aFirstPassAfterTheSwitchWritesOverNothing() {
        switched = Seen.present(true);

        assertThat(plan(FOLLOWED, Seen.absent(), Seen.absent(), Seen.absent(), NOT_COMPARED)
                        .steps())
                .containsExactly(new Copy(BUCKET, FOLLOWED, "last", false));
    }

    @Test
    void aCommandThatRunsIsWaitedFor() {
        var plan = plan(FOLLOWED, Seen.absent(), Seen.absent(), command("InProgress", 5), NOT_COMPARED);

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.waits()).containsExactly("Wait for i-1 to copy /opt/app/media/ (InProgress)");
    }

    @Test
    void aManifestIsComparedWithTheBucket() {
        assertThat(plan(FOLLOWED, Seen.absent(), MANIFEST, ENDED, NOT_COMPARED).steps())
                .containsExactly(new Compare(OWNER, BUCKET, FOLLOWED, "etag", false));
    }

    @Test
    void aManifestThatWasNotCompletedIsNotProvedButGoneOnWith() {
        var partial = new JobState.Finished(new Comparison(false, proof("first"), List.of()));

        assertThat(plan(FOLLOWED, Seen.absent(), MANIFEST, ENDED, partial).steps())
                .containsExactly(new Copy(BUCKET, FOLLOWED, "first", false));
    }

    @Test
    void whatIsProvedIsRecorded() {
        assertThat(plan(FOLLOWED, Seen.absent(), MANIFEST, ENDED, same("first")).steps())
                .containsExactly(new RecordProof(BUCKET, ACCOUNT, FOLLOWED, proof("first"), false));
    }

    @Test
    void filesThatAreMissingAreCopiedAgainAndAreNobodysToMend() {
        var differs = new JobState.Finished(new Comparison(true, proof("first"), List.of("a.jpg")));

        var soon = plan(FOLLOWED, Seen.absent(), MANIFEST, ENDED, differs);
        var later = plan(FOLLOWED, Seen.absent(), MANIFEST, command("Success", 20), differs);

        assertThat(soon.steps()).isEmpty();
        assertThat(soon.problems())
                .containsExactly(new Problem(
                        FailureReason.OBJECTS_DIFFER,
                        "1 files are not in the bucket with their content, among them a.jpg"));
        assertThat(later.steps())
                .containsExactly(new CopyAgain(OWNER, BUCKET, ACCOUNT, FOLLOWED, "first", List.of("a.jpg")));
    }

    @Test
    void aFolderThatIsInSyncIsFollowedWithoutTroublingAnybody() {
        var soon = plan(FOLLOWED, Seen.present(proof("first")), MANIFEST, ENDED, NOT_COMPARED);
        var later = plan(FOLLOWED, Seen.present(proof("first")), MANIFEST, command("Success", 31), NOT_COMPARED);
        var running = plan(FOLLOWED, Seen.present(proof("first")), MANIFEST, command("InProgress", 5), NOT_COMPARED);

        assertThat(soon.isEmpty()).isTrue();
        assertThat(later.steps()).containsExactly(new Copy(BUCKET, FOLLOWED, "follow", true));
        assertThat(running.isEmpty()).isTrue();
    }

    @Test
    void theSwitchBringsTheLastPassAtOnce() {
        switched = Seen.present(true);

        assertThat(plan(FOLLOWED, Seen.present(proof("follow")), MANIFEST, ENDED, NOT_COMPARED)
                        .steps())
                .containsExactly(new Copy(BUCKET, FOLLOWED, "last", false));
    }

    @Test
    void aProofOfAnEarlierPassIsNoProofOfTheLastOne() {
        switched = Seen.present(true);

        assertThat(plan(FOLLOWED, Seen.present(proof("follow", "older")), MANIFEST, ENDED, same("follow"))
                        .steps())
                .containsExactly(new Copy(BUCKET, FOLLOWED, "last", false));
    }

    @Test
    void theProofOfTheLastPassEndsTheImport() {
        switched = Seen.present(true);
        instance = Seen.absent();

        assertThat(plan(FOLLOWED, Seen.present(proof("last")), MANIFEST, ENDED, NOT_COMPARED)
                        .isEmpty())
                .isTrue();
        assertThat(plan(ONCE, Seen.present(proof("first")), MANIFEST, ENDED, NOT_COMPARED)
                        .isEmpty())
                .isTrue();
    }

    @Test
    void aCommandThatFailedIsToldAndRepeatedAfterAWhile() {
        said = Seen.present(new Said(95, "", "\na file could not be read: /var/tmp/replatform.aB3dE9/staged: full\n"));

        var soon = plan(FOLLOWED, Seen.absent(), Seen.absent(), command("Failed", 5), NOT_COMPARED);
        var later = plan(FOLLOWED, Seen.absent(), Seen.absent(), command("Failed", 121), NOT_COMPARED);

        assertThat(soon.steps()).isEmpty();
        assertThat(soon.problems())
                .containsExactly(
                        new Problem(
                                FailureReason.COMMAND_FAILED,
                                "Run Command on EC2 instance i-1 ended as Failed: a file could not be read: /var/tmp/replatform/staged: full"));
        assertThat(later.steps()).containsExactly(new Copy(BUCKET, FOLLOWED, "first", false));
    }

    @Test
    void aBoxWithoutTheAwsCliIsToldSo() {
        said = Seen.present(new Said(97, "", "the AWS CLI is not installed"));

        assertThat(plan(FOLLOWED, Seen.absent(), Seen.absent(), command("Failed", 5), NOT_COMPARED)
                        .problems())
                .extracting(Problem::reason)
                .containsExactly(FailureReason.AWS_CLI_MISSING);
    }

    @Test
    void aBoxWithoutTheAllowTagIsNotUsed() {
        instance = Seen.present(new Instance("i-1", "running", Map.of(AllowTag.TAG, "demo/another")));

        var plan = plan(FOLLOWED, Seen.absent(), Seen.absent(), Seen.absent(), NOT_COMPARED);

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.problems()).extracting(Problem::reason).containsExactly(FailureReason.NOT_ALLOWED_BY_OWNER);
    }

    @Test
    void aBoxThatIsGoneAndAnAgentThatIsSilentAreTold() {
        agent = Seen.present(false);
        assertThat(plan(FOLLOWED, Seen.absent(), Seen.absent(), Seen.absent(), NOT_COMPARED)
                        .problems())
                .extracting(Problem::reason)
                .containsExactly(FailureReason.AGENT_OFFLINE);

        instance = Seen.absent();
        assertThat(plan(FOLLOWED, Seen.absent(), Seen.absent(), Seen.absent(), NOT_COMPARED)
                        .problems())
                .extracting(Problem::reason)
                .containsExactly(FailureReason.REFERENCE_NOT_FOUND);
    }

    @Test
    void nothingIsDoneOutOfWhatCouldNotBeSeen() {
        Seen<Command> unseen = Seen.unknown(FailureReason.AWS_UNAVAILABLE, "ListCommands: AWS did not answer");

        var plan = plan(FOLLOWED, Seen.absent(), Seen.absent(), unseen, NOT_COMPARED);

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.problems()).extracting(Problem::reason).containsExactly(FailureReason.AWS_UNAVAILABLE);
    }

    @Test
    void aMigrationThatDoesNotExistYetHoldsReadyButNotTheCopies() {
        switched = Seen.absent();

        var plan = plan(FOLLOWED, Seen.present(proof("first")), MANIFEST, command("Success", 31), NOT_COMPARED);

        assertThat(plan.waits()).containsExactly("Wait for Migration mvp of spec.import.until: it does not exist yet");
        assertThat(plan.steps()).containsExactly(new Copy(BUCKET, FOLLOWED, "follow", true));
    }

    private Plan<Means> plan(
            ImportSource source, Seen<Proof> proof, Seen<String> manifest, Seen<Command> command, JobState comparison) {
        var observed = new ObservedImport(proof, manifest, switched, instance, agent, command, said, comparison);
        var plan = new Plan.Builder<Means>();
        new ImportPlanner(spec(source), new Identity(ACCOUNT, "aws"), observed, new AllowTag(true), NOW, plan).plan();
        return plan.build();
    }

    private static EffectiveImageStore spec(ImportSource source) {
        var until = source.follows() ? ", until: {migrationRef: {name: mvp}}" : "";
        return SampleStore.of(
                "{bucketName: bucket, access: {roleName: role, prefix: media/}, import: {from: {ec2: {instanceId: i-1, path: /opt/app/media/}}, to: media/%s}}"
                        .formatted(until),
                "{}",
                false);
    }

    private static ImportSource source(String migration) {
        return ImportSource.of(OWNER, BUCKET, "i-1", "/opt/app/media/", "media/", migration);
    }

    private static Proof proof(String pass) {
        return proof(pass, "etag");
    }

    private static Proof proof(String pass, String manifest) {
        return new Proof(manifest, pass, 3, 300, SkippedFiles.NONE);
    }

    private static JobState same(String pass) {
        return new JobState.Finished(new Comparison(true, proof(pass), List.of()));
    }

    private static Seen<Command> command(String status, int secondsAgo) {
        return Seen.present(new Command("c-1", FOLLOWED.comment("first"), status, NOW.minusSeconds(secondsAgo)));
    }
}
