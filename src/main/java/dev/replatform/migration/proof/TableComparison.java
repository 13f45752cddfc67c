package dev.replatform.migration.proof;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Pause;
import dev.replatform.migration.StartJob;
import dev.replatform.migration.schema.SchemaWork;
import dev.replatform.postgres.AppLogin;
import dev.replatform.postgres.Comparison;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.TableName;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/** Compares every table of source and target while the application writes. */
public final class TableComparison {
    public static final String WORK = "Compare source and target";

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);
    private static final int ROUNDS = 5;

    private TableComparison() {}

    /** @return the work; it results in a {@link Comparison.Result} without a difference */
    public static StartJob job(EffectiveMigration spec, Ends ends) {
        return new StartJob(
                ends,
                WORK,
                ends.digest(),
                "Compare every table of source and target",
                false,
                (source, target, progress) -> compare(spec, ends, source, target));
    }

    private static Comparison.Result compare(EffectiveMigration spec, Ends ends, Session source, Session target) {
        var tables = replicated(spec, source);
        var refused = AppLogin.refused(ends.target(), ends.app(), tables);
        if (refused.isPresent()) {
            throw new ProblemException(FailureReason.PERMISSION_DENIED, refused.get());
        }
        SchemaWork.follow(spec, ends, source, target);
        var result = new Comparison(source, target).ofLive(tables, ROUNDS, () -> Pause.of(BETWEEN_ROUNDS));
        if (!result.isEqual()) {
            throw new ProblemException(
                    FailureReason.DATA_DIFFERS,
                    "Source and target differ: "
                            + result.different().stream().limit(10).collect(Collectors.joining("; ")));
        }
        return result;
    }

    /** @return the tables that DMS keeps in step: all that move but those that the operator copies under the fence */
    private static List<TableName> replicated(EffectiveMigration spec, Session source) {
        return new SourceCatalog(source, spec.tables())
                .tables().stream()
                        .map(SourceTable::name)
                        .filter(table -> !spec.tables().isCopiedUnderFence(table))
                        .toList();
    }
}
