package dev.replatform.migration.cutover;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.StartJob;
import dev.replatform.migration.schema.SchemaWork;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.SchemaPhase;
import dev.replatform.postgres.Session;
import java.util.Map;

/** The last that is done before the application is told of the target. */
public final class TargetOpening {
    public static final String WORK = "Open the target";

    private TargetOpening() {}

    /** @return the work anew, where the cutover was cut off before it */
    public static StartJob job(EffectiveMigration spec, Ends ends, String token) {
        return new StartJob(
                ends, WORK, token, "Open the target to the application", false, (source, target, progress) -> {
                    open(spec, ends, source, target);
                    return WORK;
                });
    }

    /**
     * What cannot be made now is made beside the application: a constraint that is late costs less than an application
     * without a database.
     */
    static void open(EffectiveMigration spec, Ends ends, Session source, Session target) {
        SchemaWork.copy(spec, ends, source, target, SchemaPhase.AT_SWITCH, (done, total) -> {});
        ends.journal(source).note(Journal.Step.OPENED, Map.of());
        ends.journal(target).note(Journal.Step.OPENED, Map.of());
    }
}
