package dev.replatform.migration.stage;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.JournalStep;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.StartJob;
import dev.replatform.migration.proof.ContinuousProof;
import dev.replatform.migration.schema.CopiedSchema;
import dev.replatform.migration.schema.SchemaWork;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.Conditions;
import dev.replatform.work.JobState;
import java.time.Instant;

/** The schema before the load: the application's role, types, sequences, tables, keys. */
public final class SchemaStage implements Stage {
    private static final String WORK = "Copy the schema before the load";

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return "PreparingSchema";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        return before.reached(Step.SCHEMA_PREPARED)
                ? before
                : before.withSchemaCopy(sight.job(spec.owner(), WORK, before.inputs()));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return seen.reached(Step.SCHEMA_PREPARED);
    }

    @Override
    public Plan<Means> plan(EffectiveMigration spec, ObservedMigration seen, Instant now) {
        var copy = seen.schemaCopy().orElseThrow();
        var ends = seen.ends().value().orElseThrow();
        return copy.result(CopiedSchema.class)
                .map(copied -> Plan.of(noted(ends, copied)))
                .orElseGet(() -> start(spec, ends).plan(copy, now));
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        var type = "SchemaReady";
        var problem = seen.schemaCopy().flatMap(JobState::problem);
        if (seen.reached(Step.CONSTRAINED)) {
            conditions.yes(type, "Complete", "The source's objects stand on the target.");
        } else if (seen.reached(Step.INDEXED)) {
            conditions.no(type, "Indexed", "Tables, keys, indexes and views stand; foreign keys and triggers follow.");
        } else if (seen.reached(Step.SCHEMA_PREPARED)) {
            conditions.no(type, "Prepared", "Tables and keys stand; indexes and views follow after the load.");
        } else if (problem.isPresent()) {
            conditions.no(
                    type,
                    problem.get().reason().conditionReason(),
                    problem.get().message());
        } else {
            conditions.no(type, "NotYet", "The schema is not copied yet.");
        }
    }

    private static StartJob start(EffectiveMigration spec, Ends ends) {
        return new StartJob(
                ends,
                WORK,
                ends.digest(),
                "Copy types, sequences, tables and keys to the target",
                false,
                (source, target, progress) -> {
                    var copied = SchemaWork.prepare(spec, ends, source, target, progress);
                    ContinuousProof.begin(spec, ends, source);
                    return copied;
                });
    }

    private static JournalStep noted(Ends ends, CopiedSchema copied) {
        return new JournalStep(
                ends, Step.SCHEMA_PREPARED, copied.detail(), "Note that tables and keys stand on the target");
    }
}
