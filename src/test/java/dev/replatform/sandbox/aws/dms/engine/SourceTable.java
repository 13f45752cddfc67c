package dev.replatform.sandbox.aws.dms.engine;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A table that a task captures, as the source's catalog describes it.
 *
 * @param columns those that are taken, in their order; removed ones are not among them
 * @param key the columns that tell rows apart; empty where the table has no key
 * @param bytes its size on disk
 */
record SourceTable(TableName name, List<Column> columns, List<String> key, long bytes) {
    /**
     * One column.
     *
     * @param type as {@code format_type} prints it
     * @param builtIn whether PostgreSQL itself brings the type
     * @param lob whether DMS moves it as a large object
     */
    record Column(String name, String type, boolean builtIn, boolean lob, boolean notNull) {}

    Set<String> columnNames() {
        return columns.stream().map(Column::name).collect(Collectors.toSet());
    }

    /** Names of the LOB columns; a key is never one of them, since rows could not be found by it. */
    Set<String> lobs() {
        return columns.stream()
                .filter(column -> column.lob() && !key.contains(column.name()))
                .map(Column::name)
                .collect(Collectors.toSet());
    }

    String columnList() {
        return columns.stream().map(column -> TableName.quoted(column.name())).collect(Collectors.joining(", "));
    }
}
