package dev.replatform.postgres;

/**
 * Held on the source by the one who acts. A lease is no fence: a paused process wakes and acts; this lock ends with its
 * session.
 */
public final class RunLock {
    private RunLock() {}

    /** @return whether this session holds the owner's lock now; it does until it is closed */
    public static boolean obtain(Session session, String owner) {
        return session.first(
                        "SELECT pg_try_advisory_lock(hashtextextended('replatform ' || ?, 0))",
                        row -> row.getBoolean(1),
                        owner)
                .orElse(false);
    }
}
