package dev.replatform.preflight;

/** How much a finding weighs. */
public enum Severity {
    /** Rows would be lost, or the migration cannot work: nothing is loaded until it is gone. */
    BLOCKER("Blocker", true),
    /** What might be a blocker could not be looked at: nothing is loaded until it can be. */
    UNKNOWN_BLOCKER("Unknown", true),
    /** What might be worth a warning could not be looked at. */
    UNKNOWN("Unknown", false),
    /** The migration goes on, and something will be other than one would think. */
    WARNING("Warning", false),
    /** Good to know. */
    NOTE("Note", false);

    private final String word;
    private final boolean blocks;

    Severity(String word, boolean blocks) {
        this.word = word;
        this.blocks = blocks;
    }

    /** @return as the status says it */
    public String word() {
        return word;
    }

    /** @return whether the migration waits until it is gone */
    public boolean blocks() {
        return blocks;
    }
}
