package dev.replatform.postgres.checks;

import dev.replatform.postgres.Session;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a role's session gets for settings: its own, the database's, the server's files', in this order. The operator's own
 * session says nothing of that, as it sets its time zone and its time limits itself.
 *
 * @param values by name in lower case; what nobody set is missing
 * @param whole whether the files of the server could be read too
 */
record Configured(Map<String, String> values, boolean whole) {
    private static final String READS_FILES = """
            SELECT has_table_privilege('pg_file_settings', 'SELECT') AND has_function_privilege('pg_show_all_file_settings()', 'EXECUTE')
            """;

    private static final String OF_ROLE = """
            SELECT CASE WHEN s.setrole = 0 THEN 2 WHEN s.setdatabase = 0 THEN 1 ELSE 0 END AS distance,
              split_part(entry, '=', 1) AS name, substr(entry, strpos(entry, '=') + 1) AS setting
            FROM pg_db_role_setting s CROSS JOIN unnest(s.setconfig) entry
            WHERE s.setdatabase IN (0, (SELECT oid FROM pg_database WHERE datname = current_database()))
              AND s.setrole IN (0, (SELECT oid FROM pg_roles WHERE rolname = ?))
            """;

    private static final String OF_FILES = "UNION ALL SELECT 3, name, setting FROM pg_file_settings WHERE applied";

    /** @return the settings of that role in this database */
    static Configured of(Session session, String role) {
        var whole = session.first(READS_FILES, row -> row.getBoolean(1)).orElse(false);
        var values = session
                .query(
                        "SELECT DISTINCT ON (lower(name)) name, setting FROM (%s %s) it ORDER BY lower(name), distance"
                                .formatted(OF_ROLE, whole ? OF_FILES : ""),
                        row -> Map.entry(row.getString(1).toLowerCase(Locale.ROOT), row.getString(2)),
                        role)
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new Configured(values, whole);
    }

    /** @return the settings of whoever uses this database */
    static Configured ofDatabase(Session session) {
        return of(session, "");
    }

    /**
     * @param name in lower case
     * @throws IllegalStateException where only the server's files could say
     */
    String value(String name, String byDefault) {
        if (!whole && !values.containsKey(name)) {
            throw new IllegalStateException(
                    "the operator's role may not read the server's files: GRANT SELECT ON pg_file_settings and EXECUTE ON FUNCTION pg_show_all_file_settings() to it");
        }
        return orElse(name, byDefault);
    }

    /** @return what is known of a setting; else the other value */
    String orElse(String name, String other) {
        return values.getOrDefault(name, other);
    }
}
