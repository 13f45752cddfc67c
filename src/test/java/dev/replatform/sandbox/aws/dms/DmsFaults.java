package dev.replatform.sandbox.aws.dms;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.databasemigration.model.AccessDeniedException;
import software.amazon.awssdk.services.databasemigration.model.DatabaseMigrationException;
import software.amazon.awssdk.services.databasemigration.model.InvalidResourceStateException;
import software.amazon.awssdk.services.databasemigration.model.InvalidSubnetException;
import software.amazon.awssdk.services.databasemigration.model.ReplicationSubnetGroupDoesNotCoverEnoughAZsException;
import software.amazon.awssdk.services.databasemigration.model.ResourceAlreadyExistsException;
import software.amazon.awssdk.services.databasemigration.model.ResourceNotFoundException;
import software.amazon.awssdk.services.databasemigration.model.ResourceQuotaExceededException;
import software.amazon.awssdk.services.databasemigration.model.S3AccessDeniedException;
import software.amazon.awssdk.services.databasemigration.model.S3ResourceNotFoundException;

/** DMS's errors: code and text as the service sends them, all with HTTP status 400. */
final class DmsFaults {
    private DmsFaults() {}

    static DatabaseMigrationException notFound(String text) {
        return fault(ResourceNotFoundException.builder(), "ResourceNotFoundFault", text);
    }

    static DatabaseMigrationException alreadyExists(String text) {
        return fault(ResourceAlreadyExistsException.builder(), "ResourceAlreadyExistsFault", text);
    }

    static DatabaseMigrationException invalidState(String text) {
        return fault(InvalidResourceStateException.builder(), "InvalidResourceStateFault", text);
    }

    static DatabaseMigrationException accessDenied(String text) {
        return fault(AccessDeniedException.builder(), "AccessDeniedFault", text);
    }

    static DatabaseMigrationException tooFewZones(String group) {
        return fault(
                ReplicationSubnetGroupDoesNotCoverEnoughAZsException.builder(),
                "ReplicationSubnetGroupDoesNotCoverEnoughAZs",
                "The replication subnet group '" + group + "' does not cover at least two Availability Zones.");
    }

    static DatabaseMigrationException invalidSubnet(String id) {
        return fault(InvalidSubnetException.builder(), "InvalidSubnet", "The subnet '" + id + "' is invalid.");
    }

    static DatabaseMigrationException quotaExceeded(String text) {
        return fault(ResourceQuotaExceededException.builder(), "ResourceQuotaExceededFault", text);
    }

    static DatabaseMigrationException noSuchBucket(String bucket) {
        return fault(
                S3ResourceNotFoundException.builder(),
                "S3ResourceNotFoundFault",
                "A specified Amazon S3 bucket, bucket folder, or other object can't be found: " + bucket);
    }

    static DatabaseMigrationException bucketDenied(String text) {
        return fault(S3AccessDeniedException.builder(), "S3AccessDeniedFault", text);
    }

    static DatabaseMigrationException invalidValue(String text) {
        return fault(DatabaseMigrationException.builder(), "InvalidParameterValueException", text);
    }

    static DatabaseMigrationException invalidCombination(String text) {
        return fault(DatabaseMigrationException.builder(), "InvalidParameterCombinationException", text);
    }

    private static DatabaseMigrationException fault(
            DatabaseMigrationException.Builder builder, String code, String text) {
        var details = AwsErrorDetails.builder()
                .serviceName("DatabaseMigration")
                .errorCode(code)
                .errorMessage(text)
                .build();
        return (DatabaseMigrationException)
                builder.awsErrorDetails(details).statusCode(400).build();
    }
}
