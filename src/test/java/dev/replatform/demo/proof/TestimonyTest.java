package dev.replatform.demo.proof;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.demo.app.Ledger.Entry;
import dev.replatform.demo.app.Ledger.Outcome;
import dev.replatform.demo.app.Workload;
import dev.replatform.demo.app.Write.Op;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TestimonyTest {
    private static final String BOX = "10.10.10.10";
    private static final String RDS = "mvp.abc.eu-west-1.rds.amazonaws.com";

    @Test
    void theLastAcknowledgedStateIsPromised() {
        var testimony = testimony(
                entry(1, BOX, Outcome.ACKNOWLEDGED, Op.INSERT, "one"),
                entry(2, BOX, Outcome.ACKNOWLEDGED, Op.UPDATE, "two"));

        assertThat(testimony.promisesOf("app_witness")).containsEntry("a", List.of(Optional.of("two")));
    }

    @Test
    void aWriteWhoseEndIsUnknownMayOrMayNotHaveHappened() {
        var testimony = testimony(
                entry(1, BOX, Outcome.ACKNOWLEDGED, Op.INSERT, "one"),
                entry(2, BOX, Outcome.TRIED, Op.UPDATE, "two"),
                entry(3, BOX, Outcome.TRIED, Op.DELETE, ""));

        assertThat(testimony.promisesOf("app_witness"))
                .containsEntry("a", List.of(Optional.of("one"), Optional.of("two"), Optional.empty()));
    }

    @Test
    void nothingIsPromisedOfAWriteThatWasNeverAcknowledged() {
        assertThat(testimony(entry(1, BOX, Outcome.TRIED, Op.INSERT, "one")).promisesOf("app_witness"))
                .isEmpty();
    }

    @Test
    void downtimeIsFromTheLastWriteOnTheOldDatabaseToTheFirstOnTheNew() {
        var testimony = testimony(
                entry(1, BOX, Outcome.ACKNOWLEDGED, Op.INSERT, "one"),
                entry(4, BOX, Outcome.ACKNOWLEDGED, Op.UPDATE, "two"),
                entry(5, BOX, Outcome.TRIED, Op.UPDATE, "cut off"),
                entry(7, RDS, Outcome.TRIED, Op.UPDATE, "three"),
                entry(8, RDS, Outcome.ACKNOWLEDGED, Op.UPDATE, "three"));

        assertThat(testimony.downtime()).contains(Duration.ofSeconds(4));
        assertThat(testimony.touchedAfterSwitch(testimony.traces().get(0))).containsExactly("a");
    }

    @Test
    void anApplicationThatNeverWroteToTheNewDatabaseTurnsTheProofRed() {
        var testimony = testimony(entry(1, BOX, Outcome.ACKNOWLEDGED, Op.INSERT, "one"));

        assertThat(Proof.verdict(() -> new DowntimeProof(testimony, Duration.ofMinutes(1))))
                .isEqualTo(Verdict.red("the application never wrote to both databases"));
    }

    private static Testimony testimony(Entry... entries) {
        return new Testimony(List.of(entries), Workload.named("witness-table").traces(), BOX);
    }

    private static Entry entry(int second, String endpoint, Outcome outcome, Op op, String value) {
        return new Entry(Instant.EPOCH.plusSeconds(second), endpoint, outcome, op, "app_witness", "a", value);
    }
}
