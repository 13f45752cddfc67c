package dev.replatform.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.OperatorOnSandbox;
import dev.replatform.api.v1alpha1.Migration;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables as people have them, which a replication engine stumbles over: names, values and keys of every kind. */
class DifficultTablesTest {
    @TempDir
    private Path folder;

    private MovingBox moving;
    private OperatorOnSandbox sandbox;

    @BeforeEach
    void start() throws Exception {
        moving = MovingBox.start(folder);
        sandbox = moving.sandbox();
        sandbox.apply(MovingBox.APP_CONFIG);
    }

    @AfterEach
    void stop() {
        moving.close();
    }

    @Test
    void tablesOfEveryNameArriveWithTheirChanges() throws Exception {
        // given
        var names = List.of(
                "orders.2024.csv",
                "[x]",
                "100%",
                "a_b",
                "aXb",
                "emoji 😀 table",
                "Select",
                "say \"hi\"",
                "日本語",
                "tab\tname");
        names.forEach(name ->
                box("CREATE TABLE %1$s (\"col 😀\" int PRIMARY KEY, \"a\"\"b\" text NOT NULL, \"$x$\" varchar)", name));
        names.forEach(name -> box("INSERT INTO %1$s SELECT i, 'v', 'x' FROM generate_series(1, 5) i", name));
        box("CREATE TABLE %1$s (at timestamptz, path text)", "visits.example.com");
        box("INSERT INTO %1$s VALUES (now(), '/')", "visits.example.com");

        // when
        sandbox.apply(MovingBox.MIGRATION.replace(
                "insertOnly: [public.visit]", "insertOnly: [public.visit, 'public.\"visits.example.com\"']"));
        var token = moving.proposed().getStatus().cutover().token();
        names.forEach(name -> box("UPDATE %1$s SET \"a\"\"b\" = 'changed' WHERE \"col 😀\" = 2", name));
        moving.approve(token);
        moving.completed();

        // then
        for (var name : names) {
            assertThat(moving.onTarget("SELECT string_agg(\"a\"\"b\", ' ' ORDER BY \"col 😀\") FROM " + quoted(name)))
                    .as(name)
                    .isEqualTo("v changed v v v");
        }
        assertThat(moving.onTarget("SELECT count(*) FROM \"visits.example.com\""))
                .isEqualTo("1");
    }

    @Test
    void whatDmsWouldAlterArrivesWhereTheOperatorCopiesIt() throws Exception {
        // given
        var edges =
                "id int PRIMARY KEY, ts timestamp, tz timestamptz, d date, t time, ttz timetz, n numeric, iv interval, ch char(5),"
                        + " a int[], m money, net inet, span int4range, word tsvector";
        box("CREATE TABLE %1$s (" + edges + ")", "edge");
        box(
                "INSERT INTO %1$s VALUES (1, 'infinity', '0044-03-15 12:00:00+00 BC', '5874897-12-31', '24:00', '24:00+14', 'NaN',"
                        + " '-1 mon +2 days -3:04:05.000006', '', '[0:1]={1,NULL}', '-92233720368547758.08', '::1/64', 'empty', 'b a'),"
                        + " (2, NULL, NULL, NULL, NULL, NULL, 1e300, '0', NULL, '{}', 0, NULL, '(,)', '')",
                "edge");
        box("CREATE TABLE %1$s (id text PRIMARY KEY, v text)", "text_key");
        box("INSERT INTO %1$s VALUES ('a', 'old'), ('b', 'old')", "text_key");
        box("CREATE TABLE %1$s (v text, tags text[])", "heap");
        box("INSERT INTO %1$s VALUES ('same', '{}'), ('same', '{}'), ('old', NULL)", "heap");

        // when
        sandbox.apply(MovingBox.MIGRATION.replace(
                "insertOnly: [public.visit]",
                "insertOnly: [public.visit], copyUnderFence: [public.edge, public.text_key, public.heap]"));
        var token = moving.proposed().getStatus().cutover().token();
        box("UPDATE %1$s SET v = 'changed' WHERE id = 'a'", "text_key");
        box("DELETE FROM %1$s WHERE id = 'b'", "text_key");
        box("UPDATE %1$s SET v = 'changed' WHERE v = 'old'", "heap");
        var edge = "SELECT string_agg(e::text, E'\\n' ORDER BY id) FROM edge e";
        var expected = moving.box().ask(edge);
        moving.approve(token);
        moving.completed();

        // then
        assertThat(moving.onTarget("SET timezone = 'UTC'; " + edge)).isEqualTo(expected);
        assertThat(moving.onTarget("SELECT string_agg(id || v, ' ') FROM text_key"))
                .isEqualTo("achanged");
        assertThat(moving.onTarget("SELECT string_agg(v, ' ' ORDER BY v) FROM heap"))
                .isEqualTo("changed same same");
    }

