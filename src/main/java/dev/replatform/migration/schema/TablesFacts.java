package dev.replatform.migration.schema;

import dev.replatform.migration.EffectiveMigration;
import dev.replatform.postgres.SourceTable;
import dev.replatform.preflight.Finding;
import dev.replatform.reconcile.Seen;
import dev.replatform.work.JobState;
import java.util.List;
import java.util.Map;

/**
 * The source's tables now.
 *
 * @param fingerprints of every table of the schemas, as SQL spells it
 * @param moving whose rows are to move
 * @param findings what keeps tables from moving that did not move before
 * @param preparation job that makes them on the target
 */
public record TablesFacts(
        Seen<Map<String, String>> fingerprints,
        Seen<List<SourceTable>> moving,
        Seen<List<Finding>> findings,
        JobState preparation) {
    /** @return those whose rows DMS moves, as its statistics name them */
    public List<String> byDms(EffectiveMigration spec) {
        return moving.value().orElse(List.of()).stream()
                .map(SourceTable::name)
                .filter(table -> !spec.tables().isCopiedUnderFence(table))
                .map(table -> table.inWords())
                .toList();
    }
}
