package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** A fence around a role that is not there shuts nobody out. */
public final class AppRoleMissing implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "AppRoleMissing",
            "whether each role of `spec.source.appRoles` is there and may log in",
            "the fence shuts out nobody, and the application goes on writing to the source",
            "name the role that the application logs in as in spec.source.appRoles",
            Pages.manual("user-manag"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var found = at.source()
                .query(
                        """
                SELECT wanted FROM unnest(string_to_array(?, chr(1))) AS wanted
                LEFT JOIN pg_roles r ON r.rolname = wanted::name AND r.rolcanlogin WHERE r.oid IS NULL ORDER BY 1
                """,
                        row -> ABOUT.found(
                                row.getString(1),
                                "no role of this name may log in to the source: the fence would shut out nobody",
                                ABOUT.remedy()),
                        String.join("\u0001", at.logins().application()));
        return at.logins().application().isEmpty()
                ? List.of(ABOUT.found(
                        "-",
                        "the source has no login role besides DMS's and the operator's",
                        "CREATE ROLE for the application: who works as the operator's role cannot be shut out"))
                : found;
    }
}
