package dev.replatform.appconfig;

import dev.replatform.reconcile.Seen;
import dev.replatform.status.Problem;

/** What a parameter is to hold, by what its source says now. */
sealed interface Value {
    /** This, which may be a password. */
    record Known(String text) implements Value {
        @Override
        public String toString() {
            return "Known[...]";
        }
    }

    /** A random text, made once. */
    record Random(int length) implements Value {}

    /** Nothing yet: the source is not ready. What is in SSM stays. */
    record Waiting(Problem why) implements Value {}

    /** The object that it came from no longer exists. The last value stays; where there is none it waits. */
    record Gone(Problem why) implements Value {}

    /** @return what was read; what was not there is gone */
    static Value of(Seen<String> seen, Problem whereAbsent) {
        if (seen instanceof Seen.Present<String> present) {
            return new Known(present.it());
        }
        return seen.problem().<Value>map(Waiting::new).orElseGet(() -> new Gone(whereAbsent));
    }
}
