package dev.replatform.migration.proof;

import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.Sight;
import dev.replatform.postgres.ReplicationSlot;
import dev.replatform.postgres.RunLock;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SqlFailure;
import dev.replatform.reconcile.Step;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;

/** Drops the operator's own slot: nothing is left to prove, and the source's disk must not fill for it. */
public record DropWitness(Ends ends, ReplicationSlot slot) implements Step<Means> {
    @Override
    public String sentence() {
        return "Drop the operator's replication slot %s".formatted(slot.name());
    }

    @Override
    public void act(Means means) {
        means.jobs().forget(ends.owner(), ContinuousProof.WORK);
        try (var source = ends.openSource(Session.SHORT)) {
            if (!RunLock.obtain(source, ends.owner().id())) {
                throw new ProblemException(
                        FailureReason.DATABASE_BUSY, "Somebody else works on this migration: it is looked at again");
            }
            slot.drop(source);
        } catch (SqlFailure e) {
            throw new ProblemException(Sight.problem("Drop the operator's replication slot", e));
        }
    }
}
