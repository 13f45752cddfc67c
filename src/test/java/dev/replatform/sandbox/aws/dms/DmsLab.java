package dev.replatform.sandbox.aws.dms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.ec2.Network;
import dev.replatform.sandbox.aws.iam.SandboxIam;
import dev.replatform.sandbox.aws.servers.Login;
import dev.replatform.sandbox.aws.servers.PostgresServer;
import dev.replatform.sandbox.aws.servers.PostgresServers;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import dev.replatform.sandbox.kubernetes.Eventually;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.services.databasemigration.model.DmsSslModeValue;
import software.amazon.awssdk.services.databasemigration.model.Filter;
import software.amazon.awssdk.services.databasemigration.model.MigrationTypeValue;
import software.amazon.awssdk.services.databasemigration.model.PostgreSQLSettings;
import software.amazon.awssdk.services.databasemigration.model.ReplicationEndpointTypeValue;
import software.amazon.awssdk.services.databasemigration.model.ReplicationTask;
import software.amazon.awssdk.services.databasemigration.model.StartReplicationTaskTypeValue;
import software.amazon.awssdk.services.s3.S3Client;

/** A source, a target and a replication instance between them, for tests; each test has a schema of its own. */
final class DmsLab implements AutoCloseable {
    /** For who assesses nothing: no role lets DMS write anywhere. */
    static final AssessmentResults NO_RESULTS = new AssessmentResults(
            new S3Client() {
                @Override
                public String serviceName() {
                    return SERVICE_NAME;
                }

                @Override
                public void close() {}
            },
            new SandboxIam());

    static final Login DMS = new Login("mvp_dms", "dms-password");
    static final Login APP = new Login("mvp", "app-password");
    private static final Login ADMIN = new Login("postgres", "admin-password");
    private static final String LOB_SAFE = "{\"TargetMetadata\": {\"LobMaxSize\": 1024,"
            + " \"TaskRecoveryTableEnabled\": true},"
            + " \"FullLoadSettings\": {\"TargetTablePrepMode\": \"DO_NOTHING\", \"StopTaskCachedChangesNotApplied\": %s},"
            + " \"ErrorBehavior\": {\"DataErrorPolicy\": \"%3$s\", \"TableErrorPolicy\": \"%2$s\","
            + " \"ApplyErrorInsertPolicy\": \"%3$s\", \"ApplyErrorUpdatePolicy\": \"%3$s\","
            + " \"ApplyErrorDeletePolicy\": \"%3$s\"}}";

    final PostgresServers servers;
    final PostgresServer source;
    final PostgresServer target;
    final SandboxDms dms;
    final String instanceArn;
    private final String sourceArn;
    private final String targetArn;

    DmsLab(Path folder) {
        var addresses = new Addresses();
        servers = new PostgresServers(folder.resolve("postgres"), CertificateAuthority.create(folder), addresses);
        source = servers.box(
                "10.10.10.10",
                Map.of("wal_level", "logical"),
                ADMIN,
                List.of("hostssl mvp mvp_dms 127.0.0.0/8 scram-sha-256", "host all mvp all scram-sha-256"));
        source.execute(
                "postgres",
                "CREATE ROLE mvp LOGIN PASSWORD 'app-password'",
                "CREATE ROLE mvp_dms LOGIN REPLICATION PASSWORD 'dms-password'",
                "GRANT pg_read_all_data TO mvp_dms",
                "CREATE DATABASE mvp OWNER mvp");
        target = servers.start("mvp.rds.example", 5432, Map.of(), ADMIN, List.of("hostssl all all all scram-sha-256"));
        target.execute(
                "postgres",
                "CREATE ROLE mvp LOGIN PASSWORD 'app-password'",
                "GRANT SET ON PARAMETER session_replication_role TO mvp",
                "CREATE DATABASE mvp OWNER mvp");
        dms = new SandboxDms(addresses, Delays.TESTS, role -> true, new Network(), NO_RESULTS);
        dms.createReplicationSubnetGroup(r -> r.replicationSubnetGroupIdentifier("lab")
                .replicationSubnetGroupDescription("two zones")
                .subnetIds("subnet-a", "subnet-b"));
        instanceArn = dms.createReplicationInstance(r -> r.replicationInstanceIdentifier("lab")
                        .replicationInstanceClass("dms.t3.medium")
                        .replicationSubnetGroupIdentifier("lab")
                        .publiclyAccessible(false))
                .replicationInstance()
                .replicationInstanceArn();
        until(() -> dms.describeReplicationInstances()
                .replicationInstances()
                .get(0)
                .replicationInstanceStatus()
                .equals("available"));
        sourceArn = endpoint("source", ReplicationEndpointTypeValue.SOURCE, "10.10.10.10", DMS);
        targetArn = endpoint("target", ReplicationEndpointTypeValue.TARGET, "mvp.rds.example", APP);
        assertThat(connectionTest(sourceArn)).isEqualTo("successful");
        assertThat(connectionTest(targetArn)).isEqualTo("successful");
    }

    String sourceArn() {
        return sourceArn;
    }

