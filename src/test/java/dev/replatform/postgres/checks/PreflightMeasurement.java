package dev.replatform.postgres.checks;

import dev.replatform.postgres.PostgresAddress;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.preflight.Check;
import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.servers.PostgresServer;
import dev.replatform.sandbox.aws.servers.PostgresServers;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import dev.replatform.secrets.Login;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Prints how long the preflight of both databases takes at 20, 1,000 and 5,000 tables; with an argument, each check by itself. */
public final class PreflightMeasurement {
    private static final int[] TABLES = {20, 1_000, 5_000};
    private static final int BATCH = 500;
    private static final String TABLE = """
            CREATE TABLE public.t%1$d (id bigint PRIMARY KEY, name text NOT NULL, note text, doc jsonb, tags text[],
              price numeric(12,2), at timestamptz, total numeric GENERATED ALWAYS AS (price * 2) STORED);
            CREATE INDEX ON public.t%1$d (at);
            """;

    private PreflightMeasurement() {}

    public static void main(String[] args) throws IOException {
        var folder = Files.createTempDirectory("preflight");
        var superuser = new dev.replatform.sandbox.aws.servers.Login("postgres", "superuser-pw");
        try (var servers = new PostgresServers(
                folder.resolve("postgres"), CertificateAuthority.create(folder.resolve("tls")), new Addresses())) {
            var box = servers.box(
                    "box.example",
                    Map.of("wal_level", "logical", "max_locks_per_transaction", "512"),
                    superuser,
                    List.of("hostssl all all 127.0.0.1/32 scram-sha-256"));
            box.execute(
                    "postgres",
                    "CREATE ROLE dms LOGIN REPLICATION IN ROLE pg_read_all_data PASSWORD 'dms'",
                    "CREATE ROLE app LOGIN PASSWORD 'app'");
            for (int tables : TABLES) {
                box.execute(
                        "postgres",
                        "CREATE DATABASE source%d".formatted(tables),
                        "CREATE DATABASE target%d".formatted(tables));
                try (var source = session(box, "source" + tables);
                        var target = session(box, "target" + tables)) {
                    make(source, tables);
                    make(target, tables);
                    print(tables, source, target, box, args.length > 0);
                }
            }
        } finally {
            PostgresServer.cleanUp(folder);
        }
    }

    private static void print(int tables, Session source, Session target, PostgresServer box, boolean each) {
        var begin = System.nanoTime();
        var moved = new SourceCatalog(source, LookedAt.PUBLIC).tables();
        var read = millisSince(begin);
        var at = new BothEnds(
                new BothEnds.Run("measured/default/shop", 1, address(box, "source" + tables)),
                source,
                target,
                new BothEnds.Logins(
                        List.of("app"), new Login("dms", "dms"), "postgres", new Login("postgres", "superuser-pw")),
                moved,
                LookedAt.PUBLIC,
                new BothEnds.Schema(true, Set.of()),
                20);
        var checks = System.nanoTime();
        var found = Check.all(PostgresChecks.all(), at);
        System.out.printf(
                "%,d tables: catalog %,d ms, %d checks %,d ms, %d findings%n",
                moved.size(), read, PostgresChecks.all().size(), millisSince(checks), found.size());
        if (each) {
            for (var check : PostgresChecks.all()) {
                var alone = System.nanoTime();
                var its = Check.all(List.of(check), at);
                System.out.printf(
                        "  %-24s %,6d ms  %s%n",
                        check.about().code(),
                        millisSince(alone),
                        its.stream().limit(2).map(LookedAt::inShort).toList());
            }
        }
    }

    private static void make(Session session, int tables) {
        for (int from = 0; from < tables; from += BATCH) {
            var sql = new ArrayList<String>();
            for (int table = from; table < Math.min(tables, from + BATCH); table++) {
                sql.add(TABLE.formatted(table));
            }
            session.execute(String.join("", sql));
        }
        session.execute("ANALYZE pg_class; ANALYZE pg_attribute; ANALYZE pg_constraint; ANALYZE pg_depend");
    }

    private static Session session(PostgresServer box, String database) {
        return Session.open(address(box, database), new Login("postgres", "superuser-pw"), Duration.ofMinutes(5));
    }

    private static PostgresAddress address(PostgresServer box, String database) {
        return new PostgresAddress("127.0.0.1", box.address().getPort(), database, "require");
    }

    private static long millisSince(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
    }
}
