package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.Database;
import dev.replatform.api.v1alpha1.Migration;
import dev.replatform.sandbox.aws.servers.Login;
import dev.replatform.sandbox.aws.servers.PostgresServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The journey of a database, on real servers. */
class MigrationTest {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Test
    void rowsMoveAndTheSwitchWaitsForItsApproval() throws Exception {
        try (var sandbox = OperatorOnSandbox.start(OperatorOnSandbox.folder("migration"))) {
            startBox(sandbox);
            secrets(sandbox);

            // when
            sandbox.apply(DATABASE);
            sandbox.apply(MIGRATION);

            // then
            sandbox.await(Database.class, "mvp", PATIENCE, it -> it.getStatus().isTrue("Ready"));
            var waiting = sandbox.await(
                    Migration.class, "mvp", PATIENCE, it -> it.getStatus().isTrue("Ready"));
            assertThat(waiting.getStatus().phase()).isEqualTo("Replicating");
            assertThat(waiting.getStatus().cutover().token()).matches("[A-Z2-7]{10}");
        }
    }

    private static PostgresServer startBox(OperatorOnSandbox sandbox) throws Exception {
        var box = sandbox.aws()
                .servers()
                .box(
                        "10.10.10.10",
                        Map.of("wal_level", "logical", "max_wal_senders", "10", "max_replication_slots", "10"),
                        new Login("mvp_admin", "admin-pw"),
                        List.of("hostssl all all 127.0.0.0/8 scram-sha-256"));
        box.execute(
                "postgres",
                "CREATE ROLE mvp LOGIN PASSWORD 'app-pw'",
                "CREATE ROLE mvp_dms LOGIN REPLICATION PASSWORD 'dms-pw'",
                "CREATE DATABASE mvp OWNER mvp");
        box.execute(
                "mvp",
                "CREATE TABLE author (id serial PRIMARY KEY, name text NOT NULL, born date)",
                "CREATE TABLE book (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, author_id int NOT NULL REFERENCES author DEFERRABLE INITIALLY DEFERRED, title varchar(200) NOT NULL, meta jsonb NOT NULL DEFAULT '{}')",
                "CREATE INDEX book_title ON book (lower(title))",
                "CREATE VIEW titles AS SELECT b.title, a.name FROM book b JOIN author a ON a.id = b.author_id",
                "INSERT INTO author (name) SELECT 'author ' || n FROM generate_series(1, 500) n",
                "INSERT INTO book (author_id, title) SELECT 1 + n % 500, 'title ' || n FROM generate_series(1, 5000) n",
                "ALTER TABLE author OWNER TO mvp",
                "ALTER TABLE book OWNER TO mvp",
                "ALTER VIEW titles OWNER TO mvp",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO mvp_dms",
                "GRANT USAGE ON SCHEMA public TO mvp_dms");
        return box;
    }

    private static void secrets(OperatorOnSandbox sandbox) {
        sandbox.secret("mvp-db", "mvp_master", "master-password-1");
        sandbox.secret("mvp-dms", "mvp_dms", "dms-pw");
        sandbox.secret("mvp-admin", "mvp_admin", "admin-pw");
        sandbox.secret("mvp-app", "mvp", "app-pw");
    }

    private static final String DATABASE = """
            apiVersion: replatform.dev/v1alpha1
            kind: Database
            metadata: {name: mvp}
            spec:
              engineVersion: "16"
              instanceClass: db.t3.micro
              databaseName: mvp
              credentials: {secretRef: {name: mvp-db}}
              network: {subnetIds: [subnet-0a1b2c3d, subnet-4e5f6a7b], securityGroupIds: [sg-0123abcd]}
            """;

    private static final String MIGRATION = """
            apiVersion: replatform.dev/v1alpha1
            kind: Migration
            metadata: {name: mvp}
            spec:
              source:
                host: 10.10.10.10
                database: mvp
                credentials: {secretRef: {name: mvp-dms}}
                adminCredentials: {secretRef: {name: mvp-admin}}
                appCredentials: {secretRef: {name: mvp-app}}
                appRoles: [mvp]
              target:
                databaseRef: {name: mvp}
                appCredentials: {secretRef: {name: mvp-app}}
              replicationInstance:
                create: {class: dms.t3.medium, subnetIds: [subnet-0a1b2c3d, subnet-4e5f6a7b], securityGroupIds: [sg-4567cdef]}
            """;
}
