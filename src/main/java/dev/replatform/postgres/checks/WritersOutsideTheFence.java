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
            "roles that may log in and write to tables that move, and are not in `spec.source.appRoles`; superusers, which no REVOKE holds",
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
                , outside AS (
                  SELECT oid, rolname, rolsuper FROM pg_roles WHERE rolcanlogin AND NOT (rolname = ANY (string_to_array(?, chr(1))::name[])))
                SELECT rolname, 'the role may write to tables that move, and the fence does not shut it out: what it writes then is lost'
                  FROM outside WHERE NOT rolsuper
                  AND EXISTS (SELECT FROM moved WHERE has_table_privilege(outside.oid, moved.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
                UNION ALL
                SELECT count(*) || ' superusers', 'the fence does not shut out superusers that are not named to it ('
                  || array_to_string((array_agg(rolname ORDER BY rolname))[1:5], ', ') || '): what they write then is lost'
                  FROM outside WHERE rolsuper HAVING count(*) > 0
                ORDER BY 1
                """,
                row -> ABOUT.found(
                        row.getString(1),
                        row.getString(2),
                        "name it in spec.source.appRoles, or see to it that nobody uses it during the cutover"),
                Stream.concat(
                                logins.application().stream(),
                                Stream.of(logins.dms().username(), logins.admin()))
                        .collect(Collectors.joining("\u0001")));
    }
}
