package dev.replatform.postgres;

import java.util.List;

/**
 * A table of the source.
 *
 * @param estimatedRows by the planner's statistics; -1 where it was never analyzed
 * @param hasRowIdentity whether a primary key, or a unique key without NULLs, identifies a row
 * @param lobColumns columns that DMS treats as LOB
 * @param generatedColumns columns that the target computes itself
 */
public record SourceTable(
        TableName name,
        long estimatedRows,
        boolean hasRowIdentity,
        boolean unlogged,
        boolean rowSecurity,
        List<String> lobColumns,
        List<String> generatedColumns) {}
