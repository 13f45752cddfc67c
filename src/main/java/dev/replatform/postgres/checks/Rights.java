package dev.replatform.postgres.checks;

import dev.replatform.postgres.Session;

/** Rights without which a catalog hides what it holds. */
final class Rights {
    private Rights() {}

    /** @throws IllegalStateException where the one who asks has no part of the role; its message has the statement that helps */
    static void require(Session session, String role) {
        session.first(
                        "SELECT format('GRANT %I TO %I', r.rolname, current_user) FROM pg_roles r WHERE rolname = ? AND NOT pg_has_role(r.oid, 'USAGE')",
                        row -> row.getString(1), role)
                .ifPresent(statement -> {
                    throw new IllegalStateException("the operator's role sees only its own: " + statement);
                });
    }
}
