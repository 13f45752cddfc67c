package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.postgres.Journal.Step;
import dev.replatform.sandbox.kubernetes.Eventually;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class JournalTest {
    private static final String OWNER = "demo/shop/mvp";

    @RegisterExtension
    final TwoServers servers = new TwoServers();

    private Journal journal;

    @BeforeEach
    void prepare() {
        journal = new Journal(servers.source(), OWNER, 1);
        journal.prepare();
    }

    @Test
    void aDatabaseWithoutAJournalRemembersNothing() {
        assertThat(new Journal(servers.target(), OWNER, 1).read()).isEmpty();
    }

    @Test
    void manyPrepareTheSameDatabaseAtOnce() throws Exception {
        servers.source().execute("DROP SCHEMA replatform CASCADE");
        Callable<Boolean> preparing = () -> {
            try (var session = servers.sourceAs(servers.admin)) {
                new Journal(session, OWNER, 1).prepare();
                return true;
            }
        };

        var pool = Executors.newFixedThreadPool(8);
        try {
            for (var done : pool.invokeAll(Collections.nCopies(16, preparing))) {
                assertThat(done.get()).isTrue();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void whatWasNotedIsReadByALaterSessionOfTheSameOwnerOnly() {
        var detail = Map.of("rows", "200000", "it's", "a \"quote\" 🪨");
        journal.prepare();
        journal.note(Step.LOADING, detail);
        journal.note(Step.LOADING, Map.of());

        try (var later = servers.sourceAs(servers.admin)) {
            assertThat(new Journal(later, OWNER, 1).read())
                    .containsOnlyKeys(Step.LOADING)
                    .hasEntrySatisfying(
                            Step.LOADING, entry -> assertThat(entry.detail()).isEqualTo(detail));
            assertThat(new Journal(later, "demo/shop/other", 1).read()).isEmpty();
        }
    }

    @Test
    void aRunThatWasReleasedBeginsAfresh() {
        journal.begin(Map.of("run", "first"));
        journal.note(Step.SCHEMA_PREPARED, Map.of());
        journal.note(Step.RELEASED, Map.of());

        journal.begin(Map.of("run", "second"));

        assertThat(journal.read()).containsOnlyKeys(Step.LOADING);
        assertThat(journal.read().get(Step.LOADING).detail()).containsEntry("run", "second");
    }

    @Test
    void aRunThatHasSwitchedNeverBeginsAgain() {
        journal.begin(Map.of("run", "first"));
        journal.note(Step.SWITCHED, Map.of());
        journal.note(Step.RELEASED, Map.of());

        journal.begin(Map.of("run", "second"));

        assertThat(journal.read()).containsKeys(Step.SWITCHED);
        assertThat(journal.read().get(Step.LOADING).detail()).containsEntry("run", "first");
    }

    @Test
    void aTableOfATargetIsLoadedByOneOpenRun() {
        var other = new Journal(servers.source(), "demo/shop/other", 1);
        var load = load("old", "public.book\npublic.author");
        assertThat(journal.beginAlone(load)).isTrue();
        assertThat(journal.beginAlone(load)).as("its own run is no other").isTrue();

        assertThat(other.othersInTheWay("older", "public.author\npublic.visit")).containsExactly(OWNER);
        assertThat(other.beginAlone(load("older", "public.author"))).isFalse();
        assertThat(other.read()).isEmpty();
        assertThat(other.beginAlone(load("older", "public.visit"))).isTrue();

        journal.note(Step.RELEASED, Map.of());
        assertThat(other.othersInTheWay("older", "public.author")).isEmpty();
    }

    @Test
    void oneOpenRunLoadsFromASourceIntoATarget() {
        var other = new Journal(servers.source(), "demo/shop/other", 1);
        journal.beginAlone(load("old", "public.book"));

        assertThat(other.othersInTheWay("old", "public.visit")).containsExactly(OWNER);
        assertThat(other.beginAlone(load("old", "public.visit"))).isFalse();

        journal.note(Step.COMPLETED, Map.of());
        assertThat(other.beginAlone(load("old", "public.visit"))).isTrue();
    }

    @Test
    void aRunThatBeginsForgetsTheMarkersOfAllThatAreNotOpen() {
        // given
        var open = new Journal(servers.source(), "demo/shop/open", 1);
        open.begin(Map.of());
        open.markAgain("lag");
        journal.begin(Map.of());
        journal.markAgain("lag");
        journal.note(Step.RELEASED, Map.of());

        // when
        journal.begin(Map.of());

        // then
        assertThat(journal.isMarkedSince("lag", Instant.EPOCH)).isFalse();
        assertThat(open.isMarkedSince("lag", Instant.EPOCH)).isTrue();

        // when it begins again in the middle of its way
        journal.markAgain("lag");
        journal.begin(Map.of());

        // then
        assertThat(journal.isMarkedSince("lag", Instant.EPOCH)).isTrue();
    }

    private static Map<String, String> load(String source, String tables) {
        return Map.of(Journal.SOURCE, source, Journal.TABLES, tables);
    }

    @Test
    void aMarkerIsReadByDmssRoleWithTheTimeOfItsLastWriting() {
        var first = journal.markAgain("lag");
        var second = journal.markAgain("lag");
        journal.letReadMarker(servers.dms.username());

        assertThat(second).isAfter(first);
        assertThat(journal.isMarkedSince("lag", second)).isTrue();
        assertThat(journal.isMarkedSince("lag", second.plusMillis(1))).isFalse();
        assertThat(journal.isMarkedSince("another", Instant.EPOCH)).isFalse();
        try (var dms = servers.sourceAs(servers.dms)) {
            assertThat(new TableContents(dms)
                            .contents(new TableName("replatform", "marker"), List.of())
                            .rows())
                    .isEqualTo(1);
        }
    }

    @Test
    void oneSessionHoldsTheLockOfARunUntilItEnds() {
        try (var holder = servers.sourceAs(servers.admin)) {
            assertThat(RunLock.obtain(holder, OWNER)).isTrue();
            assertThat(RunLock.obtain(servers.source(), OWNER)).isFalse();
            assertThat(RunLock.obtain(servers.source(), "demo/shop/other")).isTrue();
        }
        Eventually.until(() -> RunLock.obtain(servers.source(), OWNER));
    }
}
