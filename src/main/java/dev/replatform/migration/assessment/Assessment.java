package dev.replatform.migration.assessment;

import dev.replatform.aws.AwsClients;
import dev.replatform.aws.DmsAssessments.Individual;
import dev.replatform.aws.DmsAssessments.Run;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.AssessmentSettings;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.migration.dms.TaskSteps;
import dev.replatform.preflight.Finding;
import dev.replatform.preflight.Severity;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import dev.replatform.work.Jobs;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is known of a premigration assessment, and what follows from it.
 *
 * @param run the newest with these settings; absent where there is none
 * @param results what each assessment says; absent where there is no run
 * @param start whether DMS has taken the call that starts the next one
 * @param runs how many there were with these settings
 */
public record Assessment(
        AssessmentSettings settings, Seen<Run> run, Seen<List<Individual>> results, JobState start, int runs) {
    /** What the codes of its findings begin with. */
    public static final String CODE = "DmsAssessment:";

    /** After so long one that failed is made again: the source may have been mended. */
    private static final Duration AGAIN = Duration.ofMinutes(15);

    private static final Duration START_AGAIN = Duration.ofMinutes(1);
    private static final String PAGE =
            "https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.AssessmentReport.PG.html";

    /** What may be done now. */
    public enum Verdict {
        /** The load may begin. */
        GO,
        /** An assessment is to be started. */
        START,
        /** One is under way, or DMS says what nobody knows. */
        WAIT,
        /** What DMS found holds the load. */
        HOLD
    }

    /** Looks; changes nothing. */
    public static Optional<Assessment> see(EffectiveMigration spec, Task task, AwsClients aws, Jobs jobs) {
        if (spec.assessment().isEmpty() || !task.wasNeverStarted()) {
            return Optional.empty();
        }
        var settings = spec.assessment().get();
        var runs = runs(settings, task, aws);
        var newest = runs.then(all -> all.stream()
                .max(Comparator.comparing(Run::startedAt))
                .map(Seen::present)
                .orElse(Seen.absent()));
        var number = runs.value().map(List::size).orElse(0);
        return Optional.of(new Assessment(
                settings,
                newest,
                newest.then(run -> aws.dmsAssessments().results(task.arn(), run.arn())),
                jobs.state(spec.owner(), StartAssessment.WORK, StartAssessment.prefix(settings) + (number + 1)),
                number));
    }

    private static Seen<List<Run>> runs(AssessmentSettings settings, Task task, AwsClients aws) {
        var all = aws.dmsAssessments().runs(task.arn());
        return all.map(found -> found.stream()
                .filter(run -> run.name().startsWith(StartAssessment.prefix(settings)))
                .toList());
    }

    /** @return what may be done; never GO on what could not be seen */
    public Verdict verdict(Instant now) {
        if (run.isUnknown() || results.isUnknown()) {
            return Verdict.WAIT;
        }
        if (run.isAbsent()) {
            return verdictWithoutRun(now);
        }
        var found = run.value().orElseThrow();
        if (found.hasResults() && !found.hasFailed()) {
            return Verdict.GO;
        }
        if (!found.hasFailed() && !found.isInError()) {
            return Verdict.WAIT;
        }
        if (!settings.blocks()) {
            return Verdict.GO;
        }
        var isToBeMadeAgain = !now.isBefore(found.startedAt().plus(AGAIN)) && start.isDue(now, START_AGAIN);
        return isToBeMadeAgain ? Verdict.START : Verdict.HOLD;
    }

    private Verdict verdictWithoutRun(Instant now) {
        if (start instanceof JobState.Failed && !settings.blocks()) {
            return Verdict.GO;
        }
        if (start.isDue(now, START_AGAIN)) {
            return Verdict.START;
        }
        return start.problem().isPresent() ? Verdict.HOLD : Verdict.WAIT;
    }

    /** @return what is to be done now: the task is started once nothing of the assessment holds it */
    public Plan<Means> plan(EffectiveMigration spec, Task task, Instant now) {
        var plan = new Plan.Builder<Means>().unless(run).unless(results);
        var verdict = verdict(now);
        if (verdict != Verdict.GO) {
            problem().ifPresent(plan::problem);
        }
        if (task.isBetweenStates() || verdict == Verdict.WAIT) {
            plan.waitFor("Wait for DMS's premigration assessment");
        } else if (verdict == Verdict.START) {
            plan.step(StartAssessment.of(spec, settings, task, runs));
        } else if (verdict == Verdict.GO) {
            plan.step(TaskSteps.start(task));
        }
        return plan.build();
    }

    /** @return what keeps the load from beginning, in words; empty where nothing does */
    public Optional<Problem> problem() {
        if (!settings.blocks()) {
            return Optional.empty();
        }
        if (run.isAbsent()) {
            return start.problem().map(Assessment::notStarted);
        }
        return run.value().filter(it -> it.hasFailed() || it.isInError()).map(this::failed);
    }

    private static Problem notStarted(Problem why) {
        return new Problem(
                why.reason(),
                "DMS does not begin its premigration assessment: %s: mend it, or set spec.assessment.mode to Warn or Skip"
                        .formatted(why.message()));
    }

    private Problem failed(Run found) {
        var names = results.value().orElse(List.of()).stream()
                .filter(Assessment::hasFailed)
                .map(Individual::name)
                .sorted()
                .collect(Collectors.joining(", "));
        var what = found.isInError() ? "ended as %s: %s".formatted(found.status(), found.failure()) : "fails: " + names;
        return new Problem(
                FailureReason.BLOCKED,
                "DMS's premigration assessment %s; its files lie in %s: mend the source, or name an assessment in spec.assessment.exclude; it is made again every %d minutes"
                        .formatted(what, found.location(), AGAIN.toMinutes()));
    }

    /** @return what DMS found, by name, beside what the operator's own checks found */
    public List<Finding> findings() {
        var found = new ArrayList<Finding>();
        if (run.isAbsent()) {
            start.problem()
                    .ifPresent(why -> found.add(new Finding(
                            gravest(),
                            CODE + "start",
                            settings.bucket(),
                            why.message(),
                            "mend it, or set spec.assessment.mode to Skip")));
        }
        run.value()
                .filter(Run::isInError)
                .ifPresent(it -> found.add(new Finding(
                        gravest(),
                        CODE + "run",
                        it.name(),
                        "the assessment ended as %s: %s".formatted(it.status(), it.failure()),
                        "see %s; it is made again".formatted(it.location()))));
        results.value().orElse(List.of()).stream()
                .flatMap(it -> severity(it).map(severity -> finding(severity, it)).stream())
                .forEach(found::add);
        return List.copyOf(found);
    }

    private Finding finding(Severity severity, Individual it) {
        var file = run.value().map(Run::location).orElse("") + it.name() + ".json";
        return new Finding(
                severity,
                CODE + it.name(),
                file,
                "DMS's assessment %s says %s".formatted(it.name(), it.status()),
                "the file names the objects; what the assessment means: " + PAGE);
    }

    private Optional<Severity> severity(Individual it) {
        if (hasFailed(it)) {
            return Optional.of(gravest());
        }
        return switch (it.status()) {
            case "warning" -> Optional.of(Severity.WARNING);
            case "cancelled", "skipped" -> Optional.of(Severity.NOTE);
            default -> Optional.empty();
        };
    }

    private static boolean hasFailed(Individual it) {
        return it.status().equals("failed") || it.status().equals("error");
    }

    private Severity gravest() {
        return settings.blocks() ? Severity.BLOCKER : Severity.WARNING;
    }
}
