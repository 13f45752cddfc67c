package dev.replatform.sandbox.aws.readers;

import static dev.replatform.sandbox.aws.readers.Waiting.until;

import dev.replatform.sandbox.aws.SandboxAws;
import dev.replatform.sandbox.aws.servers.Login;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.databasemigration.model.DmsSslModeValue;
import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.PostgreSQLSettings;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;
import software.amazon.awssdk.services.databasemigration.model.Tag;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.Parameter;

/** An instance of RDS with its groups and a snapshot, and a task of DMS that has loaded a table into it. */
final class Databases {
    private static final String NAME = "mvp";
    private static final String RESULTS = "cloudtalents-dms";
    private static final String ASSESSOR = "dms-assessment-mvp";
    private static final String SOURCE = "10.10.10.10";
    private static final Login MASTER = new Login("mvp", "master-password");
    private static final Login DMS = new Login("mvp_dms", "dms-password");
    private static final software.amazon.awssdk.services.rds.model.Tag RDS_TAG =
            software.amazon.awssdk.services.rds.model.Tag.builder()
                    .key("App")
                    .value(NAME)
                    .build();
    private static final Tag DMS_TAG = Tag.builder().key("App").value(NAME).build();
    private static final String EVERY_TABLE = """
            {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                        "object-locator": {"schema-name": "public", "table-name": "%"}}]}
            """;

    private Databases() {}

    static void fill(SandboxAws aws) {
        startSource(aws);
        var target = makeInstance(aws.rds());
        letDmsWriteResults(aws);
        runTask(aws.dms(), target);
    }

    private static void letDmsWriteResults(SandboxAws aws) {
        aws.s3().createBucket(create -> create.bucket(RESULTS)
                .createBucketConfiguration(location -> location.locationConstraint("eu-west-1")));
        aws.iam().createRole(role -> role.roleName(ASSESSOR).assumeRolePolicyDocument("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                 "Principal": {"Service": "dms.amazonaws.com"}}]}"""));
        aws.iam()
                .putRolePolicy(
                        put -> put.roleName(ASSESSOR).policyName("results").policyDocument("""
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*",
                 "Resource": ["arn:aws:s3:::cloudtalents-dms", "arn:aws:s3:::cloudtalents-dms/*"]}]}"""));
    }

    private static void startSource(SandboxAws aws) {
        var source = aws.servers()
                .box(
                        SOURCE,
                        Map.of("wal_level", "logical"),
                        new Login("postgres", "admin-password"),
                        List.of("hostssl mvp mvp_dms 127.0.0.0/8 scram-sha-256"));
        source.execute(
                "postgres",
                "CREATE ROLE mvp_dms LOGIN REPLICATION PASSWORD '" + DMS.password() + "'",
                "GRANT pg_read_all_data TO mvp_dms",
                "CREATE DATABASE mvp");
        source.execute(
                NAME,
                "CREATE TABLE images (id bigint PRIMARY KEY, name text NOT NULL)",
                "INSERT INTO images VALUES (1, 'Zoë')");
    }

    /** @return the instance's host name */
    private static String makeInstance(RdsClient rds) {
        rds.createDBSubnetGroup(group -> group.dbSubnetGroupName(NAME)
                .dbSubnetGroupDescription("two zones")
                .subnetIds("subnet-a", "subnet-b")
                .tags(RDS_TAG));
        rds.createDBParameterGroup(group -> group.dbParameterGroupName(NAME)
                .dbParameterGroupFamily("postgres16")
                .description("ours")
                .tags(RDS_TAG));
        rds.modifyDBParameterGroup(group -> group.dbParameterGroupName(NAME)
                .parameters(Parameter.builder()
                        .parameterName("log_min_duration_statement")
                        .parameterValue("500")
                        .applyMethod(ApplyMethod.IMMEDIATE)
                        .build()));
        rds.createDBInstance(create -> create.dbInstanceIdentifier(NAME)
                .dbInstanceClass("db.t3.micro")
                .engine("postgres")
                .engineVersion("16")
                .dbName(NAME)
                .masterUsername(MASTER.name())
                .masterUserPassword(MASTER.password())
                .allocatedStorage(20)
                .maxAllocatedStorage(100)
                .storageType("gp3")
                .storageEncrypted(true)
                .dbSubnetGroupName(NAME)
                .dbParameterGroupName(NAME)
                .vpcSecurityGroupIds("sg-rds")
                .backupRetentionPeriod(7)
                .enableCloudwatchLogsExports("postgresql")
                .tags(RDS_TAG));
        until("the instance", () -> statusOfInstance(rds).equals("available"));
        rds.createDBSnapshot(snapshot -> snapshot.dbInstanceIdentifier(NAME)
                .dbSnapshotIdentifier("mvp-before")
                .tags(RDS_TAG));
        until("the snapshot", () -> rds.describeDBSnapshots(of -> of.dbSnapshotIdentifier("mvp-before"))
                .dbSnapshots()
                .get(0)
                .status()
                .equals("available"));
        // A snapshot of a running instance shows it as backing up.
        until("the instance again", () -> statusOfInstance(rds).equals("available"));
        return rds.describeDBInstances().dbInstances().get(0).endpoint().address();
    }

