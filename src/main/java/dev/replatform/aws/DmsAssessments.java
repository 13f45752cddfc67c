package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import java.time.Instant;
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
    public record Run(
            String name, String arn, String status, Instant startedAt, String failure, String bucket, String folder) {
        private static final Set<String> ENDED_WITH_RESULTS = Set.of("passed", "warning", "failed");
        private static final Set<String> IN_ERROR = Set.of("error-executing", "error-provisioning");

        /** @return whether every individual assessment has a result */
        public boolean hasResults() {
            return ENDED_WITH_RESULTS.contains(status);
        }

        /** @return whether at least one of them failed */
        public boolean hasFailed() {
            return "failed".equals(status);
        }

        /** @return whether DMS could not make them */
        public boolean isInError() {
            return IN_ERROR.contains(status);
        }

        /** @return where its files lie: {@code s3://bucket/folder/run/} */
        public String location() {
            return "s3://%s/%s%s/".formatted(bucket, folder.isEmpty() ? "" : folder + "/", name);
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

    /** @return the runs of a task, in no order; may be empty */
    public Seen<List<Run>> runs(String taskArn) {
        Seen<List<Run>> found = AwsCalls.see(
                "DescribeReplicationTaskAssessmentRuns",
                () -> dms
                        .describeReplicationTaskAssessmentRunsPaginator(
                                request -> request.filters(DmsInstances.filter("replication-task-arn", taskArn)))
                        .stream()
                        .flatMap(page -> page.replicationTaskAssessmentRuns().stream())
                        .map(DmsAssessments::run)
                        .toList(),
                ResourceNotFoundException.class);
        return found.isAbsent() ? Seen.present(List.of()) : found; // DMS calls a list without entries not found
    }

    /** @return what each assessment of a run says */
    public Seen<List<Individual>> results(String taskArn, String runArn) {
        return AwsCalls.see("DescribeReplicationTaskIndividualAssessments", () -> dms
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
                run.replicationTaskAssessmentRunCreationDate(),
                run.lastFailureMessage() == null ? "" : run.lastFailureMessage(),
                run.resultLocationBucket(),
                run.resultLocationFolder() == null ? "" : run.resultLocationFolder());
    }
}
