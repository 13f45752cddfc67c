package dev.replatform.migration.preflight;

import dev.replatform.api.v1alpha1.Database;
import dev.replatform.migration.EffectiveMigration;
import dev.replatform.migration.Ends;
import dev.replatform.migration.Sight;
import dev.replatform.migration.cutover.FencedRoles;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.checks.BothEnds;
import dev.replatform.preflight.Finding;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.List;
import java.util.stream.Collectors;

/** What the checks look at, and what their findings come to. */
public final class Findings {
    private static final int NAMED = 3;

    private Findings() {}

    /** @return what the checks look at when they are about these tables */
    public static Seen<BothEnds> at(EffectiveMigration spec, Ends ends, List<SourceTable> tables, Sight sight) {
        return sight.ofSource(source -> new BothEnds(
                new BothEnds.Run(ends.owner().id(), ends.run(), ends.source()),
                source,
                sight.target(),
                new BothEnds.Logins(
                        FencedRoles.of(spec, ends, source),
                        ends.dms(),
                        ends.admin().username(),
                        ends.master()),
                tables,
                spec.tables(),
                new BothEnds.Schema(spec.copiesSchema(), spec.acceptedDifferences()),
                targetGib(spec, sight)));
    }

    public static List<Finding> blockers(List<Finding> findings) {
        return findings.stream().filter(Finding::blocks).toList();
    }

    /** @param blockers at least one */
    public static Problem blocked(List<Finding> blockers) {
        var first = blockers.stream().limit(NAMED).map(Finding::inWords).collect(Collectors.joining("; "));
        var more = blockers.size() > NAMED ? "; and %d more in status.findings".formatted(blockers.size() - NAMED) : "";
        return new Problem(FailureReason.BLOCKED, first + more);
    }

    /** @return the storage that is declared, or up to which RDS lets it grow; null where the Database says nothing */
    private static Integer targetGib(EffectiveMigration spec, Sight sight) {
        return sight.peers()
                .one(Database.class, spec.owner().namespace(), spec.databaseName())
                .value()
                .map(database -> database.getSpec().storage())
                .map(storage -> storage.maxAllocatedStorageGiB() == null
                        ? storage.allocatedStorageGiB()
                        : storage.maxAllocatedStorageGiB())
                .orElse(null);
    }
}
