package dev.replatform.demo;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a user's database holds before anything moves.
 *
 * @param schemas all that a user made, with and without tables
 * @param tables those with rows of their own, in alphabetical order
 * @param objects how many there are of each other kind
 */
public record BoxContents(List<String> schemas, List<BoxTable> tables, Map<String, Long> objects) {
    private static final String SCHEMAS = "nspname !~ '^(pg_.*|information_schema|replatform)$'";

    /** An extension's own schema comes with the extension. */
    private static final String ALL_SCHEMAS = """
            SELECT nspname FROM pg_namespace n
             WHERE %s AND NOT EXISTS (SELECT FROM pg_depend WHERE classid = 'pg_namespace'::regclass
                                         AND objid = n.oid AND deptype = 'e')
             ORDER BY 1
            """.formatted(SCHEMAS);

    /** Row identity as the preflight judges it: by replica identity, of a key that is checked at once. */
    private static final String TABLES = """
            SELECT nspname, relname, pg_total_relation_size(c.oid),
                   EXISTS (SELECT FROM pg_index i WHERE i.indrelid = c.oid AND i.indimmediate
                              AND CASE WHEN relreplident = 'i' THEN i.indisreplident
                                       ELSE i.indisprimary AND relreplident <> 'n' END)
              FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace
             WHERE relkind = 'r' AND %s ORDER BY 1, 2
            """.formatted(SCHEMAS);

    private static final String OBJECTS = """
            WITH mine AS (SELECT oid FROM pg_namespace WHERE %s)
            SELECT CASE relkind WHEN 'p' THEN 'partitioned tables' WHEN 'i' THEN 'indexes' WHEN 'I' THEN 'indexes'
                                WHEN 'v' THEN 'views' WHEN 'm' THEN 'materialized views' WHEN 'S' THEN 'sequences'
                                WHEN 'f' THEN 'foreign tables' END AS kind, count(*)
              FROM pg_class WHERE relnamespace IN (SELECT oid FROM mine) AND relkind IN ('p', 'i', 'I', 'v', 'm', 'S', 'f')
             GROUP BY 1
            UNION ALL
            SELECT CASE contype WHEN 'c' THEN 'checks' WHEN 'f' THEN 'foreign keys' WHEN 'p' THEN 'primary keys'
                                WHEN 'u' THEN 'unique constraints' WHEN 'x' THEN 'exclusion constraints'
                                ELSE 'other constraints' END, count(*)
              FROM pg_constraint WHERE connamespace IN (SELECT oid FROM mine) GROUP BY 1
            UNION ALL
            SELECT CASE prokind WHEN 'p' THEN 'procedures' WHEN 'a' THEN 'aggregates' ELSE 'functions' END, count(*)
              FROM pg_proc WHERE pronamespace IN (SELECT oid FROM mine) GROUP BY 1
            UNION ALL
            SELECT CASE typtype WHEN 'e' THEN 'enums' WHEN 'd' THEN 'domains' WHEN 'r' THEN 'ranges' END, count(*)
              FROM pg_type WHERE typnamespace IN (SELECT oid FROM mine) AND typtype IN ('e', 'd', 'r') GROUP BY 1
            UNION ALL SELECT 'schemas', count(*) FROM mine
            UNION ALL SELECT 'triggers', count(*) FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT 'policies', count(*) FROM pg_policy
            UNION ALL SELECT 'extensions', count(*) FROM pg_extension WHERE extname <> 'plpgsql'
            UNION ALL SELECT 'large objects', count(*) FROM pg_largeobject_metadata
            ORDER BY 1
            """.formatted(SCHEMAS);

    static BoxContents read(Connection database) throws SQLException {
        return new BoxContents(schemas(database), tables(database), objects(database));
    }

    private static List<String> schemas(Connection database) throws SQLException {
        var schemas = new ArrayList<String>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(ALL_SCHEMAS)) {
            while (rows.next()) {
                schemas.add(rows.getString(1));
            }
        }
        return schemas;
    }

    private static List<BoxTable> tables(Connection database) throws SQLException {
        var tables = new ArrayList<BoxTable>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(TABLES)) {
            while (rows.next()) {
                var schema = rows.getString(1);
                var name = rows.getString(2);
                tables.add(
                        new BoxTable(schema, name, rows.getBoolean(4), count(database, schema, name), rows.getLong(3)));
            }
        }
        return tables;
    }

    private static long count(Connection database, String schema, String table) throws SQLException {
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(
                        "SELECT count(*) FROM ONLY %s.%s".formatted(quoted(schema), quoted(table)))) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static Map<String, Long> objects(Connection database) throws SQLException {
        var objects = new LinkedHashMap<String, Long>();
        try (var statement = database.createStatement();
                var rows = statement.executeQuery(OBJECTS)) {
            while (rows.next()) {
                if (rows.getLong(2) > 0) {
                    objects.put(rows.getString(1), rows.getLong(2));
                }
            }
        }
        return objects;
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /** @return the tables without a row identity, or those with one */
    List<BoxTable> tables(boolean withIdentity) {
        return tables.stream()
                .filter(table -> table.hasRowIdentity() == withIdentity)
                .toList();
    }

    long rows() {
        return tables.stream().mapToLong(BoxTable::rows).sum();
    }

    long bytes() {
        return tables.stream().mapToLong(BoxTable::bytes).sum();
    }
}
