package dev.replatform.postgres.proof;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How far the proof is.
 *
 * @param at when it was so
 * @param tables how many are proved row by row
 * @param passed over how many of them the pass is complete
 * @param rows of the source that were compared
 * @param estimatedRows of these tables by the planner's statistics; at least {@code rows}
 * @param pending rows that are to be compared again
 * @param undecided of these, rows that have differed and did not change since; the next looks say whether they are different
 * @param different rows that differ, have not changed meanwhile, and whose copy had the time to arrive
 * @param differences these in words: table, key and columns; at most 20
 * @param held what keeps tables from being proved, in words
 * @param isCaughtUp whether all that the witness told was compared
 * @param rowsPerSecond of the pass; 0 where it did not move
 * @param lagBytes of write-ahead log that were not compared yet
 */
public record ProofState(
        Instant at,
        int tables,
        int passed,
        long rows,
        long estimatedRows,
        long pending,
        long undecided,
        long different,
        List<String> differences,
        List<String> held,
        boolean isCaughtUp,
        long rowsPerSecond,
        long lagBytes) {

    /** @return whether every row was proved after its last change, but for those that change all the time */
    public boolean isProved() {
        return passed == tables && isCaughtUp && undecided == 0 && !isRefuted();
    }

    /** @return whether something stands against the switch that does not pass by itself */
    public boolean isRefuted() {
        return different > 0 || !held.isEmpty();
    }

    /** @return how long the passes go on for; empty where that is not known */
    public Optional<Duration> timeLeft() {
        return rowsPerSecond == 0 || passed == tables
                ? Optional.empty()
                : Optional.of(Duration.ofSeconds((estimatedRows - rows) / rowsPerSecond));
    }
}
