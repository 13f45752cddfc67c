package dev.replatform.demo.dump;

/** The file cannot be rehearsed; the message says what is wrong, where, and which command makes a dump that can. */
public final class UnusableDump extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableDump(String message) {
        super(message);
    }
}
