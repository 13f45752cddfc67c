package dev.replatform.migration.cutover;

import dev.replatform.reconcile.Seen;
import dev.replatform.status.Problem;
import dev.replatform.work.JobState;
import java.util.List;
import java.util.Optional;

/**
 * What decides whether the cutover may begin.
 *
 * @param appRoles who will be fenced
 * @param unfenceSql what a person runs to lift the fence should the operator be gone
 * @param run the supervised job from fence to switch
 * @param lastFailure why the last cutover was taken back
 */
public record CutoverFacts(
        Seen<List<String>> appRoles, Seen<List<String>> unfenceSql, JobState run, Optional<Problem> lastFailure) {}
