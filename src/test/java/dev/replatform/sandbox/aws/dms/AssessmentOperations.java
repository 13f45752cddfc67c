package dev.replatform.sandbox.aws.dms;

import static dev.replatform.sandbox.aws.ServedMembers.only;

import java.util.Map;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.DescribeReplicationTaskAssessmentRunsRequest;
import software.amazon.awssdk.services.databasemigration.model.DescribeReplicationTaskAssessmentRunsResponse;
import software.amazon.awssdk.services.databasemigration.model.DescribeReplicationTaskIndividualAssessmentsRequest;
import software.amazon.awssdk.services.databasemigration.model.DescribeReplicationTaskIndividualAssessmentsResponse;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTaskAssessmentRun;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTaskIndividualAssessment;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskAssessmentRunRequest;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskAssessmentRunResponse;

/** The operations of DMS that are about premigration assessments. */
interface AssessmentOperations extends DatabaseMigrationClient {
    /** @return the runs of the account */
    AssessmentRuns assessmentRuns();

    @Override
    default StartReplicationTaskAssessmentRunResponse startReplicationTaskAssessmentRun(
            StartReplicationTaskAssessmentRunRequest request) {
        only(
                request,
                "ReplicationTaskArn",
                "ServiceAccessRoleArn",
                "ResultLocationBucket",
                "ResultLocationFolder",
                "AssessmentRunName",
                "Exclude");
        return StartReplicationTaskAssessmentRunResponse.builder()
                .replicationTaskAssessmentRun(assessmentRuns().start(request))
                .build();
    }

    @Override
    default DescribeReplicationTaskAssessmentRunsResponse describeReplicationTaskAssessmentRuns(
            DescribeReplicationTaskAssessmentRunsRequest request) {
        only(request, "Filters", "MaxRecords", "Marker");
        var listing = Listing.of(
                "Assessment Runs",
                assessmentRuns().all(),
                request.filters(),
                Map.of(
                        "replication-task-arn", ReplicationTaskAssessmentRun::replicationTaskArn,
                        "replication-task-assessment-run-arn",
                                ReplicationTaskAssessmentRun::replicationTaskAssessmentRunArn,
                        "status", ReplicationTaskAssessmentRun::status),
                request.maxRecords(),
                request.marker());
        return DescribeReplicationTaskAssessmentRunsResponse.builder()
                .replicationTaskAssessmentRuns(listing.items())
                .marker(listing.marker())
                .build();
    }

    @Override
    default DescribeReplicationTaskIndividualAssessmentsResponse describeReplicationTaskIndividualAssessments(
            DescribeReplicationTaskIndividualAssessmentsRequest request) {
        only(request, "Filters", "MaxRecords", "Marker");
        var listing = Listing.of(
                "Individual Assessments",
                assessmentRuns().allIndividuals(),
                request.filters(),
                Map.of(
                        "replication-task-arn", it -> assessmentRuns().taskOf(it),
                        "replication-task-assessment-run-arn",
                                ReplicationTaskIndividualAssessment::replicationTaskAssessmentRunArn,
                        "status", ReplicationTaskIndividualAssessment::status),
                request.maxRecords(),
                request.marker());
        return DescribeReplicationTaskIndividualAssessmentsResponse.builder()
                .replicationTaskIndividualAssessments(listing.items())
                .marker(listing.marker())
                .build();
    }
}
