package dev.replatform.migration.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.postgres.PostgresAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DMS tells of a failed connection test, and what the operator makes of it. */
class ConnectionFailureTest {
    /** https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Troubleshooting.html */
    private static final String FRAME =
            "Test Endpoint failed: Application-Status: 1020912, Application-Message: Failed to connect Network error has"
                    + " occurred, Application-Detailed-Message: RetCode: SQL_ERROR SqlState: 08001 NativeError: 101 Message: ";

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            FATAL: no pg_hba.conf entry for host "10.0.1.135", user "dms", database "mvp", SSL encryption | hostssl mvp dms 10.0.1.135/32 md5
            FATAL: no pg_hba.conf entry for host "10.0.1.135", user "dms", database "mvp", no encryption | hostssl mvp dms 10.0.1.135/32 md5
            FATAL: no pg_hba.conf entry for host "10.0.1.135", user "dms", database "mvp", SSL off | hostssl mvp dms 10.0.1.135/32 md5
            FATAL: no pg_hba.conf entry for replication connection from host "10.0.1.135", user "dms", SSL on | hostssl mvp dms 10.0.1.135/32 md5
            FATAL: pg_hba.conf rejects connection for host "10.0.1.135", user "dms", database "mvp", SSL encryption | put this line above it
            FATAL: password authentication failed for user "dms" | the password of role dms is another one than the Secret's
            FATAL: role "dms" does not exist | role dms does not exist
            FATAL: role "dms" is not permitted to log in | ALTER ROLE ... LOGIN
            FATAL: database "mvp" does not exist | database mvp does not exist
            FATAL: permission denied for database "mvp" | GRANT CONNECT ON DATABASE
            server does not support SSL, but SSL was required | set spec.source.sslMode to none
            SSL error: certificate verify failed | the server's certificate is not one that DMS trusts
            FATAL: sorry, too many clients already | raise max_connections
            FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute | raise max_connections
            could not translate host name "box.internal" to address: Name or service not known | does not know the name 10.10.10.10
            could not connect to server: Connection refused | nothing listens at 10.10.10.10:5432
            [unixODBC]timeout expired | let 10.0.1.135 (sg-dms) in to it
            FATAL: the database system is starting up | it is tested again
            """)
    void eachTextSaysWhatHelps(String text, String helps) {
        assertThat(source().explained(FRAME + text))
                .startsWith("DMS cannot connect to the source: ")
                .contains(helps)
                .endsWith("(DMS says: %s)".formatted(text));
    }

    @Test
    void anRdsInstanceWithoutTlsAsksForSslMode() {
        var target = new ConnectionFailure(
                "target",
                new PostgresAddress("mvp.rds.example", 5432, "mvp", "none"),
                "master",
                List.of("10.0.1.135"),
                List.of());

        assertThat(
                        target.explained(
                                FRAME
                                        + "FATAL: no pg_hba.conf entry for host \"10.0.1.135\", user \"master\", database \"mvp\", no encryption"))
                .contains("set spec.target.sslMode to require");
    }

    @Test
    void whatNobodyKnowsIsToldAsDmsTellsIt() {
        assertThat(source().explained(FRAME + "FATAL: something new"))
                .isEqualTo("DMS cannot connect to the source; it says: FATAL: something new");
        assertThat(source().explained(null)).isEqualTo("DMS cannot connect to the source; it says: nothing");
    }

    @Test
    void namesThatMeanSomethingElseAreQuoted() {
        assertThat(PgHbaLines.of("none", "all", "My \"App\"", List.of("10.0.1.1", "fd00::1")))
                .containsExactly(
                        "host \"all\" \"My \"\"App\"\"\" 10.0.1.1/32 md5",
                        "host \"all\" \"My \"\"App\"\"\" fd00::1/128 md5");
    }

    private static ConnectionFailure source() {
        return new ConnectionFailure(
                "source",
                new PostgresAddress("10.10.10.10", 5432, "mvp", "require"),
                "dms",
                List.of("10.0.1.135"),
                List.of("sg-dms"));
    }
}
