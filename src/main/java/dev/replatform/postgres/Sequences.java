package dev.replatform.postgres;

import java.util.ArrayList;
import java.util.List;

/** Sequence values, which DMS does not move. */
public final class Sequences {
    private static final String ALL = """
            SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'S' AND n.nspname::text = ANY (string_to_array(?, chr(1))) ORDER BY 1, 2
            """;

    private final Session source;
    private final Session target;

    public Sequences(Session source, Session target) {
        this.source = source;
        this.target = target;
    }

    /**
     * Sets every sequence of the target to where the source's stands; to be called when nobody draws from the source.
     *
     * @return sequences that are missing on the target
     */
    public List<String> copy(List<String> schemas) {
        var joined = String.join("\u0001", schemas);
        var there = target.query(ALL, row -> new TableName(row.getString(1), row.getString(2)), joined);
        var missing = new ArrayList<String>();
        for (var sequence : source.query(ALL, row -> new TableName(row.getString(1), row.getString(2)), joined)) {
            if (!there.contains(sequence)) {
                missing.add(sequence.inWords());
                continue;
            }
            var state = source.first(
                            "SELECT last_value, is_called FROM " + sequence.quoted(),
                            row -> new State(row.getLong(1), row.getBoolean(2)))
                    .orElseThrow();
            target.query(
                    "SELECT setval(?::text::regclass, ?, ?)",
                    row -> row.getLong(1),
                    sequence.quoted(),
                    state.lastValue(),
                    state.isCalled());
        }
        return missing;
    }

    private record State(long lastValue, boolean isCalled) {}
}
