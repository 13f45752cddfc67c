package dev.replatform.postgres.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.postgres.SqlFailure;
import dev.replatform.postgres.TableContents;
import dev.replatform.postgres.TableName;
import dev.replatform.postgres.TwoServers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class WitnessSlotTest {
    private static final TableName THINGS = new TableName("odd \"schema\"", "Things, and: more");

    /** Each value as SQL writes it, of the type that is named. */
    private static final Map<String, String> VALUES = Map.ofEntries(
            Map.entry("integer", "7"),
            Map.entry("numeric(10,2)", "-1.50"),
            Map.entry("numeric", "'NaN'"),
            Map.entry("double precision", "'-Infinity'"),
            Map.entry("boolean", "true"),
            Map.entry("bit(3)", "B'101'"),
            Map.entry("bit varying", "B''"),
            Map.entry("text", "'it''s \"quoted\"\n new-tuple: x[text]:''1'' (no-tuple-data)'"),
            Map.entry("varchar(40)", "''"),
            Map.entry("char(5)", "'ab'"),
            Map.entry("text[]", "ARRAY['a b', 'c''d', NULL, 'null', '[x]:']"),
            Map.entry("integer[][]", "ARRAY[[1, 2], [3, 4]]"),
            Map.entry("bytea", "'\\x00ff27'"),
            Map.entry("timestamp with time zone", "'2026-01-01 12:00+02'"),
            Map.entry("interval day to second(3)", "'1 day 2 hours'"),
            Map.entry("jsonb", "'{\"a]\": \"b'' c\"}'"),
            Map.entry("\"odd \"\"schema\"\"\".\"kind]of[\"", "'new-tuple:'"),
            Map.entry(
                    "\"odd \"\"schema\"\"\".\"kind]of[\"[]", "ARRAY['o''ne']::\"odd \"\"schema\"\"\".\"kind]of[\"[]"));

    @RegisterExtension
    final TwoServers servers = new TwoServers();

    private WitnessSlot slot;

    @BeforeEach
    void make() {
        servers.source().execute("CREATE SCHEMA \"odd \"\"schema\"\"\"");
        servers.source().execute("CREATE TYPE \"odd \"\"schema\"\"\".\"kind]of[\" AS ENUM ('o''ne', 'new-tuple:')");
        TableContents.printAlike(servers.source());
        slot = new WitnessSlot(
                servers.source(), "demo/shop/" + servers.sourceAddress().database());
        slot.make();
    }

    @AfterEach
    void drop() {
        slot.drop();
    }

    @Test
    void everyValueIsReadAsItStandsInTheTable() {
        var types = List.copyOf(VALUES.keySet());
        var columns = new ArrayList<String>();
        var values = new ArrayList<String>();
        var texts = new ArrayList<String>();
        for (int i = 0; i < types.size(); i++) {
            columns.add("\"c: %d\"\"[\" %s".formatted(i, types.get(i)));
            values.add(VALUES.get(types.get(i)));
            texts.add("\"c: %d\"\"[\"::text".formatted(i));
        }
        execute("CREATE TABLE %s (%s)".formatted(THINGS.quoted(), String.join(", ", columns)));
        execute("INSERT INTO %s VALUES (%s)".formatted(THINGS.quoted(), String.join(", ", values)));
        var expected = new HashMap<String, String>();
        servers.source().query("SELECT %s FROM %s".formatted(String.join(", ", texts), THINGS.quoted()), row -> {
            for (int i = 0; i < types.size(); i++) {
                expected.put("c: %d\"[".formatted(i), row.getString(i + 1));
            }
            return row;
        });

        var told = told();

        assertThat(told).hasSize(1);
        var rows = (Told.Rows) told.get(0);
        assertThat(rows.table()).isEqualTo(THINGS);
        var tuple = new HashMap<>(rows.tuples().get(0));
        var padded = "c: %d\"[".formatted(types.indexOf("char(5)"));
        tuple.compute(padded, (column, value) -> value.stripTrailing()); // a cast to text leaves the blanks out
        assertThat(tuple).isEqualTo(expected);
    }

    @Test
    void anUpdateOfAKeyTellsBothKeysAndADeleteTheOld() {
        execute("CREATE TABLE public.pair (a int, b text, note text, PRIMARY KEY (a, b))");
        execute("INSERT INTO public.pair VALUES (1, 'x', NULL), (2, 'y', 'n')");
        execute("UPDATE public.pair SET note = 'm' WHERE a = 1");
        execute("UPDATE public.pair SET a = 3 WHERE a = 2");
        execute("DELETE FROM public.pair WHERE a = 3");

        assertThat(told())
                .extracting(it -> ((Told.Rows) it).tuples().toString())
                .containsExactly(
                        "[{a=1, b=x, note=null}]",
                        "[{a=2, b=y, note=n}]",
                        "[{a=1, b=x, note=m}]",
                        "[{a=2, b=y}, {a=3, b=y, note=n}]",
                        "[{a=3, b=y}]");
    }

    @Test
    void aValueOutOfLineThatDidNotChangeIsLeftOut() {
        execute("CREATE TABLE public.doc (id int PRIMARY KEY, body text, title text)");
        execute("ALTER TABLE public.doc ALTER COLUMN body SET STORAGE EXTERNAL");
        execute("INSERT INTO public.doc VALUES (1, repeat('x', 10000), 'a')");
        execute("UPDATE public.doc SET title = 'b'");

        assertThat(((Told.Rows) told().get(1)).tuples().get(0)).containsOnlyKeys("id", "title");
    }

    @Test
    void whatHasNoKeyIsToldAsUnknownRowsAndATruncationByItsTables() {
        execute("CREATE TABLE public.a (id int)");
        execute("CREATE TABLE public.b (id int)");
        execute("INSERT INTO public.a VALUES (1), (2)");
        told();
        execute("UPDATE public.a SET id = 5 WHERE id = 1");
        execute("DELETE FROM public.a");
        execute("TRUNCATE public.a, public.b RESTART IDENTITY");

        var told = told();
        assertThat(told.get(2)).isInstanceOf(Told.Rows.class);
        assertThat(told.subList(3, 5)).containsOnly(new Told.UnknownRows(new TableName("public", "a")));
        assertThat(told.get(5))
                .isEqualTo(new Told.Truncation(List.of(new TableName("public", "a"), new TableName("public", "b"))));
    }

    @Test
    void theSameIsToldAgainUntilTheSlotIsAdvanced() {
        execute("CREATE TABLE public.a (id int PRIMARY KEY)");
        execute("INSERT INTO public.a VALUES (1)");
        assertThat(told()).hasSize(1).isEqualTo(told());

        slot.advance(slot.peek(100, told -> {}).until());

        assertThat(told()).isEmpty();
        execute("INSERT INTO public.a VALUES (2)");
        assertThat(told()).hasSize(1);
    }

    @Test
    void aTransactionIsToldWholeAndTheNextOneInTheNextLook() {
        execute("CREATE TABLE public.a (id int PRIMARY KEY)");
        execute("INSERT INTO public.a SELECT generate_series(1, 50)");
        execute("INSERT INTO public.a SELECT generate_series(51, 60)");

        var told = new ArrayList<Told>();
        var peeked = slot.peek(10, told::add);
        slot.advance(peeked.until());

        assertThat(peeked.isAll()).isFalse();
        assertThat(told).filteredOn(Told.Rows.class::isInstance).hasSize(50);
        assertThat(told()).hasSize(10);
    }

    @Test
    void aSlotThatIsDroppedNoLongerStands() {
        assertThat(slot.stands()).isTrue();
        slot.drop();
        assertThat(slot.stands()).isFalse();
    }

    @Test
    void aRoleWithoutReplicationIsRefused() {
        try (var session = servers.sourceAs(servers.application)) {
            assertThatThrownBy(() -> new WitnessSlot(session, "demo/shop/other").make())
                    .isInstanceOfSatisfying(
                            SqlFailure.class, e -> assertThat(e.kind()).isEqualTo(SqlFailure.Kind.PERMISSION_DENIED));
        }
    }

    private List<Told> told() {
        var told = new ArrayList<Told>();
        slot.peek(1_000, told::add);
        told.removeIf(Told.Nothing.class::isInstance);
        return told;
    }

    private void execute(String sql) {
        servers.source().execute(sql);
    }
}
