package dev.replatform.migration.cutover;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import java.util.List;

/** Who is fenced at the cutover. */
public final class FencedRoles {
    private FencedRoles() {}

    /** @return those that the spec names, else all login roles of the source but DMS's and the admin's */
    public static List<String> of(EffectiveMigration spec, Ends ends, Session source) {
        if (!spec.appRoles().isEmpty()) {
            return spec.appRoles();
        }
        return new SourceCatalog(source, spec.tables())
                .loginRoles().stream()
                        .filter(role -> !role.equals(ends.dms().username())
                                && !role.equals(ends.admin().username()))
                        .toList();
    }
}