    private static String statusOfInstance(RdsClient rds) {
        return rds.describeDBInstances().dbInstances().get(0).dbInstanceStatus();
    }

    private static void runTask(DatabaseMigrationClient dms, String target) {
        dms.createReplicationSubnetGroup(group -> group.replicationSubnetGroupIdentifier(NAME)
                .replicationSubnetGroupDescription("two zones")
                .subnetIds("subnet-a", "subnet-b")
                .tags(DMS_TAG));
        var instance = dms.createReplicationInstance(create -> create.replicationInstanceIdentifier(NAME)
                        .replicationInstanceClass("dms.t3.medium")
                        .replicationSubnetGroupIdentifier(NAME)
                        .allocatedStorage(50)
                        .publiclyAccessible(false)
                        .tags(DMS_TAG))
                .replicationInstance()
                .replicationInstanceArn();
        until("the replication instance", () -> dms.describeReplicationInstances()
                .replicationInstances()
                .get(0)
                .replicationInstanceStatus()
                .equals("available"));
        var from = endpoint(dms, ReplicationEndpointTypeValue.SOURCE, SOURCE, DMS);
        var to = endpoint(dms, ReplicationEndpointTypeValue.TARGET, target, MASTER);
        for (var endpoint : List.of(from, to)) {
            dms.testConnection(test -> test.replicationInstanceArn(instance).endpointArn(endpoint));
        }
        until("the connections", () -> dms.describeConnections().connections().stream()
                .allMatch(connection -> connection.status().equals("successful")));
        var task = dms.createReplicationTask(create -> create.replicationTaskIdentifier(NAME)
                        .replicationInstanceArn(instance)
                        .sourceEndpointArn(from)
                        .targetEndpointArn(to)
                        .migrationType(MigrationTypeValue.FULL_LOAD_AND_CDC)
                        .tableMappings(EVERY_TABLE)
                        .tags(DMS_TAG))
                .replicationTask()
                .replicationTaskArn();
        until("the task", () -> statusOfTask(dms).equals("ready"));
        dms.startReplicationTaskAssessmentRun(start -> start.replicationTaskArn(task)
                .assessmentRunName("first")
                .resultLocationBucket(RESULTS)
                .serviceAccessRoleArn("arn:aws:iam::123456789012:role/" + ASSESSOR));
        until("the assessment", () -> statusOfTask(dms).equals("ready"));
        dms.startReplicationTask(start -> start.replicationTaskArn(task)
                .startReplicationTaskType(StartReplicationTaskTypeValue.START_REPLICATION));
        until("the load", () -> statusOfTask(dms).equals("running") && isLoaded(dms, task));
    }

    private static String endpoint(
            DatabaseMigrationClient dms, ReplicationEndpointTypeValue type, String host, Login login) {
        var settings = type == ReplicationEndpointTypeValue.SOURCE
                ? PostgreSQLSettings.builder().captureDdls(false).build()
                : PostgreSQLSettings.builder()
                        .afterConnectScript("SET session_replication_role = 'replica'")
                        .build();
        return dms.createEndpoint(create -> create.endpointIdentifier(type.toString())
                        .endpointType(type)
                        .engineName("postgres")
                        .serverName(host)
                        .port(5432)
                        .databaseName(NAME)
                        .username(login.name())
                        .password(login.password())
                        .sslMode(DmsSslModeValue.REQUIRE)
                        .postgreSQLSettings(settings)
                        .tags(DMS_TAG))
                .endpoint()
                .endpointArn();
    }

    private static String statusOfTask(DatabaseMigrationClient dms) {
        return dms.describeReplicationTasks().replicationTasks().get(0).status();
    }

    private static boolean isLoaded(DatabaseMigrationClient dms, String task) {
        return dms.describeTableStatistics(of -> of.replicationTaskArn(task)).tableStatistics().stream()
                .anyMatch(table -> "Table completed".equals(table.tableState()));
    }
}
