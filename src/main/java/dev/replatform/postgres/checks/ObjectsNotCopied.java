package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** RDS lets nobody make what only a superuser may, and its servers hold no files but PostgreSQL's own. */
public final class ObjectsNotCopied implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "ObjectsNotCopied",
            "functions in C, foreign tables, event triggers and other objects that the schema copy does not make",
            "the application misses them on the target",
            "make it on the target yourself, or do without it and name it in `spec.schema.accept`",
            "https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Appendix.PostgreSQL.CommonDBATasks.Roles.html");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return Difference.asked(at, "uncopied", "found_uncopied").stream()
                .map(it -> it.found(ABOUT))
                .toList();
    }
}
