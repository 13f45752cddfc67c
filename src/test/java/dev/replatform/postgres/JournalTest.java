package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.postgres.Journal.Step;
import java.util.Map;
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
        var tables = Map.of(Journal.TABLES, "public.book\npublic.author");
        assertThat(journal.beginAlone(tables)).isTrue();
        assertThat(journal.beginAlone(tables)).as("its own run is no other").isTrue();

        assertThat(other.othersThatLoad("public.author\npublic.visit")).containsExactly(OWNER);
        assertThat(other.beginAlone(Map.of(Journal.TABLES, "public.author"))).isFalse();
        assertThat(other.read()).isEmpty();
        assertThat(other.beginAlone(Map.of(Journal.TABLES, "public.visit"))).isTrue();

        journal.note(Step.RELEASED, Map.of());
        assertThat(other.othersThatLoad("public.author")).isEmpty();
    }

    @Test
    void aMarkerIsReadByDmssRoleWithTheTimeOfItsLastWriting() {
        var first = journal.markAgain("lag");
        var second = journal.markAgain("lag");
        journal.letReadMarker(servers.dms.username());

        assertThat(second).isAfter(first);
        assertThat(journal.isMarkedSince("lag", second)).isTrue();
        assertThat(journal.isMarkedSince("lag", second.plusMillis(1))).isFalse();
        assertThat(journal.isMarked("another")).isFalse();
        try (var dms = servers.sourceAs(servers.dms)) {
            assertThat(new TableContents(dms).count(new TableName("replatform", "marker")))
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
        var deadline = System.nanoTime() + 5_000_000_000L;
        while (!RunLock.obtain(servers.source(), OWNER)) {
            assertThat(System.nanoTime()).isLessThan(deadline);
        }
    }
}
