package dev.replatform.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.status.FailureReason;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What may be concluded from an answer, and from none. */
class SeenTest {
    private static final Seen<Integer> UNKNOWN = Seen.unknown(FailureReason.ACCESS_DENIED, "denied");

    @Test
    void whatNobodyAskedForIsNotAbsent() {
        Seen<Integer> notAsked = Seen.notAsked();

        assertThat(notAsked.wasAsked()).isFalse();
        assertThat(notAsked.isAbsent()).isFalse();
        assertThat(notAsked.isUnknown()).isFalse();
        assertThat(notAsked.value()).isEmpty();
    }

    @Test
    void onlyWhatIsThereLeadsToTheNextQuestion() {
        for (var without : List.of(Seen.<Integer>absent(), Seen.<Integer>notAsked(), UNKNOWN)) {
            assertThat(without.then(it -> Seen.present(it + 1))).isEqualTo(without);
            assertThat(without.map(it -> it + 1)).isEqualTo(without);
        }
        assertThat(Seen.present(1).then(it -> Seen.present(it + 1))).isEqualTo(Seen.present(2));
    }
}
