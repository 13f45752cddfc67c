package dev.replatform.postgres.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.postgres.Journal;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.postgres.TableName;
import dev.replatform.postgres.TablePatterns;
import dev.replatform.postgres.TwoServers;
import dev.replatform.postgres.witness.WitnessSlot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The proof on two real servers; who carries changes and the marker from one to the other is the test. */
class RunningProofTest {
    private static final String TABLES = """
            CREATE TABLE public.book (id bigint PRIMARY KEY, title text, price numeric);
            CREATE TABLE public.word (word text, lang char(2), n int, PRIMARY KEY (lang, word));
            """;
    private static final String ROWS = """
            INSERT INTO public.book SELECT i, 'title ' || i, i / 4.0 FROM generate_series(1, 25000) i;
            INSERT INTO public.word SELECT md5(i::text), 'en', i FROM generate_series(1, 6000) i;
            """;

    @RegisterExtension
    final TwoServers servers = new TwoServers();

    /** What the carrier brings to the target before each marker, and what the application does then. */
    private final List<Runnable> onTheWay = new ArrayList<>();

    private Session other;
    private String owner;
    private boolean isMarkerCarried = true;

    @BeforeEach
    void fillBothSides() {
        owner = "demo/shop/" + servers.sourceAddress().database();
        other = servers.sourceAs(servers.admin);
        new Journal(servers.source(), owner, 1).prepare();
        new Journal(servers.target(), owner, 1).prepare();
        servers.source().execute(TABLES);
        servers.target().execute(TABLES);
        servers.source().execute(ROWS);
        RunningProof.begin(servers.source(), owner, 1);
        servers.target().execute(ROWS);
    }

    @AfterEach
    void drop() {
        new WitnessSlot(servers.source(), owner).drop();
        other.close();
    }

    @Test
    void equalTablesAreProvedRowByRow() {
        var state = proof().goOn(inTime());

        assertThat(state.isProved()).isTrue();
        assertThat(state.rows()).isEqualTo(31_000);
        assertThat(state.pending()).isZero();
        assertThat(proof().finish().reasons()).isEmpty();
    }

    @Test
    void valuesThatAreEqualAndPrintDifferentlyAreEqual() {
        servers.target().execute("UPDATE public.book SET price = (price::text || '000')::numeric WHERE id % 2 = 0");
        assertThat(proof().goOn(inTime()).isProved()).isTrue();
    }

    @Test
    void aWrongValueIsNamedByTableKeyAndColumn() {
        servers.target().execute("UPDATE public.book SET title = 'wrong' WHERE id = 21999");
        servers.target().execute("UPDATE public.word SET n = -1 WHERE word = md5('77')");

        var state = proof().goOn(inTime());

        assertThat(state.isProved()).isFalse();
        assertThat(state.different()).isEqualTo(2);
        assertThat(state.differences())
                .containsExactly(
                        "public.book (21999): differs in title",
                        "public.word (en, %s): differs in n".formatted("28dd2c7955ce926456240b2ff0100bde"));
        assertThat(proof().finish().reasons()).contains("2 rows are not equal");
    }

    @Test
    void aRowLessAndARowMoreAreFoundWhereTheCountsAreEqual() {
        servers.target()
                .execute("DELETE FROM public.book WHERE id = 3; INSERT INTO public.book VALUES (99999, 'more', 1);"
                        + " DELETE FROM public.word WHERE n = 9; INSERT INTO public.word VALUES ('more', 'de', 9)");

        assertThat(proof().goOn(inTime()).differences())
                .containsExactly(
                        "public.book (3): is not on the target",
                        "public.book (99999): is on the target only",
                        "public.word (de, more): is on the target only",
                        "public.word (en, 45c48cce2e2d7fbdea1afc51c7c6ad26): is not on the target");
    }

    @Test
    void aTableThatKeepsChangingIsProvedAndAWrongRowInItFound() {
        servers.target().execute("UPDATE public.book SET title = 'wrong' WHERE id BETWEEN 2001 AND 2100");
        onTheWay.add(() -> {
            other.execute("UPDATE public.book SET title = title || '.' WHERE id = 1");
            carryBook(1);
        });

        var state = proof().goOn(inTime());

        assertThat(state.different()).isEqualTo(100);
        assertThat(state.differences()).hasSize(20).contains("public.book (2001): differs in title");
    }

    @Test
    void aChangeThatIsLostOnTheWayIsFoundThroughTheWitness() {
        assertThat(proof().goOn(inTime()).isProved()).isTrue();

        other.execute("UPDATE public.book SET title = 'lost' WHERE id = 24000");

        assertThat(proof().goOn(inTime()).differences()).containsExactly("public.book (24000): differs in title");
    }

    @Test
    void aChangeThatArrivesBeforeTheMarkerIsNoDifference() {
        assertThat(proof().goOn(inTime()).isProved()).isTrue();
        other.execute("UPDATE public.book SET title = 'new' WHERE id = 24000");
        onTheWay.add(() -> carryBook(24000));

        var finish = proof().finish();

        assertThat(finish.reasons()).isEmpty();
        assertThat(finish.compared()).isEqualTo(1);
    }

