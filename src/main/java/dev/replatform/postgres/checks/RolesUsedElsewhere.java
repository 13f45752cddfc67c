package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** The fence keeps a role from logging in, to whatever database. */
public final class RolesUsedElsewhere implements Check<BothEnds> {
    private static final About ABOUT = About.warning(
            "RolesUsedElsewhere",
            "sessions of the application's roles in other databases of the source",
            "the cutover ends them and shuts them out too",
            "CREATE ROLE for each application, or stop the other one for the cutover",
            Pages.manual("sql-alterrole"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.source()
                .query(
                        """
                SELECT usename, datname FROM pg_stat_activity
                WHERE usename = ANY (string_to_array(?, chr(1))::name[]) AND datname <> current_database()
                GROUP BY usename, datname ORDER BY 1, 2
                """,
                        row -> ABOUT.found(
                                row.getString(1),
                                "the role works in database %s too: the cutover shuts it out there as well"
                                        .formatted(row.getString(2)),
                                "give the application a role of its own, or stop the other one for the cutover"),
                        String.join("\u0001", at.logins().application()));
    }
}
