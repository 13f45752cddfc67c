package dev.replatform.demo.dump;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.servers.Login;
import dev.replatform.sandbox.aws.servers.PostgresServer;
import dev.replatform.sandbox.aws.servers.PostgresServers;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqlDumpTest {
    private static final String HEAD = """
            --
            -- PostgreSQL database dump
            --

            \\restrict hR0bZtV9

            -- Dumped from database version 17.6

            SET statement_timeout = 0;
            SET transaction_timeout = 0;
            SET client_encoding = 'UTF8';
            SET standard_conforming_strings = on;
            SELECT pg_catalog.set_config('search_path', '', false);

            CREATE SCHEMA public;
            ALTER SCHEMA public OWNER TO pg_database_owner;

            """;

    private static final String END = "\n--\n-- PostgreSQL database dump complete\n--\n\n";

    @TempDir
    private static Path folder;

    private static PostgresServers servers;
    private static PostgresServer server;

    @BeforeAll
    static void start() {
        var authority = CertificateAuthority.create(folder.resolve("ca"));
        servers = new PostgresServers(folder.resolve("servers"), authority, new Addresses());
        server = servers.box("10.10.10.10", Map.of(), new Login("mvp_admin", "secret"), List.of());
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @BeforeEach
    void emptyDatabase() {
        server.execute("postgres", "DROP DATABASE IF EXISTS mvp", "CREATE DATABASE mvp");
    }

    @Test
    void rowsOfACopyBlockComeWithTabsBackslashesAndEveryLetter() throws Exception {
        var report = loadWhole("""
                CREATE TABLE public.note (
                    id integer NOT NULL,
                    body text
                );
                ALTER TABLE public.note OWNER TO "the.owner";

                COPY public.note (id, body) FROM stdin;
                1\ta\\tb \\\\ c; '
                2\t\\N
                3\tさくら 🌅
                \\.

                ALTER TABLE ONLY public.note ADD CONSTRAINT note_pkey PRIMARY KEY (id);
                \\unrestrict hR0bZtV9
                """);

        assertThat(report)
                .isEqualTo(new SqlDump.Report(
                        3,
                        List.of(),
                        List.of("Role the.owner, which the dump names and does not make, was made without a login.")));
        assertThat(text("SELECT string_agg(coalesce(body, 'null'), '|' ORDER BY id) FROM public.note"))
                .isEqualTo("a\tb \\ c; '|null|さくら 🌅");
    }

    @Test
    void aRoleThatTheDumpNamesIsMadeWithoutALogin() throws Exception {
        var report = loadWhole("""
                CREATE TABLE public.a (id integer);
                ALTER TABLE public.a OWNER TO legacy_owner;
                GRANT SELECT ON TABLE public.a TO reader_one, reader_two;
                """);

        assertThat(report.problems()).isEmpty();
        assertThat(text("SELECT string_agg(rolname || ' ' || rolcanlogin, ',' ORDER BY rolname) FROM pg_roles"
                        + " WHERE rolname ~ '^(legacy|reader)'"))
                .isEqualTo("legacy_owner false,reader_one false,reader_two false");
    }

    @Test
    void semicolonsInsideOfBodiesQuotesAndRulesEndNothing() throws Exception {
        var report = loadWhole("""
                CREATE TABLE public.t (id integer, word text DEFAULT 'a;b''c');
                CREATE FUNCTION public.dollar() RETURNS integer LANGUAGE plpgsql AS $_$
                BEGIN
                    RETURN 1; -- it's; $$ fine $$
                END; $_$;
                CREATE FUNCTION public.atomic() RETURNS integer LANGUAGE sql
                    BEGIN ATOMIC
                 SELECT CASE WHEN true THEN 1 ELSE 2 END;
                 SELECT 3;
                END;
                CREATE RULE keep AS ON DELETE TO public.t DO INSTEAD (UPDATE public.t SET id = 0; UPDATE public.t SET id = 1);
                /* a comment; /* nested; */ still */
                COMMENT ON TABLE public.t IS E'it\\'s; fine';
                """);

        assertThat(report.problems()).isEmpty();
        assertThat(text("SELECT public.dollar() + public.atomic()")).isEqualTo("4");
        assertThat(text("SELECT obj_description('public.t'::regclass)")).isEqualTo("it's; fine");
    }

    @Test
    void whatFailsIsNamedAndTheRestIsLoaded() throws Exception {
        var report = load("""
                CREATE EXTENSION IF NOT EXISTS no_such_extension WITH SCHEMA public;
                CREATE TABLE public.t (id integer);
                COPY public.missing (id) FROM stdin;
                1
                \\.
                COPY public.t (id) FROM stdin;
                one
                \\.
                COPY public.t (id) FROM stdin;
                2
                \\.
                """);

        assertThat(report.rows()).isEqualTo(1);
        assertThat(report.problems()).extracting(SqlDump.Problem::line).containsExactly(1, 3, 7);
        assertThat(report.problems().get(0).toString()).contains("no_such_extension", "line 1");
        assertThat(text("SELECT id FROM public.t")).isEqualTo("2");
    }

    @Test
    void aClusterIsFittedToTheOneDatabaseOfARehearsal() throws Exception {
        var report = load("""
                -- PostgreSQL database cluster dump
                CREATE ROLE mvp_admin;
                ALTER ROLE mvp_admin WITH NOLOGIN PASSWORD 'other';
                CREATE ROLE cluster_reader;
                CREATE TABLESPACE fast OWNER cluster_reader LOCATION '/fast';
                \\connect template1
                CREATE DATABASE "Shop" WITH TEMPLATE = template0 ENCODING = 'UTF8';
                ALTER DATABASE "Shop" OWNER TO cluster_reader;
                \\connect -reuse-previous=on "dbname='Shop'"
                SET default_tablespace = fast;
                CREATE TABLE public.t (id integer);
                COMMENT ON DATABASE "Shop" IS 'the shop';
                \\connect postgres
                SELECT no_such_function();
                -- PostgreSQL database cluster dump complete
                """);

        assertThat(report.problems()).isEmpty();
        assertThat(report.notes())
                .containsExactly(
                        "The dump connects to database Shop; the rehearsal loads it as mvp.",
                        "Role mvp_admin is the rehearsal's own: what the dump says of it is left out.",
                        "Tablespaces are not made: everything lies in the default one, as it does on RDS.");
        assertThat(text("SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = 'mvp'"))
                .isEqualTo("the shop");
    }

    @Test
    void anotherEncodingIsConverted() throws Exception {
        var dump = """
                SET client_encoding = 'WIN1252';
                CREATE TABLE public.t (v text);
                COPY public.t (v) FROM stdin;
                caf\u00e9 \u20ac
                \\.
                """;

        var report = load(dump.getBytes("windows-1252"));

        assertThat(report.problems()).isEmpty();
        assertThat(text("SELECT v FROM public.t")).isEqualTo("caf\u00e9 \u20ac");
    }

    @Test
    void lineEndsOfWindowsAreNoPartOfTheRows() throws Exception {
        var report = load((HEAD + """
                CREATE TABLE public.t (v text);
                COPY public.t (v) FROM stdin;
                one
                \\.
                """ + END).replace("\n", "\r\n"));

        assertThat(report.problems()).isEmpty();
        assertThat(text("SELECT v FROM public.t")).isEqualTo("one");
    }

    @Test
    void mixedLineEndsInRowsAreNamedByLineAndTable() throws Exception {
        var report = load("CREATE TABLE public.t (v text);\nCOPY public.t (v) FROM stdin;\none\ntwo\r\n\\.\n");

        assertThat(report.problems().get(0).toString())
                .isEqualTo("line 4: ERROR: literal carriage return found in data: COPY public.t (v) FROM stdin");
    }

    @Test
    void aMissingRoleIsMadeWithinATransactionToo() throws Exception {
        var report = load("""
                BEGIN;
                CREATE TABLE public.t (id integer);
                ALTER TABLE public.t OWNER TO transaction_owner;
                INSERT INTO public.t VALUES (1);
                COMMIT;
                """);

        assertThat(report.problems()).isEmpty();
        assertThat(text("SELECT id FROM public.t")).isEqualTo("1");
    }

    @Test
    void whatCleanDropsNeedNotBeThere() throws Exception {
        var report = load("""
                ALTER TABLE ONLY public.t DROP CONSTRAINT t_pkey;
                DROP TABLE public.t;
                DROP SCHEMA shop;
                CREATE SCHEMA shop;
                """);

        assertThat(report.problems()).isEmpty();
    }

    @Test
    void aFileThatIsNotWholeLoadsNothing() throws Exception {
        assertThatThrownBy(() -> load(HEAD + "CREATE TABLE public.t (id integer);\n"))
                .isInstanceOf(UnusableDump.class)
                .hasMessageContaining("PostgreSQL database dump complete");
        assertThat(text("SELECT to_regclass('public.t')")).isNull();
    }

    private static SqlDump.Report loadWhole(String dump) throws IOException, SQLException {
        return load(HEAD + dump + END);
    }

    private static SqlDump.Report load(String dump) throws IOException, SQLException {
        return load(dump.getBytes(StandardCharsets.UTF_8));
    }

    private static SqlDump.Report load(byte[] dump) throws IOException, SQLException {
        var file = Files.write(folder.resolve("dump.sql"), dump);
        try (var database = database()) {
            return SqlDump.load(DumpSurvey.of(DumpInput.of(file)), database, Set.of("mvp_admin"));
        }
    }

    private static String text(String sql) throws SQLException {
        try (var database = database();
                var statement = database.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }

    private static Connection database() throws SQLException {
        return server.connect("mvp");
    }
}
