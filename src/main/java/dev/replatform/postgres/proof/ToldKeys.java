package dev.replatform.postgres.proof;

import dev.replatform.postgres.TableName;
import dev.replatform.postgres.witness.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Collects, from what the witness tells, which rows of the proved tables are to be compared again. */
final class ToldKeys implements Consumer<Told> {
    /** What is held of one look; a table with more changes in it is gone over again from the beginning. */
    private static final int MOST_KEYS = 100_000;

    private final Map<TableName, KeyedTable> tables;
    private final Set<TableName> changed = new TreeSet<>();
    private final Map<TableName, Set<List<String>>> keys = new HashMap<>();
    private final Map<TableName, String> again = new HashMap<>();
    private int held;

    ToldKeys(Map<TableName, KeyedTable> tables) {
        this.tables = tables;
    }

    @Override
    public void accept(Told told) {
        if (told instanceof Told.Rows rows) {
            changed.add(rows.table());
            var table = tables.get(rows.table());
            if (table != null) {
                rows.tuples().forEach(tuple -> took(table, tuple));
            }
        } else if (told instanceof Told.UnknownRows rows) {
            changed.add(rows.table());
            beginsAgain(rows.table(), "rows were updated or deleted whose key PostgreSQL does not log");
        } else if (told instanceof Told.Truncation truncation) {
            changed.addAll(truncation.tables());
            truncation.tables().forEach(table -> beginsAgain(table, "it was truncated, which DMS does not carry"));
        }
    }

    /** @return every table that was told of, moved or not */
    Set<TableName> changed() {
        return changed;
    }

    Map<TableName, Set<List<String>>> keys() {
        return keys;
    }

    /** @return why the pass over a table begins again, by table */
    Map<TableName, String> again() {
        return again;
    }

    boolean holds(TableName table, List<String> key) {
        return keys.getOrDefault(table, Set.of()).contains(key);
    }

    private void took(KeyedTable table, Map<String, String> tuple) {
        var key = new ArrayList<String>();
        table.key().forEach(column -> key.add(tuple.get(column.name())));
        if (key.contains(null)) {
            beginsAgain(table.name(), "a row was told without its key");
        } else if (held >= MOST_KEYS) {
            beginsAgain(table.name(), "more rows changed at once than are held");
        } else if (!again.containsKey(table.name())
                && keys.computeIfAbsent(table.name(), name -> new LinkedHashSet<>())
                        .add(key)) {
            held++;
        }
    }

    private void beginsAgain(TableName table, String reason) {
        if (tables.containsKey(table)) {
            again.putIfAbsent(table, reason);
            keys.remove(table);
        }
    }
}
