package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.postgres.Journal.Step;
import dev.replatform.sandbox.kubernetes.Eventually;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class FenceTest {
    private static final String OWNER = "demo/shop/mvp";

    @RegisterExtension
    final TwoServers servers = new TwoServers();

    private List<String> roles;
    private Fence fence;
    private Journal journal;

    @BeforeEach
    void proveARun() {
        try (var application = servers.sourceAs(servers.application)) {
            application.execute("CREATE TABLE public.orders (id serial PRIMARY KEY)");
        }
        roles = List.of(servers.application.username());
        fence = new Fence(servers.source(), OWNER, 1);
        journal = new Journal(servers.source(), OWNER, 1);
        journal.prepare();
        journal.note(Step.PROVED, Map.of());
    }

    @Test
    void behindTheFenceABusyClientWritesNothingAndEveryWriteItWasToldOfIsThere() {
        var stop = new AtomicBoolean();
        var committed = new AtomicLong();
        var client = CompletableFuture.runAsync(() -> insertUntil(stop, committed));
        Eventually.until(() -> committed.get() > 20);

        assertThat(fence.close(roles, Map.of())).isTrue();
        Eventually.until(() -> fence.endSessions(roles) == 0);
        var rows = rows();
        servers.source().query("SELECT pg_sleep(0.2)", row -> 1);

        assertThat(rows()).isEqualTo(rows).isGreaterThanOrEqualTo(committed.get());
        assertThatThrownBy(() -> servers.sourceAs(servers.application))
                .isInstanceOfSatisfying(
                        SqlFailure.class, e -> assertThat(e.kind()).isEqualTo(SqlFailure.Kind.LOGIN_REFUSED));

        assertThat(fence.open()).isTrue();
        var before = committed.get();
        Eventually.until(() -> committed.get() > before + 5);
        stop.set(true);
        client.join();
    }

    @Test
    void aFenceThatIsOpenedLeavesTheRolesAndTheDatabaseAsTheyWere() {
        var before = settings();
        fence.close(roles, Map.of());
        assertThat(settings()).isNotEqualTo(before).contains("{default_transaction_read_only=on}");

        assertThat(fence.open()).isTrue();

        assertThat(settings()).isEqualTo(before);
        assertThat(journal.read()).doesNotContainKeys(Step.FENCED, Step.PROVED);
    }

    @Test
    void aRoleThatCouldNotLogInBeforeCannotAfterAndASettingOfTheDatabaseIsPutBack() {
        servers.source().execute("CREATE ROLE parked NOLOGIN");
        servers.source().execute("ALTER DATABASE %s SET default_transaction_read_only = off".formatted(database()));
        var before = settings();
        fence.close(List.of(servers.application.username(), "parked"), Map.of());

        assertThat(fence.open()).isTrue();

        assertThat(settings()).isEqualTo(before).contains("{default_transaction_read_only=off}");
        assertThat(servers.source()
                        .query("SELECT rolcanlogin FROM pg_roles WHERE rolname = 'parked'", row -> row.getBoolean(1)))
                .containsExactly(false);
    }

    @Test
    void whatAPersonRunsByHandDoesWhatTheOperatorDoes() {
        var before = settings();
        fence.close(roles, Map.of());

        fence.openingSql(roles).forEach(servers.source()::execute);

        assertThat(settings()).isEqualTo(before);
        assertThat(journal.read()).isEmpty();
        assertThat(switchOver(servers.source(), OWNER)).isFalse();
    }

    @Test
    void aRunThatWasNotProvedIsNotFenced() {
        assertThat(new Fence(servers.source(), "demo/shop/other", 1).close(roles, Map.of()))
                .isFalse();
        servers.sourceAs(servers.application).close();
    }

    @Test
    void aRunThatIsFencedAlreadyIsGoneOnWith() {
        fence.close(roles, Map.of("token", "FIRST"));

        assertThat(fence.close(roles, Map.of("token", "SECOND"))).isTrue();
        assertThat(journal.read().get(Step.FENCED).detail()).containsEntry("token", "FIRST");
    }

    @Test
    void afterTheSwitchThereIsNoWayBackAndNoSecondCutover() {
        fence.close(roles, Map.of());
        assertThat(switchOver(servers.source(), OWNER)).isTrue();

        assertThat(fence.open()).isFalse();
        assertThat(fence.close(roles, Map.of())).isFalse();
        assertThat(journal.read()).containsKeys(Step.FENCED, Step.SWITCHED);
        assertThatThrownBy(() -> servers.sourceAs(servers.application)).isInstanceOf(SqlFailure.class);
    }

    @Test
    void ofASwitchAndAnOpeningThatRaceExactlyOneWins() {
        try (var other = servers.sourceAs(servers.admin)) {
            for (int round = 1; round <= 8; round++) {
                var owner = OWNER + round;
                new Journal(servers.source(), owner, 1).note(Step.PROVED, Map.of());
                new Fence(servers.source(), owner, 1).close(roles, Map.of());
                var start = new CyclicBarrier(2);

                var opened = CompletableFuture.supplyAsync(() -> {
                    meet(start);
                    return new Fence(other, owner, 1).open();
                });
                meet(start);
                var switched = switchOver(servers.source(), owner);

                assertThat(opened.join()).as("round %d", round).isNotEqualTo(switched);
                assertThat(new Journal(servers.source(), owner, 1).read().containsKey(Step.SWITCHED))
                        .isEqualTo(switched);
            }
        }
    }

    @Test
    void preparedTransactionsAreCounted() {
        assertThat(fence.preparedTransactions()).isZero();
        servers.source().execute("BEGIN; INSERT INTO public.orders DEFAULT VALUES; PREPARE TRANSACTION 'late'");
        try {
            assertThat(fence.preparedTransactions()).isEqualTo(1);
        } finally {
            servers.source().execute("ROLLBACK PREPARED 'late'");
        }
    }

    @Test
    void theOperatorItselfWritesBehindTheFence() {
        fence.close(roles, Map.of());
        try (var later = servers.sourceAs(servers.admin)) {
            new Journal(later, OWNER, 1).markAgain("cutover");
            assertThat(new Journal(later, OWNER, 1).isMarkedSince("cutover", Instant.EPOCH))
                    .isTrue();
        }
    }

    private void insertUntil(AtomicBoolean stop, AtomicLong committed) {
        while (!stop.get()) {
            try (var session = servers.sourceAs(servers.application)) {
                while (!stop.get()) {
                    session.execute("INSERT INTO public.orders DEFAULT VALUES");
                    committed.incrementAndGet();
                }
            } catch (SqlFailure fenced) {
                Thread.onSpinWait();
            }
        }
    }

    private static boolean switchOver(Session session, String owner) {
        return session.inTransaction(() ->
                new Journal(session, owner, 1).noteOnlyBetween(Step.FENCED, Step.SWITCHED, Map.of(), Step.RELEASED));
    }

    private long rows() {
        return new TableContents(servers.source())
                .contents(new TableName("public", "orders"), List.of())
                .rows();
    }

    private String database() {
        return servers.source()
                .first("SELECT quote_ident(current_database())", row -> row.getString(1))
                .orElseThrow();
    }

    private List<String> settings() {
        return servers.source().query("""
                        SELECT rolname || rolcanlogin FROM pg_roles WHERE rolname = ?
                        UNION ALL SELECT setconfig::text FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase
                        WHERE d.datname = current_database() AND setconfig <> '{}' ORDER BY 1
                        """, row -> row.getString(1), servers.application.username());
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await();
        } catch (InterruptedException | java.util.concurrent.BrokenBarrierException e) {
            throw new IllegalStateException(e);
        }
    }
}
