package dev.replatform.migration.preflight;

import dev.replatform.postgres.LargestValues;
import dev.replatform.preflight.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What was found by reading all rows.
 *
 * @param at when
 */
public record MeasuredRows(LargestValues largest, List<Finding> findings, Instant at) {
    /** Rows that were in the way are looked at again, as somebody may have changed them. */
    private static final Duration STALE = Duration.ofMinutes(5);

    /** @return whether the rows are to be read once more before they keep anything waiting */
    public boolean isToBeDoneAgain(Instant now) {
        return !Findings.blockers(findings).isEmpty() && now.isAfter(at.plus(STALE));
    }
}
