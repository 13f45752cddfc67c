package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** Row security hides rows without an error. */
public final class RowSecurity implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "RowSecurity",
            "tables with row security, and whether DMS's role bypasses it",
            "the load sees none of the hidden rows, and nothing says so",
            "ALTER ROLE \"dms\" BYPASSRLS",
            Pages.manual("ddl-rowsecurity"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.ofSourceTables(
                """
                SELECT moved.nspname, moved.relname, format('ALTER ROLE %I BYPASSRLS', r.rolname)
                FROM moved JOIN pg_class c USING (oid) JOIN pg_roles r ON r.rolname = ?
                WHERE c.relrowsecurity AND NOT r.rolbypassrls AND NOT r.rolsuper ORDER BY 1, 2
                """,
                row -> ABOUT.found(
                        row.getString(1) + "." + row.getString(2),
                        "row security hides rows from DMS's role: the load would see none of them",
                        row.getString(3)),
                at.logins().dms().username());
    }
}
