package dev.replatform.sandbox.aws.rds;

import dev.replatform.sandbox.aws.rds.EngineVersions.Version;
import java.util.Locale;
import java.util.Set;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DeleteDbInstanceRequest;

/**
 * What RDS refuses to create and to delete. <a
 * href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html">CreateDBInstance</a>, <a
 * href="https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DeleteDBInstance.html">DeleteDBInstance</a>.
 */
final class DbInstanceRules {
    private static final Set<String> RESERVED =
            Set.of("admin", "rdsadmin", "rds_superuser", "user", "public", "none", "all", "select", "table", "group");

    private DbInstanceRules() {}

    /** @return the version that the instance gets */
    static Version check(CreateDbInstanceRequest request) {
        if (!request.dbInstanceIdentifier().matches("[a-zA-Z](?:-?[a-zA-Z0-9]){0,62}")) {
            throw RdsFaults.invalidValue(
                    "The parameter DBInstanceIdentifier is not a valid identifier. Identifiers must"
                            + " begin with a letter; must contain only ASCII letters, digits, and hyphens; and must not end with"
                            + " a hyphen or contain two consecutive hyphens.");
        }
        if (!"postgres".equals(request.engine())) {
            throw RdsFaults.invalidValue("Invalid DB engine: " + request.engine());
        }
        if (request.dbName() != null && !request.dbName().matches("[a-zA-Z_][a-zA-Z0-9_]{0,62}")) {
            throw RdsFaults.invalidValue("DBName must begin with a letter and contain only alphanumeric characters.");
        }
        checkMaster(request.masterUsername(), request.masterUserPassword());
        checkSize(request);
        return EngineVersions.chosen(request.engineVersion())
                .orElseThrow(() -> RdsFaults.invalidCombination(
                        "Cannot find version " + request.engineVersion() + " for postgres"));
    }

    static void checkPassword(String password) {
        if (password == null || password.length() < 8 || password.length() > 128) {
            throw RdsFaults.invalidValue(
                    "The parameter MasterUserPassword is not a valid password because it is shorter"
                            + " than 8 characters or longer than 128 characters.");
        }
        if (!password.matches("[!-~&&[^/\"@]]+")) {
            throw RdsFaults.invalidValue(
                    "The parameter MasterUserPassword is not a valid password. Only printable ASCII"
                            + " characters besides '/', '@', '\"', ' ' may be used.");
        }
    }

    static void check(DeleteDbInstanceRequest request, DbInstance instance) {
        var skip = Boolean.TRUE.equals(request.skipFinalSnapshot());
        if (skip && request.finalDBSnapshotIdentifier() != null) {
            throw RdsFaults.invalidCombination(
                    "FinalDBSnapshotIdentifier can not be specified when deleting an instance with SkipFinalSnapshot");
        }
        if (!skip && request.finalDBSnapshotIdentifier() == null) {
            throw RdsFaults.invalidCombination(
                    "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.");
        }
        if (Boolean.TRUE.equals(instance.description().deletionProtection())) {
            throw RdsFaults.invalidCombination(
                    "Cannot delete protected DB Instance, please disable deletion protection and try again.");
        }
        if (instance.isIn("deleting")) {
            throw RdsFaults.instanceState(
                    "Instance " + instance.description().dbInstanceIdentifier() + " is already being deleted.");
        }
        if (instance.isIn("creating")) {
            throw RdsFaults.instanceState("Instance " + instance.description().dbInstanceIdentifier()
                    + " is not currently available, its state is: creating.");
        }
    }

    private static void checkMaster(String name, String password) {
        if (name == null || !name.matches("[a-zA-Z][a-zA-Z0-9_]{0,62}")) {
            throw RdsFaults.invalidValue("The parameter MasterUsername is not a valid identifier.");
        }
        if (RESERVED.contains(name.toLowerCase(Locale.ROOT)) || name.startsWith("pg_")) {
            throw RdsFaults.invalidValue(
                    "MasterUsername " + name + " cannot be used as it is a reserved word used by the engine");
        }
        checkPassword(password);
    }

    private static void checkSize(CreateDbInstanceRequest request) {
        if (!EngineVersions.offersClass(request.dbInstanceClass())) {
            throw RdsFaults.invalidCombination(
                    "RDS does not support creating a DB instance with the following combination:"
                            + " DBInstanceClass=" + request.dbInstanceClass() + ", Engine=postgres, EngineVersion="
                            + request.engineVersion() + ", LicenseModel=postgresql-license.");
        }
        var least = "gp3".equals(request.storageType()) ? 20 : 5;
        if (request.allocatedStorage() == null
                || request.allocatedStorage() < least
                || request.allocatedStorage() > 65536) {
            throw RdsFaults.invalidValue("Invalid storage size for engine name postgres and storage type "
                    + request.storageType() + ": " + request.allocatedStorage());
        }
        if (request.port() != null && (request.port() < 1150 || request.port() > 65535)) {
            throw RdsFaults.invalidValue("Invalid port. Valid range is 1150-65535.");
        }
        if (request.backupRetentionPeriod() != null
                && (request.backupRetentionPeriod() < 0 || request.backupRetentionPeriod() > 35)) {
            throw RdsFaults.invalidValue("Invalid backup retention period. Retention period must be between 0 and 35.");
        }
    }
}
