package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** On RDS only a parameter group sets what PostgreSQL leaves to a superuser. */
public final class SettingsOfSuperusers implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "SettingsOfSuperusers",
            "parameters of the database and of roles (`ALTER DATABASE ... SET`, `ALTER ROLE ... IN DATABASE ... SET`) that only a superuser may set",
            "the target works without them",
            "set it in the Database's parameters, or do without it and name it in `spec.schema.accept`",
            "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Parameters.html");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return Difference.asked(at, "found_settings").stream()
                .map(it -> it.found(ABOUT))
                .toList();
    }
}
