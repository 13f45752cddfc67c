package dev.replatform.demo;

import dev.replatform.demo.dump.DumpSurvey;
import dev.replatform.demo.dump.SqlDump;
import dev.replatform.demo.proof.Session;
import dev.replatform.demo.sample.SampleDatabase;
import dev.replatform.demo.sample.SampleImages.Image;
import dev.replatform.sandbox.aws.servers.Login;
import dev.replatform.sandbox.aws.servers.PostgresServer;
import dev.replatform.sandbox.aws.servers.PostgresServers;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The PostgreSQL on the box, set up as DMS wants a source: logical WAL, a role for DMS, TLS for whoever comes from the VPC. */
final class BoxDatabase {
    private static final String SCHEMAS = "nspname !~ '^(pg_.*|information_schema)$'";

    private final PostgresServer server;
    private final String name;
    private final Passwords passwords;

    private BoxDatabase(PostgresServer server, String name, Passwords passwords) {
        this.server = server;
        this.name = name;
        this.passwords = passwords;
    }

    /** Starts the server with an empty database that belongs to the application. */
    static BoxDatabase start(PostgresServers servers, Manifests manifests, Passwords passwords) {
        var name = manifests.required(Kind.MIGRATION, "spec", "source", "database");
        var host = manifests.required(Kind.MIGRATION, "spec", "source", "host");
        int port = manifests.sourcePort();
        var settings = Map.of("wal_level", "logical", "max_wal_senders", "10", "max_replication_slots", "10");
        var admin = new Login(passwords.admin().username(), passwords.admin().password());
        // 127.0.0.0/8 stands for the VPC.
        var server = servers.start(host, port, settings, admin, List.of("hostssl all all 127.0.0.0/8 scram-sha-256"));
        var database = new BoxDatabase(server, name, passwords);
        database.makeRole(passwords.dms(), "LOGIN REPLICATION");
        database.makeRole(passwords.app(), "LOGIN");
        server.execute(
                "postgres",
                "CREATE DATABASE %s OWNER %s"
                        .formatted(quoted(name), quoted(passwords.app().username())));
        return database;
    }

    /** One login may be two of the story's, and the superuser stands already. */
    private void makeRole(Passwords.Login login, String rights) {
        var stands = login.username().equals(passwords.admin().username())
                || (login.username().equals(passwords.dms().username()) && rights.equals("LOGIN"));
        if (!stands) {
            server.execute(
                    "postgres",
                    "CREATE ROLE %s %s PASSWORD '%s'"
                            .formatted(
                                    quoted(login.username()),
                                    rights,
                                    login.password().replace("'", "''")));
        }
    }

    private static String quoted(String identifier) {
        return '"' + identifier.replace("\"", "\"\"") + '"';
    }

    /** @return what it is called, on the box */
    String name() {
        return name;
    }

    /** Fills it with the sample. */
    void loadSample(List<Image> images) throws SQLException {
        var owner = new Login(passwords.app().username(), passwords.app().password());
        try (var database = server.connect(name, owner)) {
            SampleDatabase.load(database, images);
        }
        letDmsRead();
    }

    /** Fills it with the user's own dump, and adds the table that the application writes to in a rehearsal. */
    LoadedDump loadDump(DumpSurvey dump) throws SQLException, IOException {
        SqlDump.Report report;
        long began = System.nanoTime();
        try (var database = server.connect(name)) {
            report = SqlDump.load(dump, database, passwords.usernames());
        }
        var loaded = new LoadedDump(report, contents(), Duration.ofNanos(System.nanoTime() - began));
        server.execute(
                name,
                "CREATE SCHEMA IF NOT EXISTS public",
                "GRANT USAGE ON SCHEMA public TO " + quoted(passwords.app().username()),
                "CREATE TABLE public.app_witness (id uuid PRIMARY KEY, body text NOT NULL,"
                        + " written_at timestamptz NOT NULL DEFAULT now())",
                "ALTER TABLE public.app_witness OWNER TO "
                        + quoted(passwords.app().username()),
                "ANALYZE");
        letDmsRead();
        return loaded;
    }

    /** Leaves a tenth of the two tables that have most of the rows, for who proves what does not hang on how many there are. */
    void thinOut() {
        execute(
                "DELETE FROM gallery_like WHERE created_at < '2026-01-01' AND image_id % 10 > 0",
                "DELETE FROM gallery_comment WHERE created_at < '2026-01-01' AND id % 10 > 0");
    }

    private BoxContents contents() throws SQLException {
        try (var database = server.connect(name)) {
            return BoxContents.read(database);
        }
    }

    /** @param sql what the master of the server does in the application's database */
    void execute(String... sql) {
        server.execute(name, sql);
    }

    /** @return whether the application's role may log in; under the fence it may not */
    boolean appMayLogIn() throws SQLException {
        return strings("SELECT rolname FROM pg_roles WHERE rolcanlogin")
                .contains(passwords.app().username());
    }

    /** @return where it listens on this machine */
    int port() {
        return server.address().getPort();
    }

    /** @return the database as a proof reads it */
    Session.Database asSeenByProofs() {
        return new Session.Database(
                "jdbc:postgresql://127.0.0.1:%d/%s".formatted(server.address().getPort(), name),
                passwords.admin().username(),
                passwords.admin().password());
    }

    private void letDmsRead() throws SQLException {
        for (var schema : strings("SELECT quote_ident(nspname) FROM pg_namespace WHERE " + SCHEMAS)) {
            server.execute(
                    name,
                    "GRANT USAGE ON SCHEMA %s TO %s"
                            .formatted(schema, quoted(passwords.dms().username())),
                    "GRANT SELECT ON ALL TABLES IN SCHEMA %s TO %s"
                            .formatted(schema, quoted(passwords.dms().username())));
        }
    }

    private List<String> strings(String sql) throws SQLException {
        try (var database = server.connect(name);
                var statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            var all = new ArrayList<String>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }
}
