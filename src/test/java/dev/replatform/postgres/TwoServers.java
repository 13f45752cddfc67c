package dev.replatform.postgres;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.servers.PostgresServer;
import dev.replatform.sandbox.aws.servers.PostgresServers;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import dev.replatform.secrets.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A box as people have it, and a server like RDS, whose master is no superuser: started once for all tests. Every test gets
 * databases and roles of its own.
 */
public final class TwoServers implements BeforeEachCallback, AfterEachCallback {
    private static final String PASSWORD = "pa'ss\\w\"o%rd $1";
    private static final AtomicInteger TESTS = new AtomicInteger();

    private final String name = "shop" + TESTS.incrementAndGet();

    /** Owns everything on the box; made on the target by who tests it. */
    public final Login application = new Login(name + "-app", PASSWORD);

    public final Login dms = new Login(name + "-dms", PASSWORD);
    public final Login admin = new Login(name + "-admin", PASSWORD);
    public final Login master = new Login(name + "-master", PASSWORD);

    private Servers servers;
    private Session source;
    private Session target;

    @Override
    public void beforeEach(ExtensionContext test) {
        servers = test.getRoot()
                .getStore(ExtensionContext.Namespace.create(TwoServers.class))
                .computeIfAbsent(Servers.class, key -> Servers.start(), Servers.class);
        servers.box()
                .execute(
                        "postgres",
                        "CREATE ROLE \"%s\" LOGIN PASSWORD %s".formatted(application.username(), literal(PASSWORD)),
                        "CREATE ROLE \"%s\" LOGIN REPLICATION IN ROLE pg_read_all_data PASSWORD %s"
                                .formatted(dms.username(), literal(PASSWORD)),
                        "CREATE ROLE \"%s\" LOGIN SUPERUSER PASSWORD %s".formatted(admin.username(), literal(PASSWORD)),
                        "CREATE DATABASE %s OWNER \"%s\"".formatted(name, application.username()));
        servers.rds()
                .execute(
                        "postgres",
                        "CREATE ROLE \"%s\" LOGIN CREATEDB CREATEROLE IN ROLE rds_superuser PASSWORD %s"
                                .formatted(master.username(), literal(PASSWORD)),
                        "CREATE DATABASE %s OWNER \"%s\"".formatted(name, master.username()));
        source = Session.open(sourceAddress(), admin, Session.LONG);
        target = Session.open(targetAddress(), master, Session.LONG);
    }

    @Override
    public void afterEach(ExtensionContext test) {
        source.close();
        target.close();
    }

    /** @return the test's own session to the box, as the operator */
    public Session source() {
        return source;
    }

    /** @return the test's own session to the target, as its master */
    public Session target() {
        return target;
    }

    public PostgresAddress sourceAddress() {
        return address(servers.box());
    }

    public PostgresAddress targetAddress() {
        return address(servers.rds());
    }

    /** @return one more session to the box */
    public Session sourceAs(Login login) {
        return Session.open(sourceAddress(), login, Session.LONG);
    }

    /** @return one more session to the target */
    public Session targetAs(Login login) {
        return Session.open(targetAddress(), login, Session.LONG);
    }

    /** Makes roles that cannot log in, where they are missing; both servers outlive the test. */
    public void makeRoles(boolean onTheTargetToo, List<String> roles) {
        for (var role : roles) {
            var statement = "DO 'BEGIN CREATE ROLE %s; EXCEPTION WHEN duplicate_object THEN NULL; END'".formatted(role);
            servers.box().execute("postgres", statement);
            if (onTheTargetToo) {
                servers.rds().execute("postgres", statement);
            }
        }
    }

    /** Lets the target's master give settings to roles that it has not made. */
    void letMasterManage(List<String> roles) {
        for (var role : roles) {
            servers.rds()
                    .execute("postgres", "GRANT %s TO \"%s\" WITH ADMIN OPTION".formatted(role, master.username()));
        }
    }

    /** @return what {@code pg_dump -s} prints of the box's database, a statement with its header each */
    List<String> dumpOfSource() {
        return PgDump.schema(sourceAddress(), Servers.SUPERUSER.name(), Servers.SUPERUSER.password());
    }

    /** @return the same of the target's database */
    List<String> dumpOfTarget() {
        return PgDump.schema(targetAddress(), Servers.SUPERUSER.name(), Servers.SUPERUSER.password());
    }

    /** Fills the box with the nasty schema of {@code box.sql}, as the application does. */
    public void fillTheBox() {
        try (var session = sourceAs(application)) {
            session.execute("SET search_path = public");
            // pgjdbc does not find the end of a BEGIN ATOMIC body among other statements: that one stands alone.
            for (var paragraph : resource("box.sql").split("\n\n", -1)) {
                session.execute(paragraph);
            }
        }
    }

    /** @return everything that makes the schemas, as PostgreSQL prints it */
    public static List<String> catalog(Session session, List<String> schemas) {
        return session.query(resource("catalog.sql"), row -> row.getString(1), String.join("\u0001", schemas));
    }

    private PostgresAddress address(PostgresServer server) {
        return new PostgresAddress("127.0.0.1", server.address().getPort(), name, "require");
    }

    private static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    private static String resource(String file) {
        try (var in = TwoServers.class.getResourceAsStream(file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ended by JUnit after the last test. */
    private record Servers(Path folder, PostgresServers all, PostgresServer box, PostgresServer rds)
            implements AutoCloseable {
        private static final dev.replatform.sandbox.aws.servers.Login SUPERUSER =
                new dev.replatform.sandbox.aws.servers.Login("postgres", "superuser-pw");
        private static final List<String> HBA = List.of("hostssl all all 127.0.0.1/32 scram-sha-256");

        static Servers start() {
            try {
                var folder = Files.createTempDirectory("two-servers");
                var all = new PostgresServers(
                        folder.resolve("postgres"),
                        CertificateAuthority.create(folder.resolve("tls")),
                        new Addresses());
                var box = all.box(
                        "box.example",
                        Map.of("wal_level", "logical", "max_prepared_transactions", "10"),
                        SUPERUSER,
                        HBA);
                var rds = all.start("rds.example", 5432, Map.of(), SUPERUSER, HBA);
                rds.execute(
                        "postgres",
                        "CREATE ROLE rds_superuser",
                        "GRANT pg_monitor, pg_signal_backend TO rds_superuser",
                        "GRANT SET ON PARAMETER session_replication_role TO rds_superuser");
                return new Servers(folder, all, box, rds);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            all.close();
            PostgresServer.cleanUp(folder);
        }
    }
}
