package dev.replatform.migration.cutover;

import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.Sight;
import dev.replatform.migration.proof.ContinuousProof;
import dev.replatform.migration.proof.TableComparison;
import dev.replatform.postgres.RunLock;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SqlFailure;
import dev.replatform.reconcile.Step;
import dev.replatform.status.ProblemException;

/**
 * Lifts a fence.
 *
 * @param why for a person
 */
public record LiftFence(Ends ends, String why) implements Step<Means> {
    @Override
    public String sentence() {
        return "Lift the fence: " + why;
    }

    @Override
    public void act(Means means) {
        try (var source = ends.openSource(Session.SHORT)) {
            if (RunLock.obtain(source, ends.owner().id())) {
                ends.fence(source).open();
                means.jobs().forget(ends.owner(), TableComparison.WORK);
                means.jobs().forget(ends.owner(), ContinuousProof.WORK);
            }
        } catch (SqlFailure e) {
            throw new ProblemException(Sight.problem("Lifting the fence", e));
        }
    }
}
