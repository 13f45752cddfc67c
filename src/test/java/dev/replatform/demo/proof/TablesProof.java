package dev.replatform.demo.proof;

import dev.replatform.demo.proof.Session.Database;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Every table of the source has the same rows on the target: counted, and summed up over a hash of each row's text, which
 * needs neither an order nor a key. Rows that the application touched after the switch are left out on both sides, by the
 * ids in its ledger; {@link WitnessProof} answers for those.
 */
public final class TablesProof implements Proof {
    private static final String TABLES = """
            SELECT n.nspname, c.relname,
                   (SELECT string_agg(quote_ident(attname), ', ' ORDER BY attname)
                      FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped)
              FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE c.relkind = 'r' AND n.nspname !~ '^(pg_.*|information_schema|replatform)$' AND c.relname !~ '^awsdms_'
             ORDER BY 1, 2
            """;

    private final Database source;
    private final Database target;
    private final Scope scope;
    private final Testimony testimony;

    /** The application must have been stopped: a proof of moving tables would be none. */
    public TablesProof(Database source, Database target, Scope scope, Testimony testimony) {
        this.source = source;
        this.target = target;
        this.scope = scope;
        this.testimony = testimony;
    }

    private record Table(String schema, String name, String columns) {
        @Override
        public String toString() {
            return schema + "." + name;
        }
    }

    private record Content(long rows, String checksum) {}

    @Override
    public Verdict look() throws SQLException {
        var wrongs = new ArrayList<String>();
        long rows = 0;
        try (var before = source.open();
                var after = target.open()) {
            var tables = tablesOf(before).stream()
                    .filter(table -> scope.tables().test(table.schema(), table.name()))
                    .toList();
            var onTarget = tablesOf(after);
            for (var table : tables) {
                if (!onTarget.contains(table)) {
                    wrongs.add(table + " is not on the target with the same columns");
                    continue;
                }
                var expected = contentOf(table, before);
                rows += expected.rows();
                compare(table, expected, contentOf(table, after), wrongs);
            }
            return Verdict.of(
                    wrongs, "%,d rows in %d tables: counts and checksums equal".formatted(rows, tables.size()));
        }
    }

    private static void compare(Table table, Content expected, Content found, List<String> wrongs) {
        if (expected.rows() != found.rows()) {
            wrongs.add("%s has %,d rows, not %,d".formatted(table, found.rows(), expected.rows()));
        } else if (!expected.equals(found)) {
            wrongs.add("%s has other rows than the source".formatted(table));
        }
    }

    private static List<Table> tablesOf(Session session) throws SQLException {
        return session.list(TABLES, row -> new Table(row.getString(1), row.getString(2), row.getString(3)));
    }

    private Content contentOf(Table table, Session session) throws SQLException {
        var trace = testimony.traceOf(table.name());
        var sql = """
                SELECT count(*), coalesce(sum(('x' || left(md5(ROW(%s)::text), 16))::bit(64)::bigint::numeric), 0)::text
                  FROM %s.%s WHERE NOT %s::text = ANY (?)
                """.formatted(
                        table.columns(),
                        quoted(table.schema()),
                        quoted(table.name()),
                        trace.map(touched -> quoted(touched.idColumn())).orElse("''"));
        var touched = trace.map(testimony::touchedAfterSwitch).orElse(List.of());
        return session.list(sql, row -> new Content(row.getLong(1), row.getString(2)), touched)
                .get(0);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
