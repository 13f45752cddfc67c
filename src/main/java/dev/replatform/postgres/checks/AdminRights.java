package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** What the operator does on the source besides reading. */
public final class AdminRights implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "AdminRights",
            "the operator's role on the source: REPLICATION, to drop slots; BYPASSRLS where tables have row security; pg_monitor, to see other sessions",
            "a slot of a migration that was given up cannot be dropped; hidden rows are not compared; sessions that are to be ended are not seen",
            "ALTER ROLE \"admin\" REPLICATION; ALTER ROLE \"admin\" BYPASSRLS; GRANT pg_monitor TO \"admin\"",
            Pages.manual("role-attributes"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.ofSourceTables(
                """
                , mine AS (SELECT rolname, rolsuper, rolreplication, rolbypassrls FROM pg_roles WHERE rolname = current_user)
                SELECT 1, 'it may not drop replication slots', format('ALTER ROLE %I REPLICATION', rolname) FROM mine
                  WHERE NOT rolsuper AND NOT rolreplication
                UNION ALL SELECT 2, 'row security hides rows from it', format('ALTER ROLE %I BYPASSRLS', rolname) FROM mine
                  WHERE NOT rolsuper AND NOT rolbypassrls AND EXISTS (SELECT FROM moved JOIN pg_class c USING (oid) WHERE c.relrowsecurity)
                UNION ALL SELECT 3, 'it sees no other role''s sessions', format('GRANT pg_monitor TO %I', rolname) FROM mine
                  WHERE NOT pg_has_role('pg_read_all_stats', 'USAGE')
                ORDER BY 1
                """,
                row -> ABOUT.found(
                        at.logins().admin(),
                        "the operator's role on the source lacks a right: " + row.getString(2),
                        row.getString(3)));
    }
}
