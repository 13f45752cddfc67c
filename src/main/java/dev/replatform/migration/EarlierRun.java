package dev.replatform.migration;

import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.reconcile.Seen;
import java.util.Map;

/**
 * The newest run of the journals, where that is not the declared one.
 *
 * @param number from 1
 * @param source its steps on the source
 * @param target its steps on the target
 * @param task the replication task that it may have left
 */
public record EarlierRun(
        int number, Map<Journal.Step, Entry> source, Map<Journal.Step, Entry> target, Seen<Task> task) {
    public boolean has(Journal.Step step) {
        return source.containsKey(step) || target.containsKey(step);
    }

    /** @return whether it is over; the target's row is written last, when its tables are empty */
    public boolean isGivenUp() {
        return source.containsKey(Journal.Step.RELEASED) && target.containsKey(Journal.Step.RELEASED);
    }
}
