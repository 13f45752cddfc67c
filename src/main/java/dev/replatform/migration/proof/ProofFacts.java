package dev.replatform.migration.proof;

import dev.replatform.postgres.proof.ProofState;
import dev.replatform.work.JobState;
import java.util.Optional;

/**
 * The long works between the load and the proof.
 *
 * @param index indexes, checks and views after the load
 * @param constrain foreign keys and triggers, once the target has caught up
 * @param compare the proof of the rows as far as it is; without a witness, the comparison of every table
 */
public record ProofFacts(JobState index, JobState constrain, JobState compare) {
    /** @return how far the proof of the rows is; empty before its first while, and without a witness */
    public Optional<ProofState> state() {
        return compare instanceof JobState.Finished finished && finished.result() instanceof ProofState state
                ? Optional.of(state)
                : Optional.empty();
    }
}
