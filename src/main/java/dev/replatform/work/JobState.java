package dev.replatform.work;

import dev.replatform.status.Problem;
import java.time.Instant;
import java.util.Optional;

/** What is seen of a job. */
public sealed interface JobState {
    /** Nobody has started it, or this process does not remember. */
    record NotStarted() implements JobState {}

    /** It runs. */
    record Running(long done, long total) implements JobState {}

    /** It has ended well. */
    record Finished(Object result) implements JobState {}

    /** It has ended in error; it may be started again. */
    record Failed(Problem why, Instant at) implements JobState {}

    default boolean isRunning() {
        return this instanceof Running;
    }

    /** @return the result, where the job has ended well */
    default <T> Optional<T> result(Class<T> type) {
        return this instanceof Finished finished ? Optional.of(type.cast(finished.result())) : Optional.empty();
    }

    /** @return why it failed, where it did */
    default Optional<Problem> problem() {
        return this instanceof Failed failed ? Optional.of(failed.why()) : Optional.empty();
    }
}
