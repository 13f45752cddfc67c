package dev.replatform.migration;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.sandbox.aws.servers.Login;
import dev.replatform.sandbox.aws.servers.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** The box that a migration test moves: a small database, an application's role, a service that is restarted. */
public final class OldBox {
    private static final Login APP = new Login("mvp", "app-pw");

    private final PostgresServer server;
    private final AtomicInteger restarts = new AtomicInteger();

    private OldBox(PostgresServer server) {
        this.server = server;
    }

    public static OldBox start(OperatorOnSandbox sandbox, Path folder) throws IOException {
        var server = sandbox.aws()
                .servers()
                .box(
                        "10.10.10.10",
                        Map.of("wal_level", "logical", "max_wal_senders", "10", "max_replication_slots", "10"),
                        new Login("mvp_admin", "admin-pw"),
                        List.of("host all all 127.0.0.0/8 scram-sha-256"));
        server.execute(
                "postgres",
                "CREATE ROLE mvp LOGIN PASSWORD 'app-pw'",
                "CREATE ROLE mvp_dms LOGIN REPLICATION PASSWORD 'dms-pw'",
                "CREATE DATABASE mvp OWNER mvp");
        server.execute(
                "mvp",
                "CREATE TABLE author (id serial PRIMARY KEY, name text NOT NULL, born date)",
                "CREATE TABLE book (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, author_id int NOT NULL REFERENCES author DEFERRABLE INITIALLY DEFERRED, title varchar(200) NOT NULL, meta jsonb NOT NULL DEFAULT '{}')",
                "CREATE TABLE visit (at timestamptz NOT NULL DEFAULT now(), path text)",
                "CREATE INDEX book_title ON book (lower(title))",
                "CREATE VIEW titles AS SELECT b.title, a.name FROM book b JOIN author a ON a.id = b.author_id",
                "INSERT INTO author (name) SELECT 'author ' || n FROM generate_series(1, 500) n",
                "INSERT INTO book (author_id, title) SELECT 1 + n % 500, 'title ' || n FROM generate_series(1, 5000) n",
                "INSERT INTO visit (path) SELECT '/' || n FROM generate_series(1, 100) n",
                "ALTER TABLE author OWNER TO mvp",
                "ALTER TABLE book OWNER TO mvp",
                "ALTER TABLE visit OWNER TO mvp",
                "ALTER VIEW titles OWNER TO mvp",
                "GRANT SELECT ON ALL TABLES IN SCHEMA public TO mvp_dms",
                "GRANT USAGE ON SCHEMA public TO mvp_dms");
        var box = new OldBox(server);
        sandbox.aws()
                .addBox(
                        "i-0abc1234def567890",
                        Files.createDirectories(folder.resolve("box")),
                        "cloudtalents-ec2",
                        "10.10.10.10",
                        Map.of("App", "mvp", "replatform.dev/allow", "demo/cloudtalents"))
                .onService("gunicorn", action -> box.restarts.incrementAndGet());
        return box;
    }

    int restarts() {
        return restarts.get();
    }

    void execute(String... statements) {
        server.execute("mvp", statements);
    }

    /** A second database of the same application, on the same server. */
    void addDatabase(String name, String... statements) {
        server.execute("postgres", "CREATE DATABASE " + name + " OWNER mvp");
        server.execute(name, statements);
    }

    /** @param dms lines of {@code pg_hba.conf} for DMS; the operator and the application are let in in any case */
    void letIn(List<String> dms) {
        var lines = new ArrayList<>(List.of("host all all 127.0.0.1/32 scram-sha-256"));
        lines.addAll(dms);
        server.hba(lines);
    }

    /** Nothing answers there any more. */
    void goAway() {
        server.stop();
    }

    /** @return a connection as the application; refused while it is fenced */
    Connection asTheApplication() throws SQLException {
        return server.connect("mvp", APP);
    }

    String ask(String query) throws SQLException {
        try (var connection = server.connect("mvp");
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
