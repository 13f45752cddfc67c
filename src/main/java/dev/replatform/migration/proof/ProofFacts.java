package dev.replatform.migration.proof;

import dev.replatform.work.JobState;

/**
 * The long works between the load and the proof.
 *
 * @param index indexes, checks and views after the load
 * @param constrain foreign keys and triggers, once the target has caught up
 * @param compare the proof of the rows as far as it is; without a witness, the comparison of every table
 */
public record ProofFacts(JobState index, JobState constrain, JobState compare) {}
