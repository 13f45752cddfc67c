package dev.replatform.migration.dms;

import dev.replatform.aws.DmsTasks.TableStatistics;
import dev.replatform.aws.DmsTasks.Task;
import dev.replatform.preflight.Finding;
import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.Problem;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What DMS says of the task.
 *
 * @param rowsOnTarget tables of the target that hold rows; asked for only where there is no task
 */
public record LoadFacts(Seen<Task> task, Seen<List<TableStatistics>> statistics, Seen<List<Finding>> rowsOnTarget) {
    private static final int LISTED = 20;

    /** @return tables in error, with DMS's word for it */
    public List<String> erroredTables() {
        return statistics.value().orElse(List.of()).stream()
                .filter(TableStatistics::isErrored)
                .map(table -> "%s: %s".formatted(table.name(), table.state()))
                .sorted()
                .toList();
    }

    /** @return why the load cannot be gone on from; empty where no table is in error */
    public Optional<Problem> problem() {
        var errored = erroredTables();
        return errored.isEmpty()
                ? Optional.empty()
                : Optional.of(new Problem(
                        FailureReason.TABLES_ERRORED,
                        "The load ended with %d tables in error: %s".formatted(errored.size(), listed(errored))));
    }

    /** @return tables that the task knows and that nothing loads yet */
    public List<TableStatistics> notLoaded() {
        return statistics.value().orElse(List.of()).stream()
                .filter(table -> TableStatistics.NOT_LOADED.equals(table.state()))
                .sorted(Comparator.comparing(TableStatistics::name))
                .toList();
    }

    /** @return those of the tables that the task has not loaded, with DMS's word for it */
    public List<String> unloaded(Collection<String> tables) {
        var states = statistics.value().orElse(List.of()).stream()
                .collect(Collectors.toMap(TableStatistics::name, TableStatistics::state, (first, again) -> again));
        return tables.stream()
                .filter(table -> !TableStatistics.LOADED.equals(states.get(table)))
                .map(table -> "%s: %s".formatted(table, states.getOrDefault(table, "not known to the task")))
                .toList();
    }

    public boolean isLoaded(Collection<String> tables) {
        return task.is(it -> it.tablesErrored() == 0)
                && statistics.is(all -> all.stream().allMatch(TableStatistics::isLoaded))
                && unloaded(tables).isEmpty();
    }

    /** @return the first of them, for a person */
    public static String listed(List<String> tables) {
        return tables.stream().limit(LISTED).collect(Collectors.joining("; "));
    }
}
