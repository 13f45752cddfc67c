package dev.replatform.preflight;

/**
 * What a check says of itself. {@code docs/preflight.md} is made from it.
 *
 * @param code one word, which no other check has
 * @param severity of what it finds; the gravest, where that depends on the find
 * @param unseenBlocks whether the migration waits where the check cannot look: so it must where rows could be lost
 * @param looksAt what it looks at
 * @param consequence what would happen if nobody looked
 * @param remedy what to do, as a statement or a line of a file where there is one
 * @param page where the rule comes from
 */
public record About(
        String code,
        Severity severity,
        boolean unseenBlocks,
        String looksAt,
        String consequence,
        String remedy,
        String page) {
    /** @return a check of what would lose rows or cannot work: the migration waits, too, where it cannot look */
    public static About blocker(String code, String looksAt, String consequence, String remedy, String page) {
        return new About(code, Severity.BLOCKER, true, looksAt, consequence, remedy, page);
    }

    /** @return a check of what is worth a warning */
    public static About warning(String code, String looksAt, String consequence, String remedy, String page) {
        return new About(code, Severity.WARNING, false, looksAt, consequence, remedy, page);
    }

    /** @return a check of what is good to know */
    public static About note(String code, String looksAt, String consequence, String remedy, String page) {
        return new About(code, Severity.NOTE, false, looksAt, consequence, remedy, page);
    }

    /** @return the same; where it cannot look, that is said, and the migration goes on: no row depends on it */
    public About goesOnUnseen() {
        return new About(code, severity, false, looksAt, consequence, remedy, page);
    }

    /** @return a finding of the check's own severity */
    public Finding found(String object, String text, String remedy) {
        return found(severity, object, text, remedy);
    }

    /** @return a finding of another severity */
    public Finding found(Severity other, String object, String text, String remedy) {
        return new Finding(other, code, object, text, remedy);
    }

    /**
     * @param object what the check looked for
     * @param why what kept it from looking, without a full stop and without a secret
     * @param remedy what lets it look
     * @return that it could not look: never taken for a yes
     */
    public Finding unseen(String object, String why, String remedy) {
        return new Finding(
                unseenBlocks ? Severity.UNKNOWN_BLOCKER : Severity.UNKNOWN,
                code,
                object,
                "the check of %s could not look: %s".formatted(looksAt, why),
                remedy);
    }
}
