package dev.replatform.postgres.checks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.postgres.TablePatterns;
import dev.replatform.postgres.TwoServers;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What DMS would do to columns and values, told before it does it. */
class ChecksOfValuesTest {
    @RegisterExtension
    final TwoServers servers = new TwoServers();

    @Test
    void columnsOfTypesThatAreNotPlainlyCarriedAreNamed() {
        // given
        servers.source().execute("""
                CREATE TYPE public.mood AS ENUM ('happy'); CREATE TYPE public.pair AS (a int, b int);
                CREATE DOMAIN public.address AS inet; CREATE DOMAIN public.home AS public.address;
                CREATE TABLE public.plain (id int PRIMARY KEY, a bigint, b numeric, c text, d jsonb, e bytea, f uuid, g timestamptz,
                  h public.mood, i int[], j varchar, k char(3), l boolean, m interval, n money, o bit(3), p xml, q double precision);
                CREATE TABLE public.odd (id int PRIMARY KEY, far public.home, span daterange, ids int4range, both_of public.pair,
                  zoned timetz, word tsvector, pos pg_lsn, who name, at point, hardware macaddr8, many int4multirange)
                """);

        // when, then
        assertThat(types(LookedAt.PUBLIC))
                .containsExactly(
                        "Warning TypesNotCarried public.odd.far",
                        "Blocker TypesNotCarried public.odd.span",
                        "Warning TypesNotCarried public.odd.ids",
                        "Warning TypesNotCarried public.odd.both_of",
                        "Blocker TypesNotCarried public.odd.zoned",
                        "Warning TypesNotCarried public.odd.word",
                        "Blocker TypesNotCarried public.odd.pos",
                        "Blocker TypesNotCarried public.odd.who",
                        "Warning TypesNotCarried public.odd.at",
                        "Blocker TypesNotCarried public.odd.hardware",
                        "Blocker TypesNotCarried public.odd.many");
        assertThat(types(copying("public.odd"))).isEmpty();
    }

    @Test
    void valuesThatDmsHasNoRoomForAreCountedByColumn() {
        // given
        servers.source().execute("""
                CREATE DOMAIN public.price AS numeric;
                CREATE TABLE public."dotted.edge" (id int PRIMARY KEY, ts timestamp, tz timestamptz, "D%" date, t time, n public.price, n2 numeric(40, 20));
                INSERT INTO public."dotted.edge" VALUES
                  (1, 'infinity', '-infinity', '4713-01-01 BC', '24:00', 'NaN', 'NaN'),
                  (2, '2024-01-01', '0044-03-15 BC', '5874897-12-31', '23:59:59.999999', 1e300, 99999999999999999999.99999999999999999999),
                  (3, NULL, NULL, NULL, NULL, 0.00000000000000000000000000000000000001, NULL),
                  (4, now(), now(), now(), '00:00', 1234567890123456789012345678.000000000, 0);
                CREATE TABLE public.calm (id int PRIMARY KEY, at timestamptz, n numeric); INSERT INTO public.calm VALUES (1, now(), 1.5)
                """);

        // when
        var found = values(LookedAt.PUBLIC);

        // then
        assertThat(found)
                .extracting(it -> it.object() + ": " + it.text())
                .containsExactlyInAnyOrder(
                        "public.dotted.edge.ts: 1 rows hold infinity, which DMS does not carry",
                        "public.dotted.edge.tz: 1 rows hold infinity, which DMS does not carry",
                        "public.dotted.edge.tz: 1 rows hold years before Christ, which DMS does not carry",
                        "public.dotted.edge.D%: 1 rows hold years before Christ, which DMS does not carry",
                        "public.dotted.edge.D%: 1 rows hold years after 9999, which DMS does not carry",
                        "public.dotted.edge.t: 1 rows hold the time 24:00, which DMS does not carry",
                        "public.dotted.edge.n: 1 rows hold NaN or infinity, which DMS does not carry",
                        "public.dotted.edge.n: 1 rows hold more than 28 digits, which DMS does not carry",
                        "public.dotted.edge.n2: 1 rows hold NaN or infinity, which DMS does not carry");
        assertThat(found).allMatch(Finding::blocks).first().satisfies(it -> assertThat(it.remedy())
                .startsWith("spec.tables.copyUnderFence: ['public.\"dotted.edge\"'] ("));
        assertThat(values(copying("public.\"dotted.edge\""))).isEmpty();
    }

    @Test
    void aTableThatCannotBeReadInTimeIsUnknownAndHoldsTheMigration() throws Exception {
        servers.source().execute("CREATE TABLE public.locked (id int PRIMARY KEY, at date)");
        try (var other = servers.sourceAs(servers.admin)) {
            other.execute("BEGIN; LOCK TABLE public.locked");
            assertThat(values(LookedAt.PUBLIC)).singleElement().satisfies(it -> {
                assertThat(LookedAt.inShort(it)).isEqualTo("Unknown ValuesNotCarried public.locked");
                assertThat(it.blocks()).isTrue();
            });
        }
    }

    private List<String> types(TablePatterns patterns) {
        return LookedAt.found(new TypesNotCarried(), LookedAt.of(servers, patterns));
    }

    private List<Finding> values(TablePatterns patterns) {
        var at = LookedAt.of(servers, patterns);
        return Check.all(
                PostgresChecks.ROWS, new RowsOfTables(servers.source(), at.tables(), patterns, Duration.ofMillis(500)));
    }

    private static TablePatterns copying(String pattern) {
        return new TablePatterns(List.of("public.*"), List.of(), List.of(), List.of(pattern));
    }
}
