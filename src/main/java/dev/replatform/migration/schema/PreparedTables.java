package dev.replatform.migration.schema;

import dev.replatform.migration.ObservedMigration;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.SourceTable;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The tables as they were when the schema was copied; the journal keeps them.
 *
 * @param fingerprints of every table of the schemas, as SQL spells it
 * @param moving the tables whose rows were to move, then or before
 */
public record PreparedTables(Map<String, String> fingerprints, Set<String> moving) {
    private static final String FINGERPRINT = "table ";
    private static final String MOVING = "moving ";

    /** @return what the journal says; empty where nothing was prepared */
    public static PreparedTables of(ObservedMigration seen) {
        return of(seen.entry(Step.SCHEMA_PREPARED).map(entry -> entry.detail()).orElse(Map.of()));
    }

    /** @return tables that are on both sides and whose columns were changed on the source since */
    public static List<String> changed(ObservedMigration seen) {
        return seen.tables()
                .flatMap(it -> it.fingerprints().value())
                .map(of(seen)::changedIn)
                .orElse(List.of());
    }

    /** @return why the tables that move cannot be trusted to be the same on both sides; empty where they can */
    public static Optional<Problem> problem(ObservedMigration seen) {
        var changed = changed(seen);
        return changed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Problem(
                        FailureReason.SOURCE_CHANGED,
                        "Columns of %s were changed on the source since the schema was copied: the cutover is held back"
                                .formatted(String.join(", ", changed))));
    }

    /** @return whether the source has the tables that were prepared, and all that are to move were told to */
    public static boolean areAsPrepared(ObservedMigration seen) {
        var now = seen.tables().orElseThrow();
        return of(seen).covers(
                        now.fingerprints().value().orElse(Map.of()),
                        now.moving().value().orElse(List.of()));
    }

    public static PreparedTables of(Map<String, String> detail) {
        return new PreparedTables(
                detail.entrySet().stream()
                        .filter(it -> it.getKey().startsWith(FINGERPRINT))
                        .collect(Collectors.toMap(
                                it -> it.getKey().substring(FINGERPRINT.length()), Map.Entry::getValue)),
                detail.keySet().stream()
                        .filter(it -> it.startsWith(MOVING))
                        .map(it -> it.substring(MOVING.length()))
                        .collect(Collectors.toSet()));
    }

    public static PreparedTables of(Map<String, String> fingerprints, Collection<SourceTable> moving) {
        return new PreparedTables(
                fingerprints, moving.stream().map(it -> it.name().quoted()).collect(Collectors.toSet()));
    }

    /** @return the same, but what was known before stays: the columns that were copied, and whose rows are on the target */
    public PreparedTables after(PreparedTables earlier) {
        var known = new HashMap<>(fingerprints);
        known.replaceAll((table, now) -> earlier.fingerprints.getOrDefault(table, now));
        var both = new TreeSet<>(moving);
        both.addAll(earlier.moving);
        return new PreparedTables(known, both);
    }

    public Map<String, String> detail() {
        var detail = new HashMap<String, String>();
        fingerprints.forEach((table, fingerprint) -> detail.put(FINGERPRINT + table, fingerprint));
        moving.forEach(table -> detail.put(MOVING + table, "true"));
        return detail;
    }

    /** @return tables that are on both sides and whose columns are others now, in the order of their names */
    public List<String> changedIn(Map<String, String> now) {
        return fingerprints.entrySet().stream()
                .filter(it ->
                        now.containsKey(it.getKey()) && !now.get(it.getKey()).equals(it.getValue()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    /** @return whether the source has these tables, no more and no less, and all that are to move were told to */
    public boolean covers(Map<String, String> now, Collection<SourceTable> toMove) {
        return fingerprints.keySet().equals(now.keySet()) && toMove.stream().allMatch(this::moves);
    }

    public boolean moves(SourceTable table) {
        return moving.contains(table.name().quoted());
    }
}
