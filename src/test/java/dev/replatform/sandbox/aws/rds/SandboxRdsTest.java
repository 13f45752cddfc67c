package dev.replatform.sandbox.aws.rds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.servers.Login;
import dev.replatform.sandbox.aws.servers.PostgresServers;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import dev.replatform.sandbox.kubernetes.Eventually;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.rds.model.ApplyMethod;
import software.amazon.awssdk.services.rds.model.CreateDbInstanceRequest;
import software.amazon.awssdk.services.rds.model.DBInstance;
import software.amazon.awssdk.services.rds.model.DbInstanceNotFoundException;
import software.amazon.awssdk.services.rds.model.InvalidDbSubnetGroupStateException;
import software.amazon.awssdk.services.rds.model.Parameter;
import software.amazon.awssdk.services.rds.model.RdsException;
import software.amazon.awssdk.services.rds.model.Tag;

class SandboxRdsTest {
    private static final String MASTER = "mvp";
    private static final Addresses ADDRESSES = new Addresses();

    @TempDir
    private static Path folder;

    private static PostgresServers servers;
    private static SandboxRds rds;

    @BeforeAll
    static void createAnInstanceWithItsGroups() {
        var authority = CertificateAuthority.create(folder.resolve("tls"));
        servers = new PostgresServers(folder.resolve("postgres"), authority, ADDRESSES);
        rds = new SandboxRds(servers, Delays.TESTS);
        rds.createDBSubnetGroup(r ->
                r.dbSubnetGroupName("mvp").dbSubnetGroupDescription("two zones").subnetIds("subnet-a", "subnet-b"));
        rds.createDBParameterGroup(r -> r.dbParameterGroupName("mvp")
                .dbParameterGroupFamily("postgres16")
                .description("ours"));
        var created = rds.createDBInstance(instance("mvp-database")
                .dbParameterGroupName("mvp")
                .dbSubnetGroupName("mvp")
                .tags(Tag.builder()
                        .key("replatform.dev/owner")
                        .value("demo/a/b")
                        .build())
                .build());
        assertThat(created.dbInstance().dbInstanceStatus()).isEqualTo("creating");
        assertThat(created.dbInstance().endpoint()).isNull();
        awaitAvailable("mvp-database");
    }

    @AfterAll
    static void stopAll() {
        rds.close();
        servers.close();
    }

    @Test
    void anAvailableInstanceTellsItsEndpointTagsAndVersion() {
        var instance = describe("mvp-database");
        assertThat(instance.endpoint().address()).startsWith("mvp-database.").endsWith(".eu-west-1.rds.amazonaws.com");
        assertThat(ADDRESSES.lookUp(instance.endpoint().address(), 5432)).isPresent();
        assertThat(instance.engineVersion()).isEqualTo("16.9");
        assertThat(instance.tagList()).extracting(Tag::key).containsExactly("replatform.dev/owner");
        assertThat(instance.dbSubnetGroup().dbSubnetGroupName()).isEqualTo("mvp");
    }

    @Test
    void theMasterIsWhatRdsGivesAndNoSuperuser() throws Exception {
        try (var session = login("mvp-database", "mvp", "require")) {
            assertThat(
                            value(
                                    session,
                                    "SELECT rolsuper::text || rolcreatedb || rolcreaterole FROM pg_roles WHERE rolname = current_user"))
                    .isEqualTo("falsetruetrue");
            assertThat(value(session, "SELECT pg_has_role('rds_superuser', 'MEMBER')"))
                    .isEqualTo("t");
            session.createStatement().execute("SET session_replication_role = replica");
            session.createStatement().execute("CREATE TABLE mine (id int)");
            assertThatThrownBy(() -> session.createStatement().execute("CREATE ROLE other SUPERUSER"))
                    .hasMessageContaining("permission denied");
        }
    }

    @Test
    void tlsIsForcedUntilTheParameterSaysOtherwise() throws Exception {
        rds.createDBParameterGroup(r -> r.dbParameterGroupName("plain")
                .dbParameterGroupFamily("postgres16")
                .description("no TLS"));
        rds.createDBInstance(instance("plain").dbParameterGroupName("plain").build());
        awaitAvailable("plain");
        assertThatThrownBy(() -> login("plain", "mvp", "disable"))
                .hasMessageContaining("no pg_hba.conf entry for host")
                .hasMessageContaining("no encryption");
        modify("plain", "rds.force_ssl", "0", ApplyMethod.IMMEDIATE);
        until(() -> {
            try (var session = login("plain", "mvp", "disable")) {
                return value(session, "SELECT 1").equals("1");
            } catch (SQLException e) {
                return false;
            }
        });
        var deleted = rds.deleteDBInstance(r -> r.dbInstanceIdentifier("plain").skipFinalSnapshot(true));
        assertThat(deleted.dbInstance().dbInstanceStatus()).isEqualTo("deleting");
        until(() -> rds.describeDBInstances().dbInstances().stream()
                .noneMatch(instance -> instance.dbInstanceIdentifier().equals("plain")));
    }

