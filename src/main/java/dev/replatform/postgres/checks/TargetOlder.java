package dev.replatform.postgres.checks;

import dev.replatform.postgres.Session;
import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** A schema goes to the same major version, or up. */
public final class TargetOlder implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "TargetOlder",
            "the major versions of source and target",
            "statements of the source's schema fail on the target, or mean something else there",
            "set spec.engineVersion of the Database to the source's major version or a later one",
            "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.PostgreSQL.html");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return compared(major(at.source()), major(at.target()));
    }

    static List<Finding> compared(int source, int target) {
        return target >= source
                ? List.of()
                : List.of(ABOUT.found(
                        "target",
                        "the target is PostgreSQL %d, the source %d: there is no way down".formatted(target, source),
                        "set spec.engineVersion of the Database to %d or later".formatted(source)));
    }

    private static int major(Session session) {
        return session.first("SELECT current_setting('server_version_num')::int / 10000", row -> row.getInt(1))
                .orElseThrow();
    }
}
