package dev.replatform.postgres;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Tables of the target that a run has loaded which is given up: they were empty before, and the application never wrote to them. */
public final class LoadedTables {
    private static final String SEPARATOR = "\u0001";

    private final Session target;

    public LoadedTables(Session target) {
        this.target = target;
    }

    /**
     * Empties them at once. TRUNCATE wants the tables that refer to them in the same statement: those must be empty, as
     * nobody has said that their rows may go.
     *
     * @param tables as SQL spells them; such as do not exist are left out
     * @return tables that refer to them and hold rows; where there is one, nothing was emptied
     */
    public List<String> empty(Collection<String> tables) {
        var all = existing(tables);
        var holding = new ArrayList<String>();
        for (var more = referring(all); !more.isEmpty(); more = referring(all)) {
            more.stream().filter(this::holdsRows).forEach(holding::add);
            all.addAll(more);
        }
        if (!holding.isEmpty()) {
            return List.copyOf(holding);
        }
        if (!all.isEmpty()) {
            target.execute("TRUNCATE ONLY " + String.join(", ONLY ", all));
        }
        return List.of();
    }

    private List<String> existing(Collection<String> tables) {
        return new ArrayList<>(target.query("""
                SELECT format('%I.%I', n.nspname, c.relname) FROM unnest(string_to_array(?, chr(1))) named
                JOIN pg_class c ON c.oid = to_regclass(named) JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind = 'r' ORDER BY 1
                """, row -> row.getString(1), String.join(SEPARATOR, tables)));
    }

    private List<String> referring(List<String> tables) {
        return target.query(
                """
                SELECT DISTINCT format('%I.%I', n.nspname, c.relname) FROM pg_constraint f
                JOIN pg_class c ON c.oid = f.conrelid JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE f.contype = 'f' AND f.confrelid IN (SELECT to_regclass(named) FROM unnest(string_to_array(?, chr(1))) named)
                  AND f.conrelid NOT IN (SELECT to_regclass(named) FROM unnest(string_to_array(?, chr(1))) named)
                """, row -> row.getString(1), String.join(SEPARATOR, tables), String.join(SEPARATOR, tables));
    }

    private boolean holdsRows(String table) {
        return target.first("SELECT 1 FROM ONLY %s LIMIT 1".formatted(table), row -> row.getInt(1))
                .isPresent();
    }
}
