package dev.replatform.reconcile;

import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What was seen of one part of the world. Only a service's own not-found is {@link Absent}; access denied, a time-out, an
 * unreachable database are {@link Unknown}; what nobody asked for is {@link NotAsked}. No step is ever made out of the last
 * two.
 *
 * @param <T> what the part looks like where it is there
 */
public sealed interface Seen<T> {
    /** It is there. */
    record Present<T>(T it) implements Seen<T> {}

    /** The service says that it is not there. */
    record Absent<T>() implements Seen<T> {}

    /** Nobody asked: the answer does not matter now, and it may be there or not. */
    record NotAsked<T>() implements Seen<T> {}

    /** It could not be seen. */
    record Unknown<T>(Problem why) implements Seen<T> {}

    static <T> Seen<T> present(T value) {
        return new Present<>(value);
    }

    static <T> Seen<T> absent() {
        return new Absent<>();
    }

    static <T> Seen<T> notAsked() {
        return new NotAsked<>();
    }

    static <T> Seen<T> unknown(Problem problem) {
        return new Unknown<>(problem);
    }

    static <T> Seen<T> unknown(FailureReason reason, String message) {
        return new Unknown<>(new Problem(reason, message));
    }

    default Optional<T> value() {
        return this instanceof Present<T> present ? Optional.of(present.it()) : Optional.empty();
    }

    default Optional<Problem> problem() {
        return this instanceof Unknown<T> unknown ? Optional.of(unknown.why()) : Optional.empty();
    }

    default boolean isPresent() {
        return this instanceof Present<T>;
    }

    default boolean isAbsent() {
        return this instanceof Absent<T>;
    }

    default boolean wasAsked() {
        return !(this instanceof NotAsked<T>);
    }

    default boolean isUnknown() {
        return this instanceof Unknown<T>;
    }

    /** @return whether it is there and so */
    default boolean is(Predicate<T> question) {
        return value().filter(question).isPresent();
    }

    /** @return the same answer about something that follows from it */
    default <U> Seen<U> map(Function<T, U> view) {
        return then(it -> present(view.apply(it)));
    }

    /** @return the answer to the next question, asked only where this part is there; else what is known of this part */
    default <U> Seen<U> then(Function<T, Seen<U>> next) {
        if (this instanceof Present<T> present) {
            return next.apply(present.it());
        }
        if (this instanceof Unknown<T> unknown) {
            return unknown(unknown.why());
        }
        return isAbsent() ? absent() : notAsked();
    }
}
