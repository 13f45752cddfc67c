package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** Row security that binds the owner would keep the operator from comparing the rows: it is switched on last. */
public final class ForcedRowSecurity implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "ForcedRowSecurity",
            "tables that are FORCE ROW LEVEL SECURITY",
            "between the switch and the last comparison, some seconds, their owner sees all rows on the target",
            "let the application log in as a role that does not own the table; or name it in `spec.schema.accept`",
            Pages.manual("ddl-rowsecurity"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return Difference.asked(at, "found_forced_row_security").stream()
                .map(it -> it.found(ABOUT))
                .toList();
    }
}
