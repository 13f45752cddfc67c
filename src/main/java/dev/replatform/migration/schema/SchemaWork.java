package dev.replatform.migration.schema;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.postgres.Roles;
import dev.replatform.postgres.SchemaCopy;
import dev.replatform.postgres.SchemaPhase;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import dev.replatform.work.Jobs;
import java.util.List;
import java.util.stream.Collectors;

/** Makes the schema on the target, phase by phase. */
public final class SchemaWork {
    private SchemaWork() {}

    /** @return the role that owns the objects on the target */
    private static String owner(EffectiveMigration spec, Ends ends) {
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
    public static CopiedSchema prepare(
            EffectiveMigration spec, Ends ends, Session source, Session target, Jobs.Progress progress) {
        new Roles(target).make(ends.app());
        ends.journal(target).prepare();
        ends.journal(source).letReadMarker(ends.dms().username());
        copy(spec, ends, source, target, SchemaPhase.BEFORE_LOAD, progress);
        var catalog = new SourceCatalog(source, spec.tables());
        var unhandled = spec.copiesSchema()
                ? new SchemaCopy(source, target, catalog.schemas(), owner(spec, ends)).unhandled()
                : List.<String>of();
        return new CopiedSchema(PreparedTables.of(catalog.fingerprints(), catalog.tables()), unhandled);
    }
}
