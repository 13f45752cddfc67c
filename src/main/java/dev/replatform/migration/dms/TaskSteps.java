package dev.replatform.migration.dms;

import dev.replatform.aws.DmsTasks;
import dev.replatform.aws.DmsTasks.Documents;
import dev.replatform.aws.DmsTasks.NewTask;
import dev.replatform.aws.DmsTasks.TableStatistics;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.Means;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What is done with a replication task. */
public final class TaskSteps {
    private static final Duration RESUMED_AFTER_FAILURE = Duration.ofSeconds(30);

    private TaskSteps() {}

    public static AwsStep create(NewTask task) {
        return new AwsStep("Create replication task " + task.identifier(), true, aws -> aws.dmsTasks()
                .create(task));
    }

    public static AwsStep start(Task task) {
        return new AwsStep("Start replication task " + task.identifier(), true, aws -> aws.dmsTasks()
                .start(task.arn()));
    }

    public static AwsStep resume(Task task) {
        return new AwsStep("Resume replication task " + task.identifier(), true, aws -> aws.dmsTasks()
                .resume(task.arn()));
    }

    /** @param tables that the task knows and has not loaded; the rest of many follows when these are under way */
    public static AwsStep load(Task task, List<TableStatistics> tables) {
        var next = tables.subList(0, Math.min(tables.size(), DmsTasks.RELOADED_AT_ONCE));
        return new AwsStep(
                "Load %s with replication task %s"
                        .formatted(
                                next.stream().map(TableStatistics::name).collect(Collectors.joining(", ")),
                                task.identifier()),
                true,
                aws -> aws.dmsTasks().reload(task.arn(), next));
    }

    public static AwsStep modify(Task task, Documents documents) {
        return new AwsStep(
                "Modify replication task %s: its tables and settings".formatted(task.identifier()),
                true,
                aws -> aws.dmsTasks().modify(task.arn(), documents));
    }

    /** @param why for a person, behind the task's name; may be empty */
    public static AwsStep stop(Task task, String why) {
        return new AwsStep("Stop replication task " + task.identifier() + why, true, aws -> aws.dmsTasks()
                .stop(task.arn()));
    }

    /**
     * @param why for a person, behind the task's name; may be empty
     * @return what brings the task to rest; nothing where it rests
     */
    public static Plan<Means> rest(Task task, String why) {
        if (task.isRunning()) {
            return Plan.of(stop(task, why));
        }
        return task.isBetweenStates() ? waitFor(task) : Plan.nothing();
    }

    /** @return what takes the task away */
    public static Plan<Means> remove(Task task) {
        if (task.isRunning() || task.isBetweenStates()) {
            return rest(task, "");
        }
        return Plan.of(new AwsStep("Delete replication task " + task.identifier(), true, aws -> aws.dmsTasks()
                .delete(task.arn())));
    }

    /**
     * Resumes a task that stopped where it was told to. One that failed goes on from where it came to as well: what made it
     * fail is told, and may be mended meanwhile.
     *
     * @return nothing where it runs
     */
    public static Plan<Means> replicate(Seen<Task> seen, Instant now) {
        if (!(seen instanceof Seen.Present<Task> present)) {
            return Plan.problem(new Problem(
                    FailureReason.TASK_FAILED,
                    "The replication task is gone although rows were loaded: empty the target and start again"));
        }
        var task = present.it();
        if (task.isRunning()) {
            return Plan.nothing();
        }
        if (task.isStopped()) {
            return Plan.of(resume(task));
        }
        if (!task.hasFailed()) {
            return waitFor(task);
        }
        Plan<Means> failed = Plan.problem(failed(task));
        return isToBeResumed(task, now) ? failed.and(Plan.of(resume(task))) : failed;
    }

    public static Problem failed(Task task) {
        return new Problem(
                FailureReason.TASK_FAILED,
                "Replication task %s failed: %s".formatted(task.identifier(), task.failure()));
    }

    private static Plan<Means> waitFor(Task task) {
        return Plan.waitFor("Wait for replication task %s (%s)".formatted(task.identifier(), task.status()));
    }

    private static boolean isToBeResumed(Task failed, Instant now) {
        return failed.restingSince() == null
                || !now.isBefore(failed.restingSince().plus(RESUMED_AFTER_FAILURE));
    }
}
