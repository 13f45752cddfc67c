package dev.replatform.migration.schema;

import dev.replatform.migration.ObservedMigration;
import dev.replatform.postgres.Journal.Step;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the schema copy did not make, and nothing waits for.
 *
 * @param lines code, object and reason of each
 */
public record NotCopied(List<String> lines) {
    /** Journal detail: a line for each object. */
    private static final String UNHANDLED = "unhandled";

    /** @return what the journal keeps */
    public Map<String, String> detail() {
        return Map.of(UNHANDLED, String.join("\n", lines));
    }

    /** @return what the journal says of all phases */
    public static List<String> of(ObservedMigration seen) {
        return Stream.of(Step.SCHEMA_PREPARED, Step.INDEXED, Step.CONSTRAINED)
                .flatMap(step -> seen.entry(step).stream())
                .flatMap(entry -> entry.detail().getOrDefault(UNHANDLED, "").lines())
                .toList();
    }
}
