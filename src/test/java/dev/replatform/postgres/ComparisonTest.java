package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ComparisonTest {
    private static final TableName PICTURES = new TableName("public", "pictures");
    private static final String TABLE = """
            CREATE TABLE public.pictures (id bigint PRIMARY KEY, title text, at timestamptz, day date, took interval,
                score double precision, small real, price numeric(10, 2), raw bytea, tags text[], doc jsonb, who uuid, flag boolean,
                address inet, span tstzrange, cost money)
            """;
    private static final String ROWS = """
            INSERT INTO public.pictures
            SELECT i, 'Bild 🌄 ' || i, '2024-05-05 12:00+02'::timestamptz + i * interval '1 min', '2024-01-31'::date + i,
                   i * interval '1 day 3 hours', i / 3.0, i / 7.0, i / 8.0, decode(md5(i::text), 'hex'), ARRAY['a', 'b"c,' || i, NULL],
                   jsonb_build_object('n', i), md5(i::text)::uuid, i %% 2 = 0, '10.0.0.1',
                   tstzrange('2024-01-01', '2024-02-01'), i::text::money
            FROM generate_series(1, 500) i ORDER BY 1 %s
            """;

    @RegisterExtension
    final TwoServers servers = new TwoServers();

    @BeforeEach
    void fillBothSides() {
        servers.source().execute(TABLE + ";" + ROWS.formatted("ASC"));
        servers.target().execute(TABLE + ";" + ROWS.formatted("DESC"));
    }

    @Test
    void equalRowsInAnotherOrderAndUnderOtherSettingsAreEqual() {
        var database = servers.targetAddress().database();
        servers.target()
                .execute(
                        "ALTER DATABASE %1$s SET timezone = 'Asia/Tokyo'; ALTER DATABASE %1$s SET datestyle = 'German';"
                                        .formatted(database)
                                + "ALTER DATABASE %1$s SET extra_float_digits = 0; ALTER DATABASE %1$s SET intervalstyle = 'sql_standard'"
                                        .formatted(database));
        try (var later = servers.targetAs(servers.master)) {
            var result = new Comparison(servers.source(), later).ofResting(List.of(PICTURES));
            assertThat(result.different()).isEmpty();
            assertThat(result.rows()).isEqualTo(500);
        }
    }

    @Test
    void oneRowThatChangedIsFoundByContentAndNotByCount() {
        servers.target().execute("UPDATE public.pictures SET price = price + 0.01 WHERE id = 250");

        assertThat(resting()).containsExactly("public.pictures: the contents of its 500 rows differ");
    }

    @Test
    void aRowTooManyIsFoundByCount() {
        servers.target().execute("INSERT INTO public.pictures (id) VALUES (501)");

        assertThat(resting()).containsExactly("public.pictures: 500 rows at the source, 501 at the target");
    }

    @Test
    void aRowThatIsThereTwiceInAnothersPlaceIsFound() {
        for (var session : List.of(servers.source(), servers.target())) {
            session.execute("ALTER TABLE public.pictures DROP CONSTRAINT pictures_pkey");
        }
        servers.target()
                .execute("DELETE FROM public.pictures WHERE id = 8;"
                        + " INSERT INTO public.pictures SELECT * FROM public.pictures WHERE id = 7");
        assertThat(resting()).hasSize(1);
    }

    @Test
    void aNullIsNotAnEmptyText() {
        servers.source().execute("UPDATE public.pictures SET title = '' WHERE id = 1");
        servers.target().execute("UPDATE public.pictures SET title = NULL WHERE id = 1");
        assertThat(resting()).hasSize(1);
    }

    @Test
    void columnsAreComparedByNameSoThatTheirOrderIsOfNoMatter() {
        servers.target()
                .execute(
                        "ALTER TABLE public.pictures DROP COLUMN title; ALTER TABLE public.pictures ADD COLUMN title text;"
                                + " UPDATE public.pictures SET title = 'Bild 🌄 ' || id");
        assertThat(resting()).isEmpty();
    }

    @Test
    void aTableThatIsWrittenWhileItIsComparedIsBusyAndNotDifferent() {
        servers.target().execute("DELETE FROM public.pictures WHERE id = 1");
        try (var application = servers.sourceAs(servers.admin)) {
            var more = new int[] {1000};
            var result = comparison()
                    .ofLive(
                            List.of(PICTURES),
                            3,
                            () -> application.update("INSERT INTO public.pictures (id) VALUES (?)", more[0]++));
            assertThat(result.busy()).containsExactly("public.pictures");
            assertThat(result.different()).isEmpty();
        }
    }

    @Test
    void aTableThatRestsAndDiffersIsDifferentHoweverOftenItIsLookedAt() {
        servers.target().execute("DELETE FROM public.pictures WHERE id = 1");
        var looks = new int[1];

        var result = comparison().ofLive(List.of(PICTURES), 3, () -> looks[0]++);

        assertThat(result.different()).containsExactly("public.pictures: 500 rows at the source, 499 at the target");
        assertThat(looks).containsExactly(2);
    }

    @Test
    void aTargetThatCatchesUpBetweenTwoLooksIsEqual() {
        servers.target().execute("DELETE FROM public.pictures WHERE id = 1");
        var result = comparison().ofLive(List.of(PICTURES), 2, () -> servers.target()
                .execute("DELETE FROM public.pictures;" + ROWS.formatted("ASC")));
        assertThat(result.isEqual()).isTrue();
        assertThat(result.busy()).isEmpty();
    }

    private List<String> resting() {
        return comparison().ofResting(List.of(PICTURES)).different();
    }

    private Comparison comparison() {
        return new Comparison(servers.source(), servers.target());
    }
}
