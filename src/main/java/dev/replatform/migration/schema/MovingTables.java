package dev.replatform.migration.schema;

import dev.replatform.migration.ObservedMigration;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.SourceTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the journal keeps of the tables that move. */
public final class MovingTables {
    /** Size of the largest LOB value before the load. */
    private static final String LARGEST_LOB_KIB = "largestLobKib";

    /** Whether other tables had been loaded before. */
    private static final String AFTER_LOAD = "afterLoad";

    private MovingTables() {}

    /**
     * @param source where they are loaded from, in words
     * @return detail of the tables that are loaded first
     */
    public static Map<String, String> loading(String source, List<SourceTable> tables, int largestLobKib) {
        return Map.of(
                LARGEST_LOB_KIB, String.valueOf(largestLobKib), Journal.SOURCE, source, Journal.TABLES, lines(tables));
    }

    /**
     * @param largestAddedLobKib of the tables that were added
     * @return detail of the tables that move from now on
     */
    public static Map<String, String> changed(
            ObservedMigration seen, List<SourceTable> tables, int largestAddedLobKib) {
        return Map.of(
                LARGEST_LOB_KIB,
                String.valueOf(Math.max(largestLobKib(seen), largestAddedLobKib)),
                Journal.TABLES,
                lines(tables),
                AFTER_LOAD,
                String.valueOf(seen.reached(Step.INDEXED) || areAddedToALoad(seen)));
    }

    /** @return the largest LOB value of the tables that move, in KiB, as it was measured before they were loaded */
    public static int largestLobKib(ObservedMigration seen) {
        return seen.entry(Step.TABLES_CHANGED)
                .or(() -> seen.entry(Step.LOADING))
                .map(entry -> Integer.parseInt(entry.detail().getOrDefault(LARGEST_LOB_KIB, "0")))
                .orElse(0);
    }

    /** @return whether the task loads tables that were added to those that it has loaded */
    public static boolean areAddedToALoad(ObservedMigration seen) {
        return seen.entry(Step.TABLES_CHANGED)
                .filter(entry -> "true".equals(entry.detail().get(AFTER_LOAD)))
                .isPresent();
    }

    private static String lines(List<SourceTable> tables) {
        return tables.stream().map(table -> table.name().inWords()).collect(Collectors.joining("\n"));
    }
}
