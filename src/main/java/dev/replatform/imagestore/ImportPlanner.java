package dev.replatform.imagestore;

import dev.replatform.aws.AwsAccount.Identity;
import dev.replatform.aws.Ec2Instances.Instance;
import dev.replatform.aws.RunCommands.Command;
import dev.replatform.imagestore.ImageStoreSteps.Means;
import dev.replatform.imagestore.ImportSteps.Compare;
import dev.replatform.imagestore.ImportSteps.Copy;
import dev.replatform.imagestore.ImportSteps.CopyAgain;
import dev.replatform.imagestore.ImportSteps.RecordProof;
import dev.replatform.ownership.AllowTag;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.time.Duration;
import java.time.Instant;

/**
 * The rules of an import. The box copies its folder in passes, one Run Command each; each pass leaves a manifest, which is
 * compared with the bucket; what is proved is recorded beside it. While a Migration is waited for, passes repeat; after its
 * switch one last pass is made, and its recorded proof ends the import for good.
 */
final class ImportPlanner {
    /** The AWS CLI is not there, as the script says it. */
    private static final int NO_AWS_CLI = 97;

    private static final Duration BETWEEN_PASSES = Duration.ofSeconds(30);
    private static final Duration AFTER_A_FAILURE = Duration.ofMinutes(2);
    private static final Duration BEFORE_COPYING_AGAIN = Duration.ofSeconds(10);
    private static final int LONGEST_TEXT = 300;

    private final EffectiveImageStore spec;
    private final ImportSource source;
    private final Identity identity;
    private final ObservedImport observed;
    private final AllowTag allowTag;
    private final Instant now;
    private final Plan.Builder<Means> plan;

    ImportPlanner(
            EffectiveImageStore spec,
            Identity identity,
            ObservedImport observed,
            AllowTag allowTag,
            Instant now,
            Plan.Builder<Means> plan) {
        this.spec = spec;
        this.source = spec.imports();
        this.identity = identity;
        this.observed = observed;
        this.allowTag = allowTag;
        this.now = now;
        this.plan = plan;
    }

    void plan() {
        plan.unless(observed.proof());
        if (observed.proof().isUnknown() || observed.isFinished(source)) {
            return;
        }
        plan.unless(observed.manifest())
                .unless(observed.switched())
                .unless(observed.instance())
                .unless(observed.agentOnline())
                .unless(observed.command());
        checkBox();
        if (plan.hasProblems()) {
            return;
        }
        if (source.follows() && observed.switched().isAbsent()) {
            plan.waitFor(
                    "Wait for Migration %s of spec.import.until: it does not exist yet".formatted(source.migration()));
        }
        observed.command().value().ifPresentOrElse(this::planAfter, this::planWithoutCommand);
    }

    private void checkBox() {
        if (observed.instance().isAbsent()) {
            plan.problem(new Problem(
                    FailureReason.REFERENCE_NOT_FOUND,
                    "EC2 instance %s of spec.import.from does not exist in %s"
                            .formatted(source.instanceId(), spec.region())));
            return;
        }
        observed.instance()
                .value()
                .map(Instance::tags)
                .flatMap(tags -> allowTag.refuses(spec.owner(), "EC2 instance " + source.instanceId(), tags))
                .ifPresent(plan::problem);
        if (!observed.agentOnline().isUnknown() && !observed.agentOnline().is(online -> online)) {
            plan.problem(new Problem(
                    FailureReason.AGENT_OFFLINE,
                    "the SSM agent of EC2 instance %s does not answer: start it, and give the instance's role AmazonSSMManagedInstanceCore"
                            .formatted(source.instanceId())));
        }
    }

    private void planAfter(Command command) {
        if (!command.hasEnded()) {
            waitFor("Wait for %s to copy %s (%s)".formatted(source.instanceId(), source.path(), command.status()));
        } else if (!command.hasSucceeded()) {
            plan.problem(failure(command));
            if (isOver(AFTER_A_FAILURE)) {
                copy(observed.nextPass());
            }
        } else {
            planWithoutCommand();
        }
    }

