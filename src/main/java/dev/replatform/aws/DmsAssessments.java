package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTaskAssessmentRun;
import software.amazon.awssdk.services.databasemigration.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;

/**
 * DMS's premigration assessments of a replication task. See <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.AssessmentReport.html">the guide</a> and <a
 * href="https://docs.aws.amazon.com/dms/latest/APIReference/API_ReplicationTaskAssessmentRun.html">the states of a run</a>.
 */
public final class DmsAssessments {
    private final DatabaseMigrationClient dms;

    DmsAssessments(DatabaseMigrationClient dms) {
        this.dms = dms;
    }

    /**
     * One run of the assessments.
     *
     * @param name unique for the task
     * @param status in DMS's words
     * @param failure DMS's last failure message; empty where there is none
     * @param bucket where DMS writes what it found
     * @param folder below which the run has a folder of its own; empty for none
     */
    public record Run(String name, String arn, String status, String failure, String bucket, String folder) {
        private static final Set<String> UNDER_WAY = Set.of("starting", "provisioning", "running");
        private static final Set<String> ENDED_WITH_RESULTS = Set.of("passed", "warning", "failed");

        public boolean isUnderWay() {
            return UNDER_WAY.contains(status);
        }

        /** @return whether every individual assessment has a result */
        public boolean hasResults() {
            return ENDED_WITH_RESULTS.contains(status);
        }
    }

    /**
     * One assessment of a run.
     *
     * @param name for example {@code postgres-check-wallevel}
     * @param status {@code passed}, {@code warning}, {@code failed}, {@code error}, {@code cancelled}, {@code skipped},
     *     {@code pending}, {@code running}, or a word that DMS has learned since
     */
    public record Individual(String name, String status) {}

    /**
     * What a run is made of.
     *
     * @param name unique for the task
     * @param roleArn the role with which DMS writes into the bucket
     * @param exclude assessments that are not made; may be empty
     */
    public record NewRun(
            String taskArn, String name, String bucket, String folder, String roleArn, List<String> exclude) {}

    /** @return the run of that name; absent where the task has none */
    public Seen<Run> one(String taskArn, String name) {
        return AwsCalls.see(
                "DescribeReplicationTaskAssessmentRuns",
                () -> dms
                        .describeReplicationTaskAssessmentRunsPaginator(
                                request -> request.filters(DmsInstances.filter("replication-task-arn", taskArn)))
                        .stream()
                        .flatMap(page -> page.replicationTaskAssessmentRuns().stream())
                        .filter(run -> name.equals(run.assessmentRunName()))
                        .findFirst()
                        .map(DmsAssessments::run)
                        .orElseThrow(() -> ResourceNotFoundException.builder().build()),
                ResourceNotFoundException.class);
    }

    /** @return what each assessment of a run says */
    public Seen<List<Individual>> results(String taskArn, String runArn) {
        return AwsCalls.see(
                "DescribeReplicationTaskIndividualAssessments",
                () -> dms
                        .describeReplicationTaskIndividualAssessmentsPaginator(
                                request -> request.filters(DmsInstances.filter("replication-task-arn", taskArn)))
                        .stream()
                        .flatMap(page -> page.replicationTaskIndividualAssessments().stream())
                        .filter(it -> runArn.equals(it.replicationTaskAssessmentRunArn()))
                        .map(it -> new Individual(it.individualAssessmentName(), it.status()))
                        .toList());
    }

    /** Starts a run. DMS wants the task at rest and both connections tested; it takes the task meanwhile. */
    public void start(NewRun wanted) {
        AwsCalls.actUnless(
                ResourceAlreadyExistsException.class,
                "StartReplicationTaskAssessmentRun",
                () -> dms.startReplicationTaskAssessmentRun(request -> request.replicationTaskArn(wanted.taskArn())
                        .assessmentRunName(wanted.name())
                        .serviceAccessRoleArn(wanted.roleArn())
                        .resultLocationBucket(wanted.bucket())
                        .resultLocationFolder(wanted.folder())
                        .exclude(wanted.exclude().isEmpty() ? null : wanted.exclude())));
    }

    private static Run run(ReplicationTaskAssessmentRun run) {
        return new Run(
                run.assessmentRunName(),
                run.replicationTaskAssessmentRunArn(),
                run.status(),
                run.lastFailureMessage() == null ? "" : run.lastFailureMessage(),
                run.resultLocationBucket(),
                run.resultLocationFolder() == null ? "" : run.resultLocationFolder());
    }
}
