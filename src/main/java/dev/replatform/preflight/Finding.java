package dev.replatform.preflight;

/**
 * One thing that a check found.
 *
 * @param code what kind of thing, in one word; the check's own
 * @param object the object it is about: a table, a role, a setting
 * @param text what was found and what would happen, without a full stop
 * @param remedy what to do about it, as a statement to run where there is one
 */
public record Finding(Severity severity, String code, String object, String text, String remedy) {
    public boolean blocks() {
        return severity.blocks();
    }

    /** @return all of it on one line */
    public String inWords() {
        return "%s (%s): %s: %s".formatted(code, object, text, remedy);
    }
}
