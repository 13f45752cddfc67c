package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** What is made of something that is not copied cannot be made either. */
public final class UsesNotCopied implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "UsesNotCopied",
            "views, functions, indexes and other objects that use what the schema copy does not make",
            "they cannot be made on the target",
            "make what it uses on the target yourself, or change it so that it does without; or name it in `spec.schema.accept`",
            Pages.manual("catalog-pg-depend"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return Difference.asked(at, "uncopied", "named_objects", "found_dependents").stream()
                .map(it -> it.found(ABOUT))
                .toList();
    }
}
