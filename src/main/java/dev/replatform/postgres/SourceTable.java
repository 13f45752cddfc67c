package dev.replatform.postgres;

import java.util.List;

/**
 * A table of the source.
 *
 * @param estimatedRows by the planner's statistics; -1 where it was never analyzed
 * @param identity what tells its rows apart in the change stream
 * @param lobColumns columns that DMS treats as LOB
 * @param generatedColumns columns that the target computes itself
 */
public record SourceTable(
        TableName name,
        long estimatedRows,
        RowIdentity identity,
        boolean unlogged,
        boolean rowSecurity,
        List<String> lobColumns,
        List<String> generatedColumns) {
    /** @return whether DMS can apply an UPDATE and a DELETE of a row */
    public boolean hasRowIdentity() {
        return identity.exists();
    }
}
