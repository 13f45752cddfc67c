package dev.replatform.sandbox.aws.dms;

import static dev.replatform.sandbox.aws.dms.DmsLab.content;
import static dev.replatform.sandbox.aws.dms.DmsLab.until;
import static dev.replatform.sandbox.aws.dms.DmsLab.value;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sandbox's DMS does not carry, where AWS's guide says so or sources contradict: docs/sandbox.md has the pages. */
class PessimismTest {
    @TempDir
    private static Path folder;

    private static DmsLab lab;

    @BeforeAll
    static void open() {
        lab = new DmsLab(folder);
    }

    @AfterAll
    static void close() {
        lab.close();
    }

    @Test
    void whatSourcesContradictDoesNotArriveAndEdgesOfTypesAreAltered() throws Exception {
        lab.onBoth(
                "CREATE SCHEMA edges",
                "CREATE TYPE edges.pair AS (a int, b int)",
                "CREATE DOMAIN edges.address AS inet",
                """
                CREATE TABLE edges.t (id int PRIMARY KEY, net inet, far edges.address, both_of edges.pair, span daterange, word text,
                  at timestamptz, day date, hour time, zoned timetz, n numeric, exact numeric(40, 20), name varchar)""");
        var row =
                "(%d, '10.0.0.1', '::1', '(1,2)', '[2024-01-01,2024-02-01)', E'a\\tb\\\\c', 'infinity', '0044-03-15 BC', '24:00', '12:00+05',"
                        + " 0.12345678901234567890123456789012345, 99999999999999999999.99999999999999999999, 'äöüäöü')";
        lab.source.execute("mvp", "INSERT INTO edges.t VALUES " + row.formatted(1));
        var task = lab.task("edges", DmsLab.strict(false));
        lab.start(task);
        until(() -> content(lab.target, "edges.t").startsWith("1 "));
        lab.source.execute("mvp", "INSERT INTO edges.t VALUES " + row.formatted(2));
        until(() -> content(lab.target, "edges.t").startsWith("2 ")
                && value(lab.target, "SELECT count(word) FROM edges.t").equals("2"));
        for (var id : new int[] {1, 2}) {
            assertThat(value(
                            lab.target,
                            "SELECT concat_ws('|', net, far, both_of::text, span::text, word, at AT TIME ZONE 'UTC', day, hour,"
                                    + " zoned::time, n, exact, name) FROM edges.t WHERE id = " + id))
                    .as(id == 1 ? "loaded" : "changed")
                    .isEqualTo("a\tb\\c|9999-12-31 00:00:00|0001-01-01|00:00:00|12:00:00|0.1234567890123456789012345679"
                            + "|99999999999999999999.99999999999999999999|äöüä");
        }
        lab.end(task);
    }

    @Test
    void aKeyOfALobTypeIsNoKeyAndItsColumnsStayBehind() throws Exception {
        lab.onBoth(
                "CREATE SCHEMA lobkey",
                "CREATE TABLE lobkey.t (n int, id text UNIQUE)",
                "CREATE TABLE lobkey.identified (id int NOT NULL, v int)",
                "CREATE UNIQUE INDEX identified_id ON lobkey.identified (id)",
                "CREATE TABLE lobkey.silent (id int PRIMARY KEY)");
        lab.source.execute(
                "mvp",
                "ALTER TABLE lobkey.t ADD PRIMARY KEY (id)",
                "ALTER TABLE lobkey.identified REPLICA IDENTITY USING INDEX identified_id",
                "ALTER TABLE lobkey.silent REPLICA IDENTITY NOTHING",
                "INSERT INTO lobkey.t VALUES (1, 'one')",
                "INSERT INTO lobkey.identified VALUES (1, 1), (2, 2)",
                "INSERT INTO lobkey.silent VALUES (1), (2)");
        var task = lab.task("lobkey", DmsLab.strict(false));
        lab.start(task);
        until(() -> lab.describe(task).replicationTaskStats().tablesLoaded() == 3);
        lab.source.execute(
                "mvp",
                "DELETE FROM lobkey.t",
                "DELETE FROM lobkey.silent",
                "DELETE FROM lobkey.identified WHERE id = 1",
                "UPDATE lobkey.identified SET v = 3");
        lab.awaitEqual("lobkey.identified");
        assertThat(value(lab.target, "SELECT count(*) || ' ' || count(id) FROM lobkey.t"))
                .isEqualTo("1 0");
        assertThat(value(lab.target, "SELECT count(*) FROM lobkey.silent")).isEqualTo("2");
        lab.end(task);
    }

    @Test
    void anArrayWithoutAKeySuspendsTheTable() throws Exception {
        lab.onBoth("CREATE SCHEMA arrays", "CREATE TABLE arrays.t (tags int[])");
        var task = lab.task("arrays", DmsLab.lenient());
        lab.start(task);
        until(() -> lab.describe(task).replicationTaskStats().tablesErrored() == 1);
        lab.end(task);
    }

    @Test
    void rowsOfHeirsAreLoadedIntoTheirAncestorToo() throws Exception {
        lab.onBoth(
                "CREATE SCHEMA heirs",
                "CREATE TABLE heirs.elder (id int PRIMARY KEY)",
                "CREATE TABLE heirs.heir (PRIMARY KEY (id)) INHERITS (heirs.elder)");
        lab.source.execute("mvp", "INSERT INTO heirs.heir VALUES (1)");
        var task = lab.task("heirs", DmsLab.strict(false));
        lab.start(task);
        until(() -> lab.describe(task).replicationTaskStats().tablesLoaded() == 2);
        assertThat(value(lab.target, "SELECT count(*) FROM ONLY heirs.elder")).isEqualTo("1");
        lab.end(task);
    }

    @Test
    void aTruncationAndAChangedKeyAreIgnored() throws Exception {
        lab.onBoth(
                "CREATE SCHEMA trunc",
                "CREATE TABLE trunc.t (id int PRIMARY KEY)",
                "CREATE TABLE trunc.k (id int PRIMARY KEY, v int)");
        lab.source.execute("mvp", "INSERT INTO trunc.t VALUES (1), (2)", "INSERT INTO trunc.k VALUES (1, 1)");
        var task = lab.task("trunc", DmsLab.strict(false));
        lab.start(task);
        until(() -> lab.describe(task).replicationTaskStats().tablesLoaded() == 2);
        lab.source.execute(
                "mvp", "TRUNCATE trunc.t", "UPDATE trunc.k SET id = 5, v = 5", "INSERT INTO trunc.t VALUES (7)");
        until(() -> content(lab.target, "trunc.t").startsWith("3 "));
        assertThat(value(lab.target, "SELECT id || ' ' || v FROM trunc.k")).isEqualTo("1 1");
        lab.end(task);
    }
}
