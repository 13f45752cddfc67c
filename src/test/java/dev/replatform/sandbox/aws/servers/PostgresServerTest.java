package dev.replatform.sandbox.aws.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerTest {
    private static final Login ADMIN = new Login("postgres", "admin-password");
    private static final Login APP = new Login("app", "app-password");

    @TempDir
    private static Path folder;

    private static CertificateAuthority authority;
    private static PostgresServers servers;
    private static PostgresServer server;
    private static final Addresses ADDRESSES = new Addresses();

    @BeforeAll
    static void startABox() {
        authority = CertificateAuthority.create(folder.resolve("tls"));
        servers = new PostgresServers(folder.resolve("postgres"), authority, ADDRESSES);
        server = servers.box(
                "10.10.10.10",
                Map.of("wal_level", "logical"),
                ADMIN,
                List.of("hostssl all app 127.0.0.1/32 scram-sha-256"));
        server.execute("postgres", "CREATE ROLE app LOGIN PASSWORD 'app-password'");
    }

    @AfterAll
    static void stopAll() {
        servers.close();
    }

    @Test
    void aLoginWithoutTlsIsRefusedInPostgresqlsOwnWords() {
        assertThatThrownBy(() -> open(APP, "disable", Map.of()))
                .hasMessageContaining(
                        "no pg_hba.conf entry for host \"127.0.0.1\", user \"app\", database \"postgres\", no encryption");
    }

    @Test
    void aWrongPasswordIsRefused() {
        assertThatThrownBy(() -> open(new Login("app", "wrong"), "require", Map.of()))
                .hasMessageContaining("password authentication failed for user \"app\"");
    }

    @Test
    void theCertificateIsTheAuthoritysAndNamesTheAddress() throws Exception {
        var ca = Files.writeString(folder.resolve("ca.pem"), authority.caPem());
        try (var session = open(APP, "verify-full", Map.of("sslrootcert", ca.toString()))) {
            assertThat(value(session, "SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()"))
                    .isEqualTo("t");
        }
    }

    @Test
    void theBoxAnswersUnderItsPublishedAddress() {
        assertThat(ADDRESSES.lookUp("10.10.10.10", 5432)).contains(server.address());
    }

    @Test
    void textIsUtf8AndCommitsAreSynchronous() throws Exception {
        try (var session = server.connect("postgres")) {
            assertThat(value(session, "SHOW server_encoding")).isEqualTo("UTF8");
            assertThat(value(session, "SHOW synchronous_commit")).isEqualTo("on");
            assertThat(value(session, "SHOW wal_level")).isEqualTo("logical");
        }
    }

    @Test
    void aKilledServerComesBackWithWhatWasCommitted() throws Exception {
        var crashing = servers.start("crash.example", 5432, Map.of(), ADMIN, List.of());
        crashing.execute("postgres", "CREATE TABLE kept AS SELECT 7 AS seven");
        crashing.kill();
        crashing.start();
        try (var session = crashing.connect("postgres")) {
            assertThat(value(session, "SELECT seven FROM kept")).isEqualTo("7");
        }
        servers.remove("crash.example", 5432);
        assertThat(ADDRESSES.lookUp("crash.example", 5432)).isEmpty();
    }

    @Test
    void whatAKilledProcessLeftBehindIsEndedAndDeleted() throws Exception {
        var abandonedFolder = folder.resolve("abandoned");
        var abandoned = new PostgresServers(abandonedFolder, authority, new Addresses())
                .start("left.example", 5432, Map.of(), ADMIN, List.of());
        PostgresServer.cleanUp(abandonedFolder.toRealPath());
        assertThat(abandoned.isRunning()).isFalse();
        assertThat(abandonedFolder).doesNotExist();
    }

    private static Connection open(Login login, String sslMode, Map<String, String> more) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", login.name());
        properties.setProperty("password", login.password());
        properties.setProperty("sslmode", sslMode);
        properties.putAll(more);
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + server.address().getPort() + "/postgres", properties);
    }

    private static String value(Connection session, String sql) throws SQLException {
        try (var rows = session.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
