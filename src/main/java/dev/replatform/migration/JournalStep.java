package dev.replatform.migration;

import dev.replatform.postgres.Journal;
import dev.replatform.postgres.RunLock;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SqlFailure;
import dev.replatform.reconcile.Step;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Notes a step in the journal of both databases, as the holder of the run's lock.
 *
 * @param sentence what has been reached, for a person
 */
public record JournalStep(Ends ends, Journal.Step step, Map<String, String> detail, String sentence)
        implements Step<Means> {
    @Override
    public String action() {
        return step.inOneWord();
    }

    @Override
    public void act(Means means) {
        note(ends, step, detail);
    }

    static void note(Ends ends, Journal.Step step, Map<String, String> detail) {
        if (step == Journal.Step.LOADING) {
            locked(ends, (source, target) -> begin(source, target, detail));
        } else {
            inBoth(ends, journal -> journal.note(step, detail));
        }
    }

    /** Writes as the holder of the run's lock; to the source first: it is what fence and switch go by. */
    public static void inBoth(Ends ends, Consumer<Journal> writing) {
        locked(ends, (source, target) -> {
            writing.accept(source);
            writing.accept(target);
        });
    }

    /** The target first: it takes one open run a table, and what stands at the source has begun. */
    private static void begin(Journal source, Journal target, Map<String, String> detail) {
        if (!target.beginAlone(detail)) {
            throw new ProblemException(
                    FailureReason.CONFLICT,
                    "Another Migration has begun to load from the same database or into the same tables of this target");
        }
        source.begin(detail);
    }

    private static void locked(Ends ends, BiConsumer<Journal, Journal> writing) {
        try (var source = ends.openSource(Session.SHORT);
                var target = ends.openTarget(Session.SHORT)) {
            if (!RunLock.obtain(source, ends.owner().id())) {
                throw new ProblemException(
                        FailureReason.DATABASE_BUSY, "Somebody else works on this migration: it is looked at again");
            }
            var atSource = ends.journal(source);
            atSource.prepare();
            var atTarget = ends.journal(target);
            atTarget.prepare();
            writing.accept(atSource, atTarget);
        } catch (SqlFailure e) {
            throw new ProblemException(Sight.problem("Journal", e));
        }
    }
}
