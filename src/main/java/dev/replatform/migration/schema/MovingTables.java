package dev.replatform.migration.schema;

import dev.replatform.migration.ObservedMigration;
import dev.replatform.postgres.Journal;
import dev.replatform.postgres.Journal.Step;
import dev.replatform.postgres.LargestValues;
import dev.replatform.postgres.SourceTable;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the journal keeps of the tables that move. */
public final class MovingTables {
    private static final String LARGEST_LOB_KIB = "largestLobKib";
    private static final String LARGEST_VARCHAR_BYTES = "largestVarcharBytes";

    /** Whether other tables had been loaded before. */
    private static final String AFTER_LOAD = "afterLoad";

    private MovingTables() {}

    /**
     * @param source where they are loaded from, in words
     * @return detail of the tables that are loaded first
     */
    public static Map<String, String> loading(String source, List<SourceTable> tables, LargestValues largest) {
        return Map.of(
                LARGEST_LOB_KIB,
                String.valueOf(largest.lobKib()),
                LARGEST_VARCHAR_BYTES,
                String.valueOf(largest.varcharBytes()),
                Journal.SOURCE,
                source,
                Journal.TABLES,
                lines(tables));
    }

    /**
     * @param added largest values of the tables that were added
     * @return detail of the tables that move from now on
     */
    public static Map<String, String> changed(ObservedMigration seen, List<SourceTable> tables, LargestValues added) {
        var largest = largest(seen).or(added);
        return Map.of(
                LARGEST_LOB_KIB,
                String.valueOf(largest.lobKib()),
                LARGEST_VARCHAR_BYTES,
                String.valueOf(largest.varcharBytes()),
                Journal.TABLES,
                lines(tables),
                AFTER_LOAD,
                String.valueOf(seen.reached(Step.INDEXED) || areAddedToALoad(seen)));
    }

    /** @return the largest values of the tables that move, as they were measured before they were loaded */
    public static LargestValues largest(ObservedMigration seen) {
        return seen.entry(Step.TABLES_CHANGED)
                .or(() -> seen.entry(Step.LOADING))
                .map(Journal.Entry::detail)
                .map(detail ->
                        new LargestValues(number(detail, LARGEST_LOB_KIB), number(detail, LARGEST_VARCHAR_BYTES)))
                .orElse(LargestValues.NONE);
    }

    /** @return whether the task loads tables that were added to those that it has loaded */
    public static boolean areAddedToALoad(ObservedMigration seen) {
        return seen.entry(Step.TABLES_CHANGED)
                .filter(entry -> "true".equals(entry.detail().get(AFTER_LOAD)))
                .isPresent();
    }

    private static int number(Map<String, String> detail, String name) {
        return Integer.parseInt(detail.getOrDefault(name, "0"));
    }

    private static String lines(List<SourceTable> tables) {
        return tables.stream().map(table -> table.name().inWords()).collect(Collectors.joining("\n"));
    }
}
