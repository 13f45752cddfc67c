package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import dev.replatform.preflight.Severity;
import java.util.ArrayList;
import java.util.List;

/** DMS logs in by a password, for as long as the migration takes. */
public final class DmsRolePassword implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
                    "DmsRolePassword",
                    "the password of DMS's role: whether there is one, how it is stored, until when it is valid",
                    "DMS cannot log in, now or in the middle of the migration",
                    "SET password_encryption = 'scram-sha-256'; ALTER ROLE \"dms\" PASSWORD '...' VALID UNTIL 'infinity'",
                    Pages.manual("auth-password"))
            .goesOnUnseen();

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var role = at.logins().dms().username();
        var found = new ArrayList<>(at.source()
                .query(
                        """
                SELECT rolvaliduntil::date::text, rolvaliduntil < now(), format('ALTER ROLE %I VALID UNTIL %L', rolname, 'infinity')
                FROM pg_roles WHERE rolname = ? AND rolvaliduntil < now() + interval '30 days'
                """,
                        row -> ABOUT.found(
                                row.getBoolean(2) ? Severity.BLOCKER : Severity.WARNING,
                                role,
                                "the password of DMS's role is valid until %s only".formatted(row.getString(1)),
                                row.getString(3)),
                        role));
        if (at.source()
                .first("SELECT has_table_privilege('pg_authid', 'SELECT')", row -> row.getBoolean(1))
                .orElse(false)) {
            found.addAll(at.source()
                    .query(
                            """
                    SELECT rolpassword IS NULL, format('ALTER ROLE %I PASSWORD ...', rolname) FROM pg_authid
                    WHERE rolname = ? AND (rolpassword IS NULL OR rolpassword LIKE 'md5%')
                    """,
                            row -> row.getBoolean(1)
                                    ? ABOUT.found(
                                            Severity.WARNING, role, "DMS's role has no password", row.getString(2))
                                    : ABOUT.found(
                                            Severity.WARNING,
                                            role,
                                            "the password of DMS's role is stored as MD5: a line of pg_hba.conf with scram-sha-256 refuses it",
                                            "SET password_encryption = 'scram-sha-256'; " + row.getString(2)),
                            role));
        }
        return List.copyOf(found);
    }
}
