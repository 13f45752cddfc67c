package dev.replatform.work;

import dev.replatform.status.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is seen of a job. */
public sealed interface JobState {
    /** Nobody has started it, or this process does not remember. */
    record NotStarted() implements JobState {}

    /**
     * It runs.
     *
     * @param earlier why the try before failed; null where there was none
     */
    record Running(long done, long total, Problem earlier) implements JobState {}

    /** It has ended well. */
    record Finished(Object result) implements JobState {}

    /** It has ended in error; it may be started again. */
    record Failed(Problem why, Instant at) implements JobState {}

    default boolean isRunning() {
        return this instanceof Running;
    }

    /** @return whether it has ended well */
    default boolean isFinished() {
        return this instanceof Finished;
    }

    /** @return the result, where the job has ended well */
    default <T> Optional<T> result(Class<T> type) {
        return this instanceof Finished finished ? Optional.of(type.cast(finished.result())) : Optional.empty();
    }

    /** @return why it failed, or why the try before the running one did */
    default Optional<Problem> problem() {
        if (this instanceof Running running) {
            return Optional.ofNullable(running.earlier());
        }
        return this instanceof Failed failed ? Optional.of(failed.why()) : Optional.empty();
    }

    /** @return whether it is to be started now: for the first time, or some time after it failed */
    default boolean isDue(Instant now, Duration afterFailure) {
        return this instanceof NotStarted
                || (this instanceof Failed failed && !now.isBefore(failed.at().plus(afterFailure)));
    }
}
