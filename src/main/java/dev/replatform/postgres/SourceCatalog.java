package dev.replatform.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the source's catalogs say: schemas, tables, roles, a fingerprint. */
public final class SourceCatalog {
    private final Session session;
    private final TablePatterns patterns;

    public SourceCatalog(Session session, TablePatterns patterns) {
        this.session = session;
        this.patterns = patterns;
    }

    /** @return schemas that may hold tables that move, and schemas without tables whose functions or types those use */
    public List<String> schemas() {
        var included = included();
        var used = session.query(
                SqlFile.read("common") + SqlFile.read("used_schemas"),
                row -> row.getString("key"),
                String.join("\u0001", included));
        return Stream.concat(included.stream(), used.stream()).sorted().toList();
    }

    /**
     * Asks about the schemas that are copied.
     *
     * @param files queries of the folder {@code schema}, which follow each other
     */
    public <T> List<T> ask(Session.Row<T> row, String... files) {
        var sql =
                SqlFile.read("common") + Arrays.stream(files).map(SqlFile::read).collect(Collectors.joining());
        return session.query(sql, row, String.join("\u0001", schemas()));
    }

    private List<String> included() {
        return session.query("""
                        SELECT nspname FROM pg_namespace
                        WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'replatform', 'rdsadmin')
                        ORDER BY 1
                        """, row -> row.getString(1)).stream()
                .filter(patterns::includesSchema)
                .toList();
    }

    /** @return the tables whose rows move; of a partitioned table its partitions */
    public List<SourceTable> tables() {
        return session
                .query(
                        SqlFile.read("common") + SqlFile.read("moved_tables"),
                        SourceCatalog::table,
                        String.join("\u0001", included()))
                .stream()
                .filter(table -> patterns.moves(table.name()))
                .toList();
    }

    /** @return roles that may log in, but PostgreSQL's own */
    public List<String> loginRoles() {
        return session.query(
                "SELECT rolname FROM pg_roles WHERE rolcanlogin AND rolname NOT LIKE 'pg\\_%' ORDER BY 1",
                row -> row.getString(1));
    }

    /** @return the largest values of these tables; reads all their rows */
    public LargestValues largestValues(List<SourceTable> tables) {
        var schemas = tables.stream().map(table -> table.name().schema()).distinct();
        var statements = session
                .query(
                        SqlFile.read("common") + SqlFile.read("largest_values"),
                        row -> Map.entry(
                                new TableName(row.getString("schema"), row.getString("table")),
                                row.getString("statement")),
                        String.join("\u0001", schemas.toList()))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return tables.stream()
                .map(table -> statements.get(table.name()))
                .filter(Objects::nonNull)
                .map(statement ->
                        session.first(statement, SourceCatalog::largestValues).orElse(LargestValues.NONE))
                .reduce(LargestValues.NONE, LargestValues::or);
    }

    private static LargestValues largestValues(ResultSet row) throws SQLException {
        return new LargestValues((int) ((row.getLong(1) + 1023) / 1024), row.getInt(2));
    }

    /** @return by table, as SQL spells it, a digest of its columns, which changes when somebody changes them */
    public Map<String, String> fingerprints() {
        return session
                .query(
                        """
                SELECT format('%I.%I', n.nspname, c.relname),
                  (SELECT string_agg(format('%I %s %s', a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull), ',' ORDER BY a.attname)
                     FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped)
                FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE c.relkind IN ('r', 'p') AND c.relname NOT LIKE 'awsdms\\_%'
                  AND n.nspname::text = ANY (string_to_array(?, chr(1)))
                """,
                        row -> Map.entry(row.getString(1), digest(row.getString(2))), String.join("\u0001", included()))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String digest(String columns) {
        return dev.replatform.ownership.Owner.sha256(String.valueOf(columns)).substring(0, 16);
    }

    private static SourceTable table(ResultSet row) throws SQLException {
        var name = new TableName(row.getString("schema"), row.getString("table"));
        return new SourceTable(
                name,
                row.getLong("rows"),
                RowIdentity.of(
                        name,
                        row.getString("identity"),
                        key(row, "pk", row.getBoolean("pk_is_immediate")),
                        key(row, "index", true),
                        candidate(row)),
                row.getBoolean("is_unlogged"),
                row.getBoolean("has_row_security"),
                names(row.getString("lobs")),
                names(row.getString("generated")));
    }

    private static RowIdentity.Key key(ResultSet row, String which, boolean isImmediate) throws SQLException {
        var index = row.getString(which);
        return index == null
                ? null
                : new RowIdentity.Key(
                        index,
                        names(row.getString(which + "_columns")),
                        names(row.getString(which + "_lobs")),
                        isImmediate);
    }

    private static RowIdentity.Candidate candidate(ResultSet row) throws SQLException {
        var index = row.getString("candidate");
        return index == null ? null : new RowIdentity.Candidate(index, row.getBoolean("candidate_is_constraint"));
    }

    private static List<String> names(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split("\u0001", -1));
    }
}
