package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;
import java.util.Set;

/** now() in a column without a time zone is the server's wall clock. */
public final class TimeZoneDiffers implements Check<BothEnds> {
    private static final Set<String> UTC = Set.of("UTC", "Etc/UTC", "GMT", "Etc/GMT", "Etc/UCT", "UCT", "Zulu");

    private static final About ABOUT = About.warning(
            "TimeZoneDiffers",
            "`TimeZone` as configured for the source, its database and the application's roles; RDS has UTC unless somebody says otherwise",
            "columns of type timestamp get other times by default from the switch on",
            "ALTER DATABASE ... SET TimeZone = '...' on the target",
            "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        for (var role : at.logins().application()) {
            var source = Configured.of(at.source(), role).value("timezone", "GMT");
            var target = Configured.ofDatabase(at.target()).orElse("timezone", "UTC");
            if (!UTC.contains(source) && !source.equals(target)) {
                return List.of(ABOUT.found(
                        "target",
                        "%s has the time zone %s on the source, and %s on the target unless its parameter group says otherwise"
                                .formatted(role, source, target),
                        at.target()
                                        .first(
                                                "SELECT format('ALTER DATABASE %I SET TimeZone = %L', current_database(), ?::text)",
                                                row -> row.getString(1), source)
                                        .orElseThrow()
                                + " on the target"));
            }
        }
        return List.of();
    }
}
