package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.HashSet;
import java.util.List;

/** The operator makes the application's role and no other. */
public final class RolesNotOnTarget implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "RolesNotOnTarget",
            "roles that policies, grants and settings of the source name",
            "the policy cannot be made on the target; a grant or a setting is left out, which is a warning",
            "CREATE ROLE on the target; or name the object in `spec.schema.accept`",
            Pages.manual("sql-createrole"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var there = new HashSet<>(at.target().query("SELECT rolname FROM pg_roles", row -> row.getString(1)));
        var missing = at
                .ofSchemas(
                        row -> new Named(
                                row.getString("role"),
                                new Difference(
                                        row.getBoolean("blocks"),
                                        row.getString("code"),
                                        row.getString("object"),
                                        "names the role %s, which does not exist on the target"
                                                .formatted(row.getString("role")),
                                        "make it on the target: " + row.getString("statement"))),
                        "found_roles")
                .stream()
                .filter(named -> !there.contains(named.role()))
                .map(Named::difference);
        return Difference.left(at, missing).stream().map(it -> it.found(ABOUT)).toList();
    }

    private record Named(String role, Difference difference) {}
}
