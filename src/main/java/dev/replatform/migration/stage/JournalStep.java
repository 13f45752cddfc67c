package dev.replatform.migration.stage;

import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.RunLock;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SqlFailure;
import dev.replatform.reconcile.Step;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.util.Map;

/**
 * Notes a step in the journal of both databases, as the holder of the run's lock.
 *
 * @param sentence what has been reached, for a person
 */
record JournalStep(Ends ends, Journal.Step step, Map<String, String> detail, String sentence) implements Step<Means> {
    @Override
    public String action() {
        return step.inOneWord();
    }

    @Override
    public void act(Means means) {
        note(ends, step, detail);
    }

    /** The source first, as it is what fence and switch go by; at the beginning the target, which takes one run a table. */
    static void note(Ends ends, Journal.Step step, Map<String, String> detail) {
        try (var source = ends.openSource(Session.SHORT);
                var target = ends.openTarget(Session.SHORT)) {
            if (!RunLock.obtain(source, ends.owner().id())) {
                throw new ProblemException(
                        FailureReason.DATABASE_BUSY, "Somebody else works on this migration: it is looked at again");
            }
            var atSource = ends.journal(source);
            var atTarget = ends.journal(target);
            atSource.prepare();
            atTarget.prepare();
            if (step == Journal.Step.LOADING) {
                begin(atSource, atTarget, detail);
            } else {
                atSource.note(step, detail);
                atTarget.note(step, detail);
            }
        } catch (SqlFailure e) {
            throw new ProblemException(Sight.problem("Journal", e));
        }
    }

    private static void begin(Journal source, Journal target, Map<String, String> detail) {
        if (!target.beginAlone(detail)) {
            throw new ProblemException(
                    FailureReason.CONFLICT, "Another Migration has begun to load into the same tables of this target");
        }
        source.begin(detail);
    }
}
