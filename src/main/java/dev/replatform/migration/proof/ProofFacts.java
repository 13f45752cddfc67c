package dev.replatform.migration.proof;

import dev.replatform.work.JobState;

/**
 * The long works between the load and the proof.
 *
 * @param index indexes, checks and views after the load
 * @param constrain foreign keys and triggers, once the target has caught up
 * @param compare every table of source and target
 */
public record ProofFacts(JobState index, JobState constrain, JobState compare) {}