    /** SSM forgets commands after 30 days; the manifest does not. */
    private void planWithoutCommand() {
        observed.manifest().value().ifPresentOrElse(this::planOn, () -> copy(observed.nextPass()));
    }

    private void planOn(String manifest) {
        if (observed.proof().is(proof -> proof.manifest().equals(manifest))) {
            planNextPass();
        } else if (observed.comparison() instanceof JobState.Running) {
            waitFor("Wait for the comparison of every copied file with the bucket");
        } else if (observed.comparison() instanceof JobState.Finished finished) {
            planOn((Comparison) finished.result());
        } else {
            planComparison(manifest);
        }
    }

    private void planComparison(String manifest) {
        if (observed.comparison() instanceof JobState.Failed failed) {
            plan.problem(failed.why());
            if (failed.at().plus(BEFORE_COPYING_AGAIN).isAfter(now)) {
                return;
            }
        }
        plan.step(new Compare(spec.owner(), spec.bucketName(), source, manifest, isRoutine()));
    }

    private void planOn(Comparison comparison) {
        var due = observed.nextPass();
        boolean lastIsDue =
                due.equals(ImportSource.LAST) && !comparison.proved().pass().equals(ImportSource.LAST);
        if (!comparison.complete() || lastIsDue) {
            copy(due);
        } else if (comparison.differing().isEmpty()) {
            plan.step(new RecordProof(spec.bucketName(), identity.account(), source, comparison.proved(), isRoutine()));
        } else {
            plan.problem(new Problem(
                    FailureReason.OBJECTS_DIFFER,
                    "%d files are not in the bucket with their content, among them %s"
                            .formatted(
                                    comparison.differing().size(),
                                    Manifest.shown(comparison.differing().get(0)))));
            if (isOver(BEFORE_COPYING_AGAIN)) {
                plan.step(new CopyAgain(
                        spec.owner(), spec.bucketName(), identity.account(), source, due, comparison.differing()));
            }
        }
    }

    private void planNextPass() {
        if (observed.nextPass().equals(ImportSource.LAST) || isOver(BETWEEN_PASSES)) {
            copy(observed.nextPass());
        }
    }

    private void copy(String pass) {
        plan.step(new Copy(spec.bucketName(), source, pass, isRoutine()));
    }

    /** @return whether everything was proved before and nothing has switched: the object stays ready meanwhile */
    private boolean isRoutine() {
        return observed.nextPass().equals(ImportSource.FOLLOW);
    }

    private void waitFor(String sentence) {
        if (!isRoutine()) {
            plan.waitFor(sentence);
        }
    }

    private boolean isOver(Duration pause) {
        return !observed.command()
                .is(command -> command.requestedAt().plus(pause).isAfter(now));
    }

    private Problem failure(Command command) {
        if (observed.said().is(said -> said.exitCode() == NO_AWS_CLI)) {
            return new Problem(
                    FailureReason.AWS_CLI_MISSING,
                    "EC2 instance %s has no AWS CLI: install it".formatted(source.instanceId()));
        }
        return new Problem(
                FailureReason.COMMAND_FAILED,
                "Run Command on EC2 instance %s ended as %s%s"
                        .formatted(source.instanceId(), command.status(), whatItSaid()));
    }

    /** The first line of what went wrong, without the name of the temporary folder, so that it stays the same. */
    private String whatItSaid() {
        return observed.said()
                .value()
                .flatMap(said ->
                        said.errors().lines().filter(line -> !line.isBlank()).findFirst())
                .map(line -> line.replaceAll("replatform\\.[A-Za-z0-9]{6}", "replatform")
                        .strip())
                .map(line -> ": " + line.substring(0, Math.min(line.length(), LONGEST_TEXT)))
                .orElse("");
    }
}
