package dev.replatform.postgres;

import dev.replatform.secrets.Login;
import java.util.List;

/** Roles on the target: the application's, and what the master needs to act for it. */
public final class Roles {
    private final Session target;

    /** @param target as the master */
    public Roles(Session target) {
        this.target = target;
    }

    public boolean exists(String role) {
        return target.first("SELECT 1 FROM pg_roles WHERE rolname = ?", row -> row.getInt(1), role)
                .isPresent();
    }

    /** Makes a role that may log in, with this password; one that exists is left as it is. */
    public void make(Login login) {
        if (exists(login.username())) {
            return;
        }
        try {
            var verifier = ScramVerifier.of(login.password());
            target.execute(Identifiers.quoted(target, "CREATE ROLE %I LOGIN PASSWORD %L", login.username(), verifier));
        } catch (SqlFailure e) {
            if (!exists(login.username())) {
                throw e;
            }
        }
    }

    /**
     * Lets the master create objects as their owner, and the owner create in the schemas. A PostgreSQL 16 master that may
     * create roles is no member of them until it says so.
     */
    void letMasterActAs(String owner, List<String> schemas) {
        var master =
                target.first("SELECT current_user", row -> row.getString(1)).orElseThrow();
        if (!master.equals(owner)
                && !target.first(
                                "SELECT pg_has_role(?, 'MEMBER') AND pg_has_role(?, 'USAGE')",
                                row -> row.getBoolean(1),
                                owner,
                                owner)
                        .orElse(false)) {
            target.execute(Identifiers.quoted(target, "GRANT %I TO %I", owner, master));
        }
        target.query("""
                        SELECT format('GRANT USAGE, CREATE ON SCHEMA %I TO %I', nspname, ?::text) FROM pg_namespace
                        WHERE nspname::text = ANY (string_to_array(?, chr(1))) AND NOT has_schema_privilege(?, oid, 'CREATE')
                        """, row -> row.getString(1), owner, String.join("\u0001", schemas), owner)
                .forEach(target::execute);
    }
}