    @Test
    void whatNobodyProvedIsNotFinishedUnderTheFence() {
        assertThat(proof().finish().reasons())
                .contains("public.book is not proved yet", "public.word is not proved yet");
    }

    @Test
    void aMarkerThatDoesNotArriveProvesNothing() {
        assertThat(proof().goOn(inTime()).isProved()).isTrue();
        isMarkerCarried = false;
        other.execute("UPDATE public.book SET title = 'late' WHERE id = 1");

        assertThat(proof().goOn(inTime()).isProved()).isFalse();
        assertThat(proof().finish().reasons()).containsExactly("the last changes did not arrive on the target");
    }

    @Test
    void aTableThatIsTruncatedIsHeldUntilItsRowsAreEqual() {
        assertThat(proof().goOn(inTime()).isProved()).isTrue();
        other.execute("TRUNCATE public.word");

        var held = proof().goOn(inTime());
        assertThat(held.isProved()).isFalse();
        assertThat(held.held()).singleElement().asString().startsWith("public.word: it was truncated");

        servers.target().execute("DELETE FROM public.word"); // as a reload of the table does
        assertThat(proof().goOn(inTime()).isProved()).isTrue();
    }

    @Test
    void aTableThatIsGoneFromTheSourceIsHeldWhileTheTargetHoldsItsRows() {
        assertThat(proof().goOn(inTime()).isProved()).isTrue();
        other.execute("DROP TABLE public.word");

        assertThat(proof().goOn(inTime()).held())
                .singleElement()
                .asString()
                .startsWith("public.word is no longer on the source");
        assertThat(proof().finish().reasons()).hasSize(1);

        servers.target().execute("TRUNCATE public.word");
        assertThat(proof().goOn(inTime()).isProved()).isTrue();
    }

    @Test
    void aProcessThatTakesOverGoesOnWhereTheOtherWas() {
        var first = proof().goOn(Instant.now());
        assertThat(first.isProved()).isFalse();
        assertThat(first.rows()).isEqualTo(20_000);

        var state = proof().goOn(inTime());

        assertThat(state.rows()).isEqualTo(31_000);
        assertThat(state.isProved()).isTrue();
    }

    @Test
    void withoutItsSlotNothingOfTheProofCounts() {
        assertThat(proof().goOn(inTime()).isProved()).isTrue();
        new WitnessSlot(servers.source(), owner).drop();
        other.execute("UPDATE public.book SET title = 'unseen' WHERE id = 1");

        RunningProof.begin(servers.source(), owner, 1);

        assertThat(proof().goOn(inTime()).differences()).containsExactly("public.book (1): differs in title");
    }

    @Test
    void aWriterBehindTheFenceIsNamedByTable() {
        proof().goOn(inTime());
        var moved = List.of(new TableName("public", "book"), new TableName("public", "word"));
        assertThat(RunningProof.changedSince(servers.source(), owner, moved)).isEmpty();

        other.execute("DELETE FROM public.word WHERE n = 1");

        assertThat(RunningProof.changedSince(servers.source(), owner, moved))
                .containsExactly(new TableName("public", "word"));
    }

    @Test
    void theSourceWorksForTheProofNoMoreThanItsShareOfTheTime() {
        var rested = new long[1];
        var pace = new Pace(25, pause -> rested[0] += pause.toNanos());
        var began = System.nanoTime();
        pace.of(() -> servers.source().first("SELECT pg_sleep(0.05)", row -> 1));
        assertThat(rested[0]).isBetween(3 * 50_000_000L, 3 * (System.nanoTime() - began));
    }

    private RunningProof proof() {
        var source = servers.source();
        Pace.Sleeper carrier = pause -> {
            List.copyOf(onTheWay).forEach(Runnable::run);
            if (isMarkerCarried) {
                carryMarkers();
            }
        };
        var moved = new SourceCatalog(source, new TablePatterns(List.of("public.*"), List.of(), List.of(), List.of()))
                .tables();
        var marker = new Marker(
                new Journal(source, owner, 1),
                new Journal(servers.target(), owner, 1),
                () -> Duration.ofMillis(isMarkerCarried ? 10_000 : 100),
                carrier);
        return new RunningProof(source, servers.target(), owner, 1, moved, marker, new Pace(100, carrier));
    }

    private void carryMarkers() {
        other.query("SELECT owner, token, at::text FROM replatform.marker", row -> servers.target()
                .update(
                        "INSERT INTO replatform.marker VALUES (?, ?, ?::timestamptz) ON CONFLICT (owner, token) DO UPDATE SET at = excluded.at",
                        row.getString(1),
                        row.getString(2),
                        row.getString(3)));
    }

    private void carryBook(long id) {
        other.query(
                "SELECT title FROM public.book WHERE id = ?",
                row -> servers.target().update("UPDATE public.book SET title = ? WHERE id = ?", row.getString(1), id),
                id);
    }

    private static Instant inTime() {
        return Instant.now().plusSeconds(20);
    }
}
