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
 * @param isSuspended whether DMS suspends it in the load: it has an array and no key
 */
record SourceTable(TableName name, List<Column> columns, List<String> key, long bytes, boolean isSuspended) {
    /**
     * One column.
     *
     * @param type as {@code format_type} prints it
     * @param builtIn whether PostgreSQL itself brings the type
     * @param lob whether DMS moves it as a large object
     * @param base its type without domains
     * @param carriage how its values arrive; null where they do not
     */
    record Column(
            String name,
            String type,
            boolean builtIn,
            boolean lob,
            boolean notNull,
            Carriage.Type base,
            Carriage carriage) {}

    /**
     * A key with a LOB in it is none, a table without a key loses its LOB columns (<a
     * href="https://github.com/matrix-org/synapse/issues/15583">DMS's log</a>: "the column data type is LOB and the table has
     * no primary key or unique index"), and so does every table those that DMS knows no type for.
     */
    SourceTable asDmsTakesIt() {
        var keyOfLobs = columns.stream().anyMatch(column -> column.lob() && key.contains(column.name()));
        var taken = keyOfLobs ? List.<String>of() : List.copyOf(key);
        return new SourceTable(
                name,
                columns.stream()
                        .filter(column -> column.carriage() != null && !(column.lob() && taken.isEmpty()))
                        .toList(),
                taken,
                bytes,
                taken.isEmpty()
                        && columns.stream().anyMatch(column -> column.base().isArray()));
    }

    Set<String> columnNames() {
        return columns.stream().map(Column::name).collect(Collectors.toSet());
    }

    /** Names of the LOB columns; a key is never one of them. */
    Set<String> lobs() {
        return columns.stream().filter(Column::lob).map(Column::name).collect(Collectors.toSet());
    }

    String columnList() {
        return columns.stream().map(column -> TableName.quoted(column.name())).collect(Collectors.joining(", "));
    }
}