    String endpoint(String id, ReplicationEndpointTypeValue type, String host, Login login) {
        var settings = type == ReplicationEndpointTypeValue.SOURCE
                ? PostgreSQLSettings.builder().captureDdls(false).build()
                : PostgreSQLSettings.builder()
                        .afterConnectScript("SET session_replication_role = 'replica'")
                        .build();
        return dms.createEndpoint(r -> r.endpointIdentifier(id)
                        .endpointType(type)
                        .engineName("postgres")
                        .serverName(host)
                        .port(5432)
                        .databaseName("mvp")
                        .username(login.name())
                        .password(login.password())
                        .sslMode(DmsSslModeValue.REQUIRE)
                        .extraConnectionAttributes("MapUnboundedNumericAsString=true;unboundedVarcharMaxSize=8")
                        .postgreSQLSettings(settings))
                .endpoint()
                .endpointArn();
    }

    /** Tests a connection to its end and tells its status, or why it failed. */
    String connectionTest(String endpointArn) {
        var filter = Filter.builder().name("endpoint-arn").values(endpointArn).build();
        if (dms.describeConnections().connections().stream()
                .anyMatch(it -> it.endpointArn().equals(endpointArn))) {
            // or the last result would be taken for this one's
            dms.deleteConnection(r -> r.replicationInstanceArn(instanceArn).endpointArn(endpointArn));
        }
        dms.testConnection(r -> r.replicationInstanceArn(instanceArn).endpointArn(endpointArn));
        until(() -> !dms.describeConnections(r -> r.filters(filter))
                .connections()
                .get(0)
                .status()
                .equals("testing"));
        var connection =
                dms.describeConnections(r -> r.filters(filter)).connections().get(0);
        return connection.lastFailureMessage() == null ? connection.status() : connection.lastFailureMessage();
    }

    static String strict(boolean stopBeforeCachedChanges) {
        return LOB_SAFE.formatted(stopBeforeCachedChanges, "STOP_TASK", "STOP_TASK");
    }

    static String lenient() {
        return LOB_SAFE.formatted(false, "SUSPEND_TABLE", "LOG_ERROR");
    }

    /** A task over one schema, ready to start. */
    String task(String schema, String settings) {
        return task(schema, settings, MigrationTypeValue.FULL_LOAD_AND_CDC);
    }

    String task(String schema, String settings, MigrationTypeValue type) {
        var mappings = """
                {"rules": [{"rule-type": "selection", "rule-id": "1", "rule-name": "1", "rule-action": "include",
                 "object-locator": {"schema-name": "%s", "table-name": "%%"}}]}""".formatted(schema.replace("_", "[_]"));
        var arn = dms.createReplicationTask(r -> r.replicationTaskIdentifier(schema.replace('_', '-'))
                        .replicationInstanceArn(instanceArn)
                        .sourceEndpointArn(sourceArn)
                        .targetEndpointArn(targetArn)
                        .migrationType(type)
                        .tableMappings(mappings)
                        .replicationTaskSettings(settings))
                .replicationTask()
                .replicationTaskArn();
        awaitStatus(arn, "ready");
        return arn;
    }

    void start(String arn) {
        dms.startReplicationTask(r ->
                r.replicationTaskArn(arn).startReplicationTaskType(StartReplicationTaskTypeValue.START_REPLICATION));
    }

    void resume(String arn) {
        dms.startReplicationTask(r ->
                r.replicationTaskArn(arn).startReplicationTaskType(StartReplicationTaskTypeValue.RESUME_PROCESSING));
    }

    void stop(String arn) {
        awaitStatus(arn, "running");
        dms.stopReplicationTask(r -> r.replicationTaskArn(arn));
        awaitStatus(arn, "stopped");
    }

    ReplicationTask describe(String arn) {
        return dms.describeReplicationTasks(r -> r.filters(Filter.builder()
                        .name("replication-task-arn")
                        .values(arn)
                        .build()))
                .replicationTasks()
                .get(0);
    }

    void awaitStatus(String arn, String status) {
        until(() -> describe(arn).status().equals(status));
    }

    /** Runs the same statements on both ends, as the application's role. */
    void onBoth(String... statements) throws SQLException {
        for (var server : List.of(source, target)) {
            try (var session = server.connect("mvp", APP);
                    var statement = session.createStatement()) {
                for (var sql : statements) {
                    statement.execute(sql);
                }
            }
        }
    }

    static String value(PostgresServer server, String sql) throws SQLException {
        try (var session = server.connect("mvp")) {
            return value(session, sql);
        }
    }

    static String value(Connection session, String sql) throws SQLException {
        try (var statement = session.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    /** Count and content of a table, whatever the order of its rows. */
    static String content(PostgresServer server, String table) throws SQLException {
        return value(
                server,
                "SELECT count(*) || ' ' || coalesce(sum(hashtextextended(t::text, 0)::numeric), 0) FROM " + table
                        + " t");
    }

    void awaitEqual(String table) {
        until(() -> content(source, table).equals(content(target, table)));
    }

    /** Something that is waited for. */
    interface Condition {
        boolean holds() throws SQLException;
    }

    static void until(Condition condition) {
        Eventually.until(() -> {
            try {
                return condition.holds();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    @Override
    public void close() {
        dms.close();
        servers.close();
    }
}
