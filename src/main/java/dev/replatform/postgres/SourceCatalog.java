package dev.replatform.postgres;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What the source's catalogs say: schemas, tables, roles, a fingerprint. */
public final class SourceCatalog {
    private static final String TABLES = """
            SELECT n.nspname, c.relname, c.reltuples::bigint, r.oid IS NOT NULL, c.relpersistence = 'u', c.relrowsecurity,
                   coalesce(columns.lobs, ''), coalesce(columns.generated, '')
            FROM pg_class c JOIN chosen n ON n.oid = c.relnamespace LEFT JOIN row_identities r ON r.conrelid = c.oid
            LEFT JOIN (SELECT a.attrelid, string_agg(a.attname, chr(1) ORDER BY a.attnum) FILTER (WHERE l.attnum IS NOT NULL) AS lobs,
                         string_agg(a.attname, chr(1) ORDER BY a.attnum) FILTER (WHERE a.attgenerated <> '' AND NOT a.attisdropped) AS generated
                       FROM pg_attribute a LEFT JOIN lob_columns l ON l.attrelid = a.attrelid AND l.attnum = a.attnum
                       WHERE a.attnum > 0 GROUP BY a.attrelid) columns ON columns.attrelid = c.oid
            WHERE c.relkind = 'r' AND c.relname NOT LIKE 'awsdms\\_%'
              AND NOT EXISTS (SELECT 1 FROM extension_objects x WHERE x.classid = 'pg_class'::regclass AND x.objid = c.oid)
            ORDER BY 1, 2
            """;

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
                        SqlFile.read("common") + TABLES,
                        row -> new SourceTable(
                                new TableName(row.getString(1), row.getString(2)),
                                row.getLong(3),
                                row.getBoolean(4),
                                row.getBoolean(5),
                                row.getBoolean(6),
                                names(row.getString(7)),
                                names(row.getString(8))),
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

    private static List<String> names(String joined) {
        return joined.isEmpty() ? List.of() : Arrays.asList(joined.split("\u0001", -1));
    }
}
