package dev.replatform.demo.dump;

/** The file is no dump that the rehearsal can take; the message says which one it can. */
public final class UnusableDump extends RuntimeException {
    private static final long serialVersionUID = 1;

    UnusableDump(String message) {
        super(message);
    }
}
