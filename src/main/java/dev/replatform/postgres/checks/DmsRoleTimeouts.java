package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.regex.Pattern;

/** DMS holds transactions open for as long as a table takes. */
public final class DmsRoleTimeouts implements Check<BothEnds> {
    private static final List<String> LIMITS = List.of(
            "statement_timeout",
            "lock_timeout",
            "idle_in_transaction_session_timeout",
            "idle_session_timeout",
            "transaction_timeout");
    private static final Pattern NONE = Pattern.compile("0(ms|s|min|h|d)?");

    private static final About ABOUT = About.warning(
            "DmsRoleTimeouts",
            "time limits that DMS's role gets on the source: `statement_timeout`, `idle_in_transaction_session_timeout` and their like",
            "the load of a large table is canceled, again and again",
            "ALTER ROLE \"dms\" SET statement_timeout = 0",
            Pages.DMS_SOURCE);

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        var role = at.logins().dms().username();
        var configured = Configured.of(at.source(), role);
        return LIMITS.stream()
                .filter(limit -> !NONE.matcher(configured.value(limit, "0")).matches())
                .map(limit -> ABOUT.found(
                        limit,
                        "DMS's role gets %s = %s: a large table is canceled"
                                .formatted(limit, configured.value(limit, "0")),
                        "ALTER ROLE %s SET %s = 0".formatted(quoted(role), limit)))
                .toList();
    }

    private static String quoted(String role) {
        return "\"" + role.replace("\"", "\"\"") + "\"";
    }
}
