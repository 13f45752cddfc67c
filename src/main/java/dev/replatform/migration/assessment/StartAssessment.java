package dev.replatform.migration.assessment;

import dev.replatform.aws.DmsAssessments.NewRun;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.AssessmentSettings;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Means;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Step;

/** Starts a premigration assessment of a task that has never run. */
record StartAssessment(EffectiveMigration spec, AssessmentSettings settings, String taskArn, String name)
        implements Step<Means> {
    /** The name of the work. */
    static final String WORK = "Start the premigration assessment";

    private static final String FOLDER = "replatform";
    private static final int DIGEST_LENGTH = 8;

    /** @param runs how many runs with these settings the task has had; DMS wants a new name for each */
    static StartAssessment of(EffectiveMigration spec, AssessmentSettings settings, Task task, int runs) {
        return new StartAssessment(spec, settings, task.arn(), prefix(settings) + (runs + 1));
    }

    /** Other settings are other runs; a mode only says what a result means. */
    static String prefix(AssessmentSettings settings) {
        var inputs = settings.bucket() + "|" + settings.roleArn() + "|" + settings.exclude();
        return "replatform-%s-".formatted(Owner.sha256(inputs).substring(0, DIGEST_LENGTH));
    }

    @Override
    public String sentence() {
        return "Start DMS's premigration assessment of replication task %s: its files come into s3://%s/%s/%s/"
                .formatted(spec.name(), settings.bucket(), FOLDER, name);
    }

    @Override
    public void act(Means means) {
        means.jobs().start(spec.owner(), WORK, name, progress -> {
            means.aws()
                    .dmsAssessments()
                    .start(new NewRun(
                            taskArn, name, settings.bucket(), FOLDER, settings.roleArn(), settings.exclude()));
            return name;
        });
    }

    @Override
    public boolean needsTime() {
        return true;
    }
}
