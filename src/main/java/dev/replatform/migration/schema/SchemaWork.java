package dev.replatform.migration.schema;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.postgres.AppliedSchema;
import dev.replatform.postgres.Roles;
import dev.replatform.postgres.SchemaCopy;
import dev.replatform.postgres.SchemaPhase;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import dev.replatform.work.Jobs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Makes the schema on the target, phase by phase. */
public final class SchemaWork {
    private static final int NAMED = 5;

    /** Made before the switch: what somebody changes of it afterwards, the target does not have. */
    private static final SchemaPhase[] FOLLOWED = {
        SchemaPhase.BEFORE_LOAD, SchemaPhase.AFTER_LOAD, SchemaPhase.CAUGHT_UP
    };

    private SchemaWork() {}

    /**
     * Makes one phase of the schema.
     *
     * @return what could not be made and holds nothing up
     * @throws ProblemException naming what could not be made
     */
    public static NotCopied copy(
            EffectiveMigration spec,
            Ends ends,
            Session source,
            Session target,
            SchemaPhase phase,
            Jobs.Progress progress) {
        if (!spec.copiesSchema()) {
            return new NotCopied(List.of());
        }
        var copy = schemaCopy(spec, ends, source, target);
        var isFollowed = List.of(FOLLOWED).contains(phase);
        var statements = isFollowed ? copy.statements(phase) : Map.<String, String>of();
        var failed = copy.run(phase, progress::at);
        var stopping = failed.stream().filter(SchemaCopy.Failed::holdsUp).toList();
        if (!stopping.isEmpty()) {
            throw new ProblemException(
                    FailureReason.SCHEMA_COPY_FAILED,
                    "%d objects could not be made on the target: %s"
                            .formatted(
                                    stopping.size(),
                                    stopping.stream()
                                            .limit(NAMED)
                                            .map(it -> it.inWords() + " (" + it.reason() + ")")
                                            .collect(Collectors.joining("; "))));
        }
        if (isFollowed) {
            applied(spec, ends, target).note(statements);
        }
        return new NotCopied(failed.stream()
                .filter(it -> !it.isTriedAgain())
                .map(it -> it.inWords() + ": " + it.reason())
                .toList());
    }

    /**
     * Makes what the source got since the schema was copied, indexes, functions, views, triggers; before a cutover is proposed
     * and again before the fence.
     *
     * @throws ProblemException where an object was changed or dropped there: only a person can do that on the target
     */
    public static void follow(EffectiveMigration spec, Ends ends, Session source, Session target) {
        if (!spec.copiesSchema()) {
            return;
        }
        var changed = applied(spec, ends, target)
                .changedIn(schemaCopy(spec, ends, source, target).statements(FOLLOWED), spec.acceptedDifferences());
        if (!changed.isEmpty()) {
            throw new ProblemException(
                    FailureReason.SOURCE_CHANGED,
                    "On the source %d objects changed after the schema was copied: do the same on the target, and add each to spec.schema.accept; or raise spec.run: %s"
                            .formatted(
                                    changed.size(),
                                    changed.stream()
                                            .limit(NAMED)
                                            .map(AppliedSchema.Changed::inWords)
                                            .collect(Collectors.joining("; "))));
        }
        copy(spec, ends, source, target, SchemaPhase.AFTER_LOAD, (done, total) -> {});
        copy(spec, ends, source, target, SchemaPhase.CAUGHT_UP, (done, total) -> {});
    }

    /** Makes what is missing of the schema before the load; what stands is left as it is. */
    public static CopiedSchema prepare(
            EffectiveMigration spec, Ends ends, Session source, Session target, Jobs.Progress progress) {
        new Roles(target).make(ends.app());
        ends.journal(target).prepare();
        ends.journal(source).letReadMarker(ends.dms().username());
        var notCopied = new ArrayList<>(copy(spec, ends, source, target, SchemaPhase.BEFORE_LOAD, progress)
                .lines());
        var catalog = new SourceCatalog(source, spec.tables());
        if (spec.copiesSchema()) {
            notCopied.addAll(schemaCopy(spec, ends, source, target).unhandled());
        }
        return new CopiedSchema(
                PreparedTables.of(catalog.fingerprints(), catalog.tables()), new NotCopied(List.copyOf(notCopied)));
    }

    private static SchemaCopy schemaCopy(EffectiveMigration spec, Ends ends, Session source, Session target) {
        var schemas = new SourceCatalog(source, spec.tables()).schemas();
        return new SchemaCopy(source, target, schemas, owner(spec, ends), spec.acceptedDifferences());
    }

    private static AppliedSchema applied(EffectiveMigration spec, Ends ends, Session target) {
        return new AppliedSchema(target, ends.owner().id(), spec.run());
    }

    /** @return the role that owns the objects on the target */
    private static String owner(EffectiveMigration spec, Ends ends) {
        return spec.schemaOwner() == null ? ends.app().username() : spec.schemaOwner();
    }
}
