package dev.replatform.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the source's catalogs say: schemas, tables, roles, a fingerprint. */
public final class SourceCatalog {
    private final Session session;
    private final TablePatterns patterns;

    public SourceCatalog(Session session, TablePatterns patterns) {
        this.session = session;
        this.patterns = patterns;
    }

    /** @return schemas that may hold tables that move */
    public List<String> schemas() {
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
                        String.join("\u0001", schemas()))
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

    /** @return the size of the largest value of the LOB columns, in KiB, rounded up; reads all rows */
    public int largestLobKib(List<SourceTable> tables) {
        return tables.stream()
                .filter(table -> !table.lobColumns().isEmpty())
                .mapToInt(this::largestLobKib)
                .max()
                .orElse(0);
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
                        row -> Map.entry(row.getString(1), digest(row.getString(2))), String.join("\u0001", schemas()))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static String digest(String columns) {
        return dev.replatform.ownership.Owner.sha256(String.valueOf(columns)).substring(0, 16);
    }

    private int largestLobKib(SourceTable table) {
        var sizes = table.lobColumns().stream()
                .map(column -> "max(octet_length(\"%s\"::text))".formatted(column.replace("\"", "\"\"")))
                .toList();
        var sql = "SELECT coalesce(greatest(%s), 0) FROM %s"
                .formatted(String.join(", ", sizes), table.name().quoted());
        var bytes = session.first(sql, row -> row.getLong(1)).orElse(0L);
        return (int) ((bytes + 1023) / 1024);
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