    @Test
    void aUniqueIndexBecomesTheKeyByTheStatementOfTheBlocker() throws Exception {
        // given
        box("CREATE TABLE %1$s (version varchar(255) NOT NULL)", "schema_migrations");
        box("CREATE UNIQUE INDEX unique_schema_migrations ON %1$s (version)", "schema_migrations");
        box("INSERT INTO %1$s SELECT '2012010' || i FROM generate_series(100, 150) i", "schema_migrations");
        box("CREATE TABLE %1$s (post_id int NOT NULL, tag_id int NOT NULL)", "posts_tags");
        box("CREATE UNIQUE INDEX index_posts_tags ON %1$s (post_id, tag_id)", "posts_tags");
        sandbox.apply(MovingBox.MIGRATION);
        var blocked = sandbox.await(
                Migration.class, "mvp", MovingBox.PATIENCE, it -> it.getStatus().isTrue("Stalled"));
        assertThat(blocked.getStatus().findings())
                .extracting(finding -> finding.code() + " " + finding.object())
                .containsExactly("NoRowIdentity public.posts_tags", "NoRowIdentity public.schema_migrations");

        // when one takes one way, the other the other
        moving.box().execute(blocked.getStatus().findings().get(0).remedy().split("; or ", -1)[1]);
        moving.box().execute(blocked.getStatus().findings().get(1).remedy().split("; or ", -1)[0]);
        var token = moving.proposed().getStatus().cutover().token();
        box("DELETE FROM %1$s WHERE post_id = 1", "posts_tags");
        box("INSERT INTO %1$s VALUES (1, 2), (2, 3)", "posts_tags");
        box("DELETE FROM %1$s WHERE version = '2012010100'", "schema_migrations");
        moving.approve(token);
        moving.completed();

        // then
        assertThat(moving.onTarget("SELECT count(*) FROM posts_tags")).isEqualTo("2");
        assertThat(moving.onTarget("SELECT count(*) FROM schema_migrations")).isEqualTo("50");
        assertThat(
                        moving.onTarget(
                                "SELECT count(*) FROM pg_class WHERE relname LIKE 'awsdms%' AND relnamespace = 'public'::regnamespace"))
                .isEqualTo("0");
    }

    @Test
    void rowsOfNestedDomainsFlowAndTheirConstraintsComeBack() throws Exception {
        // given
        moving.box().execute("CREATE DOMAIN code AS text NOT NULL CHECK (length(VALUE) > 0)");
        moving.box().execute("CREATE DOMAIN short_code AS code CHECK (length(VALUE) < 9)");
        box(
                "CREATE TABLE %1$s (id int PRIMARY KEY, code code, short short_code NOT NULL, body text NOT NULL, UNIQUE (code))",
                "item");
        box("INSERT INTO %1$s SELECT i, 'c' || i, 's' || i, 'b' FROM generate_series(1, 100) i", "item");

        // when
        sandbox.apply(MovingBox.MIGRATION);
        var token = moving.proposed().getStatus().cutover().token();
        box("INSERT INTO %1$s VALUES (101, 'c101', 's101', 'b')", "item");
        box("UPDATE %1$s SET short = 'other' WHERE id = 1", "item");
        moving.approve(token);
        moving.completed();

        // then
        assertThat(moving.onTarget("SELECT count(*) || ' ' || min(short) FROM item"))
                .isEqualTo("101 other");
        assertThat(moving.onTarget(
                        "SELECT count(*) FROM pg_type WHERE typname IN ('code', 'short_code') AND typnotnull"))
                .isEqualTo("1");
    }

    private void box(String sql, String table) {
        moving.box().execute(sql.formatted(quoted(table)));
        if (sql.startsWith("CREATE TABLE")) {
            moving.box().execute("ALTER TABLE %s OWNER TO mvp".formatted(quoted(table)));
            moving.box().execute("GRANT SELECT ON %s TO mvp_dms".formatted(quoted(table)));
        }
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
