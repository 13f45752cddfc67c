package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Who is not among the application's roles is not shut out. */
public final class WritersOutsideTheFence implements Check<BothEnds> {
    private static final About ABOUT = About.warning(
            "WritersOutsideTheFence",
            "roles that may log in and write to tables that move, and are not in `spec.source.appRoles`",
            "what they write behind the fence is not on the target",
            "name the role in spec.source.appRoles, or REVOKE its right to write",
            Pages.manual("sql-grant"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var logins = at.logins();
        return at.ofSourceTables(
                """
                SELECT rolname, rolsuper FROM pg_roles r
                WHERE rolcanlogin AND NOT (rolname = ANY (string_to_array(?, chr(1))::name[]))
                  AND (rolsuper OR EXISTS (SELECT FROM moved WHERE has_table_privilege(r.oid, moved.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')))
                ORDER BY 1
                """,
                row -> ABOUT.found(
                        row.getString(1),
                        row.getBoolean(2)
                                ? "the role is a superuser, which the fence does not shut out: what it writes then is lost"
                                : "the role may write to tables that move, and the fence does not shut it out: what it writes then is lost",
                        "name it in spec.source.appRoles, or see to it that nobody uses it during the cutover"),
                Stream.concat(
                                logins.application().stream(),
                                Stream.of(logins.dms().username(), logins.admin()))
                        .collect(Collectors.joining("\u0001")));
    }
}
