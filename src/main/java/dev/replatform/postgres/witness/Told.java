package dev.replatform.postgres.witness;

import dev.replatform.postgres.TableName;
import java.util.List;
import java.util.Map;

/** What one line of the slot tells. */
public sealed interface Told {
    /**
     * Rows of a table that changed.
     *
     * @param tuples the row as it is now, and what was told of the row before: by column, null for NULL. A value that stands
     *     out of line and did not change is left out.
     */
    record Rows(TableName table, List<Map<String, String>> tuples) implements Told {}

    /** Rows of a table changed, and nothing says which: the table has no replica identity. */
    record UnknownRows(TableName table) implements Told {}

    /** Tables were emptied at once. */
    record Truncation(List<TableName> tables) implements Told {}

    /** Begin and end of a transaction, and messages. */
    record Nothing() implements Told {}
}
