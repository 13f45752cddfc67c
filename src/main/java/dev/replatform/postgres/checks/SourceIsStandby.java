package dev.replatform.postgres.checks;

import dev.replatform.preflight.About;
import dev.replatform.preflight.Check;
import dev.replatform.preflight.Finding;
import java.util.List;

/** A standby takes no statement that changes anything. */
public final class SourceIsStandby implements Check<BothEnds> {
    private static final About ABOUT = About.blocker(
            "SourceIsStandby",
            "whether the source is a standby",
            "neither the journal nor the fence can be written, and the application writes elsewhere",
            "name the primary in spec.source.host",
            Pages.manual("hot-standby"));

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public List<Finding> look(BothEnds at) {
        return at.source()
                .query(
                        "SELECT 1 WHERE pg_is_in_recovery()",
                        row -> ABOUT.found(
                                at.run().source().inWords(),
                                "the source is a standby, which takes no writes: the fence cannot be put up there",
                                ABOUT.remedy()));
    }
}
