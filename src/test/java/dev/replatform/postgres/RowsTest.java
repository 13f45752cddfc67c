package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.secrets.Login;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the operator moves itself: rows without a key, sequences, roles; and what it reads of the source. */
class RowsTest {
    private static final TablePatterns PUBLIC = new TablePatterns(List.of("public.*"), List.of(), List.of(), List.of());
    private static final TableName LOG = new TableName("public", "log");

    @RegisterExtension
    final TwoServers servers = new TwoServers();

    @Test
    void rowsWithoutAKeyAreThereOnceHoweverOftenTheyAreCopied() {
        onBothSides(
                "CREATE TABLE public.log (line text, \"odd \"\"name\" bytea, twice int GENERATED ALWAYS AS (n * 2) STORED, n int)");
        servers.source()
                .execute(
                        "INSERT INTO public.log (line, \"odd \"\"name\", n)"
                                + " SELECT E'tab\\tback\\\\slash\\nüñí ' || i, decode(md5(i::text), 'hex'), nullif(i, 3) FROM generate_series(1, 3000) i");
        var copy = new InsertOnlyCopy(servers.source(), servers.target());

        assertThat(copy.copy(LOG)).isEqualTo(3000);
        servers.source().execute("INSERT INTO public.log (line) VALUES ('came after a first attempt was taken back')");
        assertThat(copy.copy(LOG)).isEqualTo(3001);
        assertThat(new Comparison(servers.source(), servers.target())
                        .ofResting(List.of(LOG))
                        .different())
                .isEmpty();
    }

    @Test
    void whatARunHasLoadedIsEmptiedWithTheEmptyTablesThatReferToIt() {
        // given
        servers.target().execute("""
                CREATE TABLE public.person (id int PRIMARY KEY); INSERT INTO public.person VALUES (1);
                CREATE TABLE public.visit (person int REFERENCES public.person);
                CREATE TABLE public.note (id int); INSERT INTO public.note VALUES (1)
                """);
        var loaded = new LoadedTables(servers.target());

        // when, then
        assertThat(loaded.empty(List.of("\"public\".\"person\"", "public.never_made")))
                .isEmpty();
        assertThat(count("public.person")).isZero();
        assertThat(count("public.note")).isEqualTo(1);
    }

    @Test
    void nothingIsEmptiedWhereATableRefersToItThatHoldsRowsOfSomebodyElse() {
        // given
        servers.target().execute("""
                CREATE TABLE public.person (id int PRIMARY KEY); INSERT INTO public.person VALUES (1);
                CREATE TABLE public.visit (person int REFERENCES public.person); INSERT INTO public.visit VALUES (1)
                """);

        // when, then
        assertThat(new LoadedTables(servers.target()).empty(List.of("public.person")))
                .containsExactly("public.visit");
        assertThat(count("public.person")).isEqualTo(1);
    }

    private int count(String table) {
        return servers.target()
                .first("SELECT count(*) FROM " + table, row -> row.getInt(1))
                .orElseThrow();
    }

    @Test
    void aCopyThatTheSourceRefusesLeavesNoRowAndSaysWhy() {
        onBothSides("CREATE TABLE public.log (line text)");
        servers.source().execute("REVOKE pg_read_all_data FROM \"%s\"".formatted(servers.dms.username()));
        try (var source = servers.sourceAs(servers.dms)) {
            assertThatThrownBy(() -> new InsertOnlyCopy(source, servers.target()).copy(LOG))
                    .isInstanceOfSatisfying(SqlFailure.class, e -> {
                        assertThat(e.kind()).isEqualTo(SqlFailure.Kind.PERMISSION_DENIED);
                        assertThat(e).hasMessageContaining("permission denied for table log");
                    });
        }
        assertThat(new TableContents(servers.target()).contents(LOG, List.of()).rows())
                .isZero();
    }

    @Test
    void aCopyThatTheTargetRefusesLeavesNoRowAndASourceThatWorksOn() {
        servers.source()
                .execute("CREATE TABLE public.log AS SELECT repeat('x', 500) AS line FROM generate_series(1, 5000)");
        servers.target().execute("CREATE TABLE public.log (line varchar(10))");

        assertThatThrownBy(() -> new InsertOnlyCopy(servers.source(), servers.target()).copy(LOG))
                .isInstanceOf(SqlFailure.class)
                .hasMessageContaining("value too long");
        assertThat(new TableContents(servers.target()).contents(LOG, List.of()).rows())
                .isZero();
        assertThat(new TableContents(servers.source()).contents(LOG, List.of()).rows())
                .isEqualTo(5000);
    }

    @Test
    void sequencesGoOnWhereTheSourceStands() {
        onBothSides("CREATE SEQUENCE public.drawn; CREATE SEQUENCE public.\"Not drawn\" START 7");
        servers.source()
                .execute("CREATE SEQUENCE public.only_here; SELECT nextval('public.drawn'), nextval('public.drawn')");

        assertThat(new Sequences(servers.source(), servers.target()).copy(List.of("public")))
                .containsExactly("public.only_here");
        assertThat(next("drawn")).isEqualTo(3);
        assertThat(next("Not drawn")).isEqualTo(7);
    }

    @Test
    void aRoleThatWasMadeLogsInWithItsPasswordAndAnExistingOneKeepsIts() {
        var roles = new Roles(servers.target());
        roles.make(servers.application);
        roles.make(new Login(servers.application.username(), "another"));

        servers.targetAs(servers.application).close();
        assertThatThrownBy(() -> servers.targetAs(new Login(servers.application.username(), "another")))
                .isInstanceOfSatisfying(SqlFailure.class, e -> {
                    assertThat(e.kind()).isEqualTo(SqlFailure.Kind.LOGIN_REFUSED);
                    assertThat(e).hasMessageNotContaining("another");
                });
    }

    @Test
    void theLargestValuesAreCountedAsDmsCounts() {
        servers.source().execute("""
                CREATE TABLE public.small (id int PRIMARY KEY, name varchar(10));
                CREATE DOMAIN public.d AS text; CREATE DOMAIN public.dd AS public.d;
                CREATE TABLE public.docs (id int PRIMARY KEY, body public.dd, meta jsonb, raw bytea, tag varchar);
                INSERT INTO public.docs VALUES (1, repeat('x', 1024), NULL, NULL, NULL), (2, 'ü', '{}', '', 'täg')
                """);
        var catalog = new SourceCatalog(servers.source(), PUBLIC);
        assertThat(catalog.largestValues(catalog.tables())).isEqualTo(new LargestValues(2, 4));

        servers.source().execute("UPDATE public.docs SET body = body || '😀' WHERE id = 1");
        assertThat(catalog.largestValues(catalog.tables()).lobKib()).isEqualTo(5);

        servers.source().execute("UPDATE public.docs SET raw = decode(repeat('00', 7000), 'hex')");
        assertThat(catalog.largestValues(catalog.tables()).lobKib()).isEqualTo(7);

        servers.source().execute("TRUNCATE public.docs");
        assertThat(catalog.largestValues(catalog.tables())).isEqualTo(LargestValues.NONE);
    }

    private long next(String sequence) {
        return servers.target()
                .first("SELECT nextval(?::text::regclass)", row -> row.getLong(1), "public.\"" + sequence + "\"")
                .orElseThrow();
    }

    private void onBothSides(String sql) {
        servers.source().execute(sql);
        servers.target().execute(sql);
    }
}
