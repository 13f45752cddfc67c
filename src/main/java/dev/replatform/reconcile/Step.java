package dev.replatform.reconcile;

/**
 * One thing to do. A step is a record: two plans are equal where their steps are, so planners are tested as tables.
 *
 * @param <M> the means with which it is done
 */
public interface Step<M> {
    /** @return what is done, in words that a person reads: {@code Create RDS instance mvp-database} */
    String sentence();

    /**
     * Does it. May be cut off before or after the effect: the next observe finds the truth.
     *
     * @throws dev.replatform.status.ProblemException where it could not be done
     */
    void act(M means);

    /** @return the same in one CamelCase word, for events */
    default String action() {
        return getClass().getSimpleName();
    }

    /** @return whether it only looks, again and again, so that an object with nothing else to do is ready */
    default boolean isRoutine() {
        return false;
    }

    /** @return whether what it starts needs time, so that the steps after it wait for the next look */
    default boolean needsTime() {
        return false;
    }
}
