package dev.replatform.sandbox.aws.dms.engine;

import java.util.Locale;

/** What is believed of DMS where AWS's guide and other sources contradict each other and nothing settles it. */
public enum Belief {
    /** The worse: a column of such a type does not arrive. */
    PESSIMISTIC,
    /** The better: it arrives as its text. */
    OPTIMISTIC;

    /** @return what the system property {@code sandbox.dms.belief} says; the worse where it is not set */
    public static Belief ofThisRun() {
        return valueOf(System.getProperty("sandbox.dms.belief", "pessimistic").toUpperCase(Locale.ROOT));
    }
}
