package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** Only a role with REPLICATION, or a superuser, makes a replication slot. */
public final class NoReplicationRight implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "NoReplicationRight",
            "DMS's role: whether it is there, may log in and may replicate",
            "DMS's task fails when it makes its replication slot",
            "ALTER ROLE \"dms\" LOGIN REPLICATION",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var role = at.logins().dms().username();
        var statement = at.source().first("""
                SELECT CASE WHEN r.rolname IS NULL THEN format('CREATE ROLE %I LOGIN REPLICATION PASSWORD ...', wanted)
                            WHEN NOT r.rolcanlogin THEN format('ALTER ROLE %I LOGIN REPLICATION', wanted)
                            WHEN NOT r.rolreplication AND NOT r.rolsuper THEN format('ALTER ROLE %I REPLICATION', wanted) END
                FROM (SELECT ?::name AS wanted) w LEFT JOIN pg_roles r ON r.rolname = wanted
                """, row -> String.valueOf(row.getString(1)), role);
        return statement.filter(sql -> !sql.equals("null")).stream()
                .map(sql -> ABOUT.found(role, "DMS's role may not replicate", sql))
                .toList();
    }
}
