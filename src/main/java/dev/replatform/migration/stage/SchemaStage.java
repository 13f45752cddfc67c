package dev.replatform.migration.stage;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.JournalStep;
import dev.replatform.migration.Means;
import dev.replatform.migration.ObservedMigration;
import dev.replatform.migration.Sight;
import dev.replatform.migration.StartJob;
import dev.replatform.migration.schema.PreparedTables;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.Roles;
import dev.replatform.postgres.SchemaCopy;
import dev.replatform.postgres.SchemaPhase;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.reconcile.Plan;
import dev.replatform.status.Conditions;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import dev.replatform.work.JobState;
import dev.replatform.work.Jobs;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The schema before the load: the application's role, types, sequences, tables, keys. */
public final class SchemaStage implements Stage {
    /** Journal detail: objects that are not copied, a line each. */
    public static final String UNHANDLED = "unhandled";

    private static final String WORK = "Copy the schema before the load";

    /** What is known of the copy. */
    public record Facts(JobState copy) {}

    /** What a schema copy came to. */
    record Copied(PreparedTables tables, List<String> unhandled) {
        /** @return what the journal keeps */
        Map<String, String> detail() {
            var detail = tables.detail();
            detail.put(UNHANDLED, String.join("\n", unhandled));
            return detail;
        }
    }

    @Override
    public String phase(EffectiveMigration spec, ObservedMigration seen) {
        return "PreparingSchema";
    }

    @Override
    public ObservedMigration observe(EffectiveMigration spec, ObservedMigration before, Sight sight) {
        return before.reached(Step.SCHEMA_PREPARED)
                ? before
                : before.with(new Facts(sight.job(spec.owner(), WORK, ProvisioningStage.inputs(before))));
    }

    @Override
    public boolean isFinished(EffectiveMigration spec, ObservedMigration seen) {
        return seen.reached(Step.SCHEMA_PREPARED);
    }

    @Override
    public void plan(EffectiveMigration spec, ObservedMigration seen, Instant now, Plan.Builder<Means> plan) {
        var copy = seen.facts(Facts.class).orElseThrow().copy();
        var ends = seen.ends().value().orElseThrow();
        var start = new StartJob(
                ends,
                WORK,
                ends.digest(),
                "Copy types, sequences, tables and keys to the target",
                false,
                (source, target, progress) -> prepare(spec, ends, source, target, progress));
        if (start.isDone(copy, now, plan)) {
            var copied = copy.result(Copied.class).orElseThrow();
            plan.step(new JournalStep(
                    ends, Step.SCHEMA_PREPARED, copied.detail(), "Note that tables and keys stand on the target"));
        }
    }

    @Override
    public void tell(EffectiveMigration spec, ObservedMigration seen, Conditions conditions) {
        var type = "SchemaReady";
        var problem = seen.facts(Facts.class).flatMap(facts -> facts.copy().problem());
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

    /** @return the role that owns the objects on the target */
    static String owner(EffectiveMigration spec, Ends ends) {
        return spec.schemaOwner() == null ? ends.app().username() : spec.schemaOwner();
    }

    /**
     * Makes one phase of the schema.
     *
     * @throws ProblemException naming what could not be made
     */
    public static void copy(
            EffectiveMigration spec,
            Ends ends,
            Session source,
            Session target,
            SchemaPhase phase,
            Jobs.Progress progress) {
        if (!spec.copiesSchema()) {
            return;
        }
        var schemas = new SourceCatalog(source, spec.tables()).schemas();
        var failed = new SchemaCopy(source, target, schemas, owner(spec, ends)).run(phase, progress::at);
        var stopping = failed.stream().filter(SchemaCopy.Failed::holdsUp).toList();
        if (!stopping.isEmpty()) {
            throw new ProblemException(
                    FailureReason.SCHEMA_COPY_FAILED,
                    "%d objects could not be made on the target: %s"
                            .formatted(
                                    stopping.size(),
                                    stopping.stream()
                                            .limit(5)
                                            .map(it -> it.object() + " (" + it.reason() + ")")
                                            .collect(Collectors.joining("; "))));
        }
    }

    /** Makes what is missing of the schema before the load; what stands is left as it is. */
    static Copied prepare(EffectiveMigration spec, Ends ends, Session source, Session target, Jobs.Progress progress) {
        new Roles(target).make(ends.app());
        ends.journal(target).prepare();
        ends.journal(source).letReadMarker(ends.dms().username());
        copy(spec, ends, source, target, SchemaPhase.BEFORE_LOAD, progress);
        var catalog = new SourceCatalog(source, spec.tables());
        var unhandled = spec.copiesSchema()
                ? new SchemaCopy(source, target, catalog.schemas(), owner(spec, ends)).unhandled()
                : List.<String>of();
        return new Copied(PreparedTables.of(catalog.fingerprints(), catalog.tables()), unhandled);
    }
}
