package dev.replatform.migration.dms;

import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.ReplicationSlot;
import dev.replatform.postgres.RunLock;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SqlFailure;
import dev.replatform.postgres.witness.WitnessSlot;
import dev.replatform.reconcile.Plan;
import dev.replatform.reconcile.Seen;
import dev.replatform.reconcile.Step;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import dev.replatform.status.ProblemException;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Watches DMS's slot on the source and the operator's own: what has not been read yet stays on the source's disk. */
public final class SlotWatch {
    private static final long GIB = 1L << 30;
    private static final int TASK_IN_NAME = 16;

    private SlotWatch() {}

    /** @return the task's slot; absent where there is none, or no task */
    public static Seen<ReplicationSlot> see(Seen<Task> task, Sight sight) {
        return task.then(it -> sight.ofSource(source -> ReplicationSlot.of(source, prefix(it)))
                .then(slot -> slot.map(Seen::present).orElseGet(Seen::absent)));
    }

    /** A name is the first 16 characters of the last part of the task's ARN, the database's OID and a UUID. */
    private static String prefix(Task task) {
        var id = task.arn().substring(task.arn().lastIndexOf(':') + 1);
        return id.substring(0, Math.min(TASK_IN_NAME, id.length())).toLowerCase(Locale.ROOT) + "_";
    }

    /** @return the operator's own slot; absent where there is none */
    public static Seen<ReplicationSlot> seeWitness(EffectiveMigration spec, Sight sight) {
        var name = WitnessSlot.name(spec.owner().id());
        return sight.ofSource(source -> ReplicationSlot.of(source, name))
                .then(slot -> slot.map(Seen::present).orElseGet(Seen::absent));
    }

    /** @return what is due about them; nothing from the fence on, as nobody writes to the source and nothing more is held back */
    public static Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen) {
        var slot = retainingMoreThan(spec.slot().maxBytes(), seen);
        if (slot.isEmpty() || seen.reached(Journal.Step.FENCED)) {
            return Plan.nothing();
        }
        if (spec.slot().dropsSlot()) {
            return seen.ends()
                    .value()
                    .map(ends -> Plan.<Means>of(new DropSlot(ends, slot.get())))
                    .orElse(Plan.nothing());
        }
        return Plan.problem(new Problem(
                FailureReason.SLOT_RETAINS_TOO_MUCH,
                "Replication slot %s holds back more than %d GiB of write-ahead log on the source: see why it is not read from, give the source more disk and raise spec.slot.maxRetainedGiB, or set spec.slot.onExceeded to DropSlot"
                        .formatted(slot.get().name(), spec.slot().maxGib())));
    }

    /** @return the slot, where that is worth a warning */
    public static Optional<ReplicationSlot> warning(EffectiveMigration spec, ObservedMigration seen) {
        return retainingMoreThan(spec.slot().warnBytes(), seen);
    }

    private static Optional<ReplicationSlot> retainingMoreThan(long bytes, ObservedMigration seen) {
        return Stream.of(seen.slot(), seen.witness())
                .flatMap(slot -> slot.value().stream())
                .filter(slot -> slot.retainedBytes() > bytes)
                .findFirst();
    }

    /** The task fails without its slot, so this run is over; without the operator's the proof begins again. The source's disk is more dear. */
    record DropSlot(Ends ends, ReplicationSlot slot) implements Step<Means> {
        @Override
        public String sentence() {
            return "Drop replication slot %s, which holds back %d GiB of write-ahead log on the source"
                    .formatted(slot.name(), slot.retainedBytes() / GIB);
        }

        @Override
        public void act(Means means) {
            try (var source = ends.openSource(Session.SHORT)) {
                if (!RunLock.obtain(source, ends.owner().id())) {
                    throw new ProblemException(
                            FailureReason.DATABASE_BUSY,
                            "Somebody else works on this migration: it is looked at again");
                }
                slot.drop(source);
            } catch (SqlFailure e) {
                throw new ProblemException(Sight.problem("Drop the replication slot", e));
            }
        }
    }
}
