package dev.replatform.sandbox.aws.rds;

import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.services.rds.model.DbInstanceAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.DbParameterGroupAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbParameterGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSnapshotAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbSnapshotNotFoundException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupAlreadyExistsException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupDoesNotCoverEnoughAZsException;
import software.amazon.awssdk.services.rds.model.DbSubnetGroupNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidDbInstanceStateException;
import software.amazon.awssdk.services.rds.model.InvalidDbParameterGroupStateException;
import software.amazon.awssdk.services.rds.model.InvalidDbSubnetGroupStateException;
import software.amazon.awssdk.services.rds.model.RdsException;

/** RDS's errors: code, HTTP status and text as the service sends them. */
final class RdsFaults {
    private RdsFaults() {}

    static RdsException instanceNotFound(String id) {
        return fault(
                DbInstanceNotFoundException.builder(), "DBInstanceNotFound", 404, "DBInstance " + id + " not found.");
    }

    static RdsException instanceExists() {
        return fault(
                DbInstanceAlreadyExistsException.builder(),
                "DBInstanceAlreadyExists",
                400,
                "DB instance already exists");
    }

    static RdsException instanceState(String text) {
        return fault(InvalidDbInstanceStateException.builder(), "InvalidDBInstanceState", 400, text);
    }

    static RdsException subnetGroupNotFound(String name) {
        return fault(
                DbSubnetGroupNotFoundException.builder(),
                "DBSubnetGroupNotFoundFault",
                404,
                "DB Subnet Group " + name + " not found.");
    }

    static RdsException subnetGroupExists(String name) {
        return fault(
                DbSubnetGroupAlreadyExistsException.builder(),
                "DBSubnetGroupAlreadyExists",
                400,
                "The DB subnet group '" + name + "' already exists.");
    }

    static RdsException subnetGroupInUse(String name) {
        return fault(
                InvalidDbSubnetGroupStateException.builder(),
                "InvalidDBSubnetGroupStateFault",
                400,
                "Cannot delete the subnet group '" + name
                        + "' because at least one database instance is still using it.");
    }

    static RdsException tooFewZones() {
        return fault(
                DbSubnetGroupDoesNotCoverEnoughAZsException.builder(),
                "DBSubnetGroupDoesNotCoverEnoughAZs",
                400,
                "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. Current AZ coverage:"
                        + " eu-west-1a. Add subnets to cover at least 2 AZs.");
    }

    static RdsException parameterGroupNotFound(String name) {
        return fault(
                DbParameterGroupNotFoundException.builder(),
                "DBParameterGroupNotFound",
                404,
                "DBParameterGroup not found: " + name);
    }

    static RdsException parameterGroupExists(String name) {
        return fault(
                DbParameterGroupAlreadyExistsException.builder(),
                "DBParameterGroupAlreadyExists",
                400,
                "Parameter group " + name + " already exists");
    }

    static RdsException parameterGroupState(String text) {
        return fault(InvalidDbParameterGroupStateException.builder(), "InvalidDBParameterGroupState", 400, text);
    }

    static RdsException snapshotNotFound(String id) {
        return fault(
                DbSnapshotNotFoundException.builder(), "DBSnapshotNotFound", 404, "DBSnapshot " + id + " not found.");
    }

    static RdsException snapshotExists(String id) {
        return fault(
                DbSnapshotAlreadyExistsException.builder(),
                "DBSnapshotAlreadyExists",
                400,
                "Cannot create the snapshot because a snapshot with the identifier " + id + " already exists.");
    }

    static RdsException invalidValue(String text) {
        return fault(RdsException.builder(), "InvalidParameterValue", 400, text);
    }

    static RdsException invalidCombination(String text) {
        return fault(RdsException.builder(), "InvalidParameterCombination", 400, text);
    }

    private static RdsException fault(RdsException.Builder builder, String code, int status, String text) {
        var details = AwsErrorDetails.builder()
                .serviceName("Rds")
                .errorCode(code)
                .errorMessage(text)
                .build();
        return (RdsException)
                builder.awsErrorDetails(details).statusCode(status).build();
    }
}
