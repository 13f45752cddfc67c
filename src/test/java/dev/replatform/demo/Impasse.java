package dev.replatform.demo;

/** The journey comes to no end: nothing moves any more, or an object says that it cannot go on. */
public final class Impasse extends IllegalStateException {
    private static final long serialVersionUID = 1;

    private final String what;
    private final transient Situation situation;

    /**
     * @param what was awaited
     * @param message why it does not come, for who wants to know all
     */
    Impasse(String what, String message, Situation situation) {
        super(message);
        this.what = what;
        this.situation = situation;
    }

    /** @return what was awaited */
    String what() {
        return what;
    }

    /** @return how it stood then */
    Situation situation() {
        return situation;
    }
}
