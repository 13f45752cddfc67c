package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** Who is fenced cannot be who works behind the fence. */
public final class SharedRole implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "SharedRole",
            "whether DMS's or the operator's role is among the application's",
            "the fence at the cutover shuts out DMS or the operator",
            "CREATE ROLE for DMS and for the operator, and name them in their Secrets",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var logins = at.logins();
        return logins.application().stream()
                .filter(role -> role.equals(logins.dms().username()) || role.equals(logins.admin()))
                .map(role -> ABOUT.found(
                        role,
                        "the role is fenced at the cutover and is at the same time DMS's or the operator's own",
                        "give DMS and the operator roles of their own"))
                .toList();
    }
}
