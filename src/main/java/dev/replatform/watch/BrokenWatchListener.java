package dev.replatform.watch;

import java.time.Duration;

/** Told of each watch that ended because of what it read. */
@FunctionalInterface
public interface BrokenWatchListener {
    /**
     * @param resource its plural and group, {@code databases.replatform.dev} for example
     * @param cause its message may quote the object
     * @param pause after which the objects are listed and watched anew
     */
    void broke(String resource, Throwable cause, Duration pause);
}
