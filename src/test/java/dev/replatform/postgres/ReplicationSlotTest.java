package dev.replatform.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReplicationSlotTest {
    private static final String NAME = "yfggbh5lxrhdbhyd_00016413_2e76088d";

    @RegisterExtension
    final TwoServers servers = new TwoServers();

    @BeforeEach
    void make() {
        servers.source()
                .query(
                        "SELECT slot_name FROM pg_create_logical_replication_slot(?, 'test_decoding')",
                        row -> row.getString(1),
                        NAME);
    }

    @AfterEach
    void drop() {
        ReplicationSlot.of(servers.source(), "").ifPresent(slot -> slot.drop(servers.source()));
    }

    @Test
    void aSlotIsFoundByHowItsNameBeginsAndHoldsBackWhatNobodyHasRead() {
        var before = ReplicationSlot.of(servers.source(), "yfggbh5lxrhdbhyd_").orElseThrow();

        servers.source()
                .execute("CREATE TABLE public.written AS SELECT repeat('x', 1000) FROM generate_series(1, 1000)");

        var after = ReplicationSlot.of(servers.source(), "yfggbh5lxrhdbhyd_").orElseThrow();
        assertThat(after.name()).isEqualTo(NAME);
        assertThat(after.active()).isFalse();
        assertThat(after.retainedBytes() - before.retainedBytes()).isGreaterThan(500_000);
        assertThat(ReplicationSlot.of(servers.source(), "another_")).isEmpty();
    }

    @Test
    void oneThatWasDroppedIsGoneAndMayBeDroppedAgain() {
        var slot = ReplicationSlot.of(servers.source(), "yfggbh5lxrhdbhyd_").orElseThrow();

        slot.drop(servers.source());
        slot.drop(servers.source());

        assertThat(ReplicationSlot.of(servers.source(), "yfggbh5lxrhdbhyd_")).isEmpty();
    }
}
