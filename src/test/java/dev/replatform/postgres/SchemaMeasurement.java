package dev.replatform.postgres;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.servers.PostgresServer;
import dev.replatform.sandbox.aws.servers.PostgresServers;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import dev.replatform.secrets.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints how long each phase of the schema copy takes at 100, 1,000 and 5,000 tables of 16 columns. */
public final class SchemaMeasurement {
    private static final int[] TABLES = {100, 1_000, 5_000};
    private static final int BATCH = 500;
    private static final String TABLE = """
            CREATE TABLE public.wide_%1$d (id bigserial PRIMARY KEY, a text NOT NULL, b text, c varchar(20) NOT NULL DEFAULT 'x',
              d varchar(20), e integer NOT NULL, f integer, g bigint, h numeric(10, 2), i boolean NOT NULL DEFAULT true,
              j timestamptz NOT NULL DEFAULT now(), k timestamptz, l date, m jsonb NOT NULL DEFAULT '{}', n uuid, o text[], CHECK (e > 0));
            CREATE INDEX ON public.wide_%1$d (e, g);
            """;
    private static final TablePatterns EVERYTHING = new TablePatterns(List.of("*.*"), List.of(), List.of(), List.of());

    private SchemaMeasurement() {}

    public static void main(String[] args) throws IOException {
        var folder = Files.createTempDirectory("schema");
        var superuser = new dev.replatform.sandbox.aws.servers.Login("postgres", "superuser-pw");
        try (var servers = new PostgresServers(
                folder.resolve("postgres"), CertificateAuthority.create(folder.resolve("tls")), new Addresses())) {
            var box = servers.box(
                    "box.example",
                    Map.of("max_locks_per_transaction", "512"),
                    superuser,
                    List.of("hostssl all all 127.0.0.1/32 scram-sha-256"));
            box.execute("postgres", "CREATE ROLE app LOGIN PASSWORD 'app'");
            for (int tables : TABLES) {
                box.execute(
                        "postgres",
                        "CREATE DATABASE source%d OWNER app".formatted(tables),
                        "CREATE DATABASE target%d".formatted(tables));
                try (var application = session(box, "source" + tables, new Login("app", "app"));
                        var source = session(box, "source" + tables, new Login("postgres", "superuser-pw"));
                        var target = session(box, "target" + tables, new Login("postgres", "superuser-pw"))) {
                    make(application, tables);
                    print(tables, source, target);
                }
            }
        } finally {
            PostgresServer.cleanUp(folder);
        }
    }

    private static void print(int tables, Session source, Session target) {
        var schemas = new SourceCatalog(source, EVERYTHING).schemas();
        var copy = new SchemaCopy(source, target, schemas, "app", Set.of());
        for (var phase : SchemaPhase.values()) {
            var begin = System.nanoTime();
            var failed = copy.run(phase, (done, total) -> {});
            System.out.printf(
                    "%,d tables: %-12s %,7d ms, %d failed%n", tables, phase, millisSince(begin), failed.size());
        }
        var begin = System.nanoTime();
        copy.statements(SchemaPhase.values());
        System.out.printf("%,d tables: looked at again %,7d ms%n", tables, millisSince(begin));
    }

    private static void make(Session session, int tables) {
        for (int from = 0; from < tables; from += BATCH) {
            var sql = new StringBuilder();
            for (int table = from; table < Math.min(tables, from + BATCH); table++) {
                sql.append(TABLE.formatted(table));
            }
            session.execute(sql.toString());
        }
    }

    private static Session session(PostgresServer box, String database, Login login) {
        return Session.open(
                new PostgresAddress("127.0.0.1", box.address().getPort(), database, "require"),
                login,
                Duration.ofMinutes(5));
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }
}