    @Test
    void aStaticParameterWaitsForARebootAndADynamicOneDoesNot() throws Exception {
        modify("mvp", "log_min_duration_statement", "500", ApplyMethod.IMMEDIATE);
        modify("mvp", "rds.logical_replication", "1", ApplyMethod.PENDING_REBOOT);
        until(() -> applyStatus("mvp-database").equals("pending-reboot"));
        try (var session = login("mvp-database", "mvp", "require")) {
            assertThat(value(session, "SHOW log_min_duration_statement")).isEqualTo("500ms");
            assertThat(value(session, "SHOW wal_level")).isEqualTo("replica");
        }
        var rebooted = rds.rebootDBInstance(r -> r.dbInstanceIdentifier("mvp-database"));
        assertThat(rebooted.dbInstance().dbInstanceStatus()).isEqualTo("rebooting");
        awaitAvailable("mvp-database");
        assertThat(applyStatus("mvp-database")).isEqualTo("in-sync");
        try (var session = login("mvp-database", "mvp", "require")) {
            assertThat(value(session, "SHOW wal_level")).isEqualTo("logical");
        }
    }

    @Test
    void aParameterOutOfItsRangeOrOfTheWrongMethodIsRefused() {
        assertThatThrownBy(() -> modify("mvp", "max_connections", "0", ApplyMethod.PENDING_REBOOT))
                .hasMessageContaining("Invalid parameter value: 0 for: max_connections");
        assertThatThrownBy(() -> modify("mvp", "max_connections", "200", ApplyMethod.IMMEDIATE))
                .hasMessageContaining("cannot use immediate apply method for static parameter");
        assertThatThrownBy(() -> modify("mvp", "no_such_thing", "1", ApplyMethod.IMMEDIATE))
                .hasMessageContaining("Could not find parameter with name: no_such_thing");
    }

    @Test
    void namesAndPasswordsAreCheckedAsRdsChecksThem() {
        assertCode("InvalidParameterValue", instance("ends-").build());
        assertCode(
                "InvalidParameterValue",
                instance("ok").masterUserPassword("with/slash").build());
        assertCode(
                "InvalidParameterValue", instance("ok").masterUsername("admin").build());
        assertCode(
                "InvalidParameterCombination",
                instance("ok").engineVersion("16.3").build());
        assertCode("DBInstanceAlreadyExists", instance("mvp-database").build());
        assertCode(
                "DBSubnetGroupNotFoundFault",
                instance("ok").dbSubnetGroupName("none").build());
    }

    @Test
    void whatIsInUseIsNotDeleted() {
        assertThatExceptionOfType(InvalidDbSubnetGroupStateException.class)
                .isThrownBy(() -> rds.deleteDBSubnetGroup(r -> r.dbSubnetGroupName("mvp")));
        assertThatThrownBy(() -> rds.deleteDBInstance(r -> r.dbInstanceIdentifier("mvp-database")))
                .hasMessageContaining("FinalDBSnapshotIdentifier is required");
    }

    @Test
    void anUnknownInstanceIsNotFound() {
        assertThatExceptionOfType(DbInstanceNotFoundException.class)
                .isThrownBy(() -> describe("nobody"))
                .withMessageContaining("DBInstance nobody not found.");
    }

    @Test
    void aMemberThatNothingHonoursIsRefused() {
        assertThatThrownBy(() -> rds.createDBInstance(instance("ok").iops(3000).build()))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("member Iops");
    }

    @Test
    void aMajorVersionHasOneDefault() {
        var versions = rds.describeDBEngineVersions(
                        r -> r.engine("postgres").engineVersion("16").defaultOnly(true))
                .dbEngineVersions();
        assertThat(versions).hasSize(1);
        assertThat(versions.get(0).engineVersion()).isEqualTo("16.9");
        assertThat(versions.get(0).dbParameterGroupFamily()).isEqualTo("postgres16");
    }

    private static CreateDbInstanceRequest.Builder instance(String id) {
        return CreateDbInstanceRequest.builder()
                .dbInstanceIdentifier(id)
                .engine("postgres")
                .engineVersion("16")
                .dbInstanceClass("db.t3.micro")
                .allocatedStorage(20)
                .dbName("mvp")
                .masterUsername(MASTER)
                .masterUserPassword("master-password");
    }

    private static void modify(String group, String name, String value, ApplyMethod method) {
        rds.modifyDBParameterGroup(r -> r.dbParameterGroupName(group)
                .parameters(Parameter.builder()
                        .parameterName(name)
                        .parameterValue(value)
                        .applyMethod(method)
                        .build()));
    }

    private static void assertCode(String code, CreateDbInstanceRequest request) {
        assertThatExceptionOfType(RdsException.class)
                .isThrownBy(() -> rds.createDBInstance(request))
                .satisfies(e -> assertThat(e.awsErrorDetails().errorCode()).isEqualTo(code));
    }

    private static DBInstance describe(String id) {
        return rds.describeDBInstances(r -> r.dbInstanceIdentifier(id))
                .dbInstances()
                .get(0);
    }

    private static String applyStatus(String id) {
        return describe(id).dbParameterGroups().get(0).parameterApplyStatus();
    }

    private static void awaitAvailable(String id) {
        until(() -> describe(id).dbInstanceStatus().equals("available"));
    }

    private interface Condition {
        boolean holds() throws SQLException;
    }

    private static void until(Condition condition) {
        Eventually.until(() -> {
            try {
                return condition.holds();
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static Connection login(String id, String database, String sslMode) throws SQLException {
        var endpoint = describe(id).endpoint();
        var local = ADDRESSES.lookUp(endpoint.address(), endpoint.port()).orElseThrow();
        var login = new Login(MASTER, "master-password");
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + local.getPort() + "/" + database + "?sslmode=" + sslMode,
                login.name(),
                login.password());
    }

    private static String value(Connection session, String sql) throws SQLException {
        try (var rows = session.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
