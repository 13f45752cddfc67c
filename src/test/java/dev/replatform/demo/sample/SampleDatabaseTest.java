package dev.replatform.demo.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.servers.Login;
import dev.replatform.sandbox.aws.servers.PostgresServers;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleDatabaseTest {
    private static PostgresServers servers;
    private static Connection database;

    @BeforeAll
    static void load(@TempDir Path folder) throws Exception {
        var authority = CertificateAuthority.create(folder.resolve("ca"));
        servers = new PostgresServers(folder.resolve("servers"), authority, new Addresses());
        database = servers.box("10.10.10.10", Map.of(), new Login("mvp_admin", "secret"), List.of())
                .connect("postgres");
        SampleDatabase.load(database, SampleImages.writeTo(folder.resolve("images"), 7));
    }

    @AfterAll
    static void stop() throws Exception {
        database.close();
        servers.close();
    }

    @Test
    void theSampleHasAtLeastFourteenTablesAndTwoHundredThousandRows() throws SQLException {
        assertThat(number("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
                .isGreaterThanOrEqualTo(14);
        assertThat(number("""
                SELECT sum((xpath('/row/c/text()', query_to_xml('SELECT count(*) AS c FROM ' || tablename, false, true, '')))[1]::text::bigint)
                  FROM pg_tables WHERE schemaname = 'public'
                """)).isGreaterThanOrEqualTo(200_000);
    }

    @Test
    void textComesFromEveryUnicodePlane() throws SQLException {
        assertThat(
                        number(
                                "SELECT count(DISTINCT ascii(substr(bio, strpos(bio, ':') + 2, 1)) / 65536) FROM gallery_profile WHERE bio LIKE 'Plane%'"))
                .isEqualTo(17);
    }

    @Test
    void keysComeBySerialAndBothKindsOfIdentity() throws SQLException {
        assertThat(number("SELECT count(DISTINCT attidentity) FROM pg_attribute WHERE attidentity <> ''"))
                .isEqualTo(2);
        assertThat(number("SELECT count(*) FROM pg_attrdef WHERE pg_get_expr(adbin, adrelid) LIKE 'nextval%'"))
                .isPositive();
    }

    @Test
    void oneTableIsEmptyAndOneHasNoKey() throws SQLException {
        assertThat(number("SELECT count(*) FROM gallery_report")).isZero();
        assertThat(
                        number(
                                "SELECT count(*) FROM pg_constraint WHERE conrelid = 'gallery_pageview'::regclass AND contype = 'p'"))
                .isZero();
        assertThat(number("SELECT count(*) FROM gallery_pageview")).isPositive();
    }

    @Test
    void aCommentMadeByTheApplicationIsToldOnceByTheTrigger() throws SQLException {
        try (var statement = database.createStatement()) {
            statement.execute(
                    "INSERT INTO gallery_comment (public_id, image_id, author_id, body) VALUES ('00000000-0000-0000-0000-000000000001', 1, 1, 'hello')");
        }
        assertThat(number(
                        "SELECT count(*) FROM gallery_activity WHERE subject = '00000000-0000-0000-0000-000000000001'"))
                .isEqualTo(1);
    }

    private static long number(String sql) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
