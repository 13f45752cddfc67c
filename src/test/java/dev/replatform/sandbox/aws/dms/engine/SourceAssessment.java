package dev.replatform.sandbox.aws.dms.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Individual assessments of a PostgreSQL source, answered by the source itself as DMS's role sees it. Names by <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.AssessmentReport.PG.html">the guide</a>; it does not say of each
 * whether it warns or fails, so what keeps a task from running fails here, and the rest warns.
 */
public final class SourceAssessment {
    private static final int FEWEST_WAL_SENDERS = 2;
    private static final int SHORTEST_TIMEOUT_MILLIS = 10_000;

    private static final String PASSED = "passed";
    private static final String WARNING = "warning";
    private static final String FAILED = "failed";

    /** Tables with a column of a type that DMS's page of PostgreSQL source types does not have. */
    private static final String UNSUPPORTED = """
            SELECT DISTINCT n.nspname, c.relname FROM pg_catalog.pg_class c
            JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
            JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
            WHERE c.relkind = 'r' AND (t.typtype IN ('c', 'r', 'm') OR t.typname IN ('timetz', 'tsvector', 'tsquery'))
            """;

    private static final String WITHOUT_KEY = """
            SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND NOT EXISTS (SELECT 1 FROM pg_catalog.pg_index i WHERE i.indrelid = c.oid AND i.indisprimary)
            """;

    private static final String UNREADABLE = """
            SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'r' AND NOT (has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'))
            """;

    private static final String MATERIALIZED = """
            SELECT n.nspname, c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
            WHERE c.relkind = 'm'
            """;

    private final Connection source;
    private final TableMappings mappings;

    /**
     * What one assessment found.
     *
     * @param objects what it is about; may be empty
     */
    public record Result(String status, List<String> objects) {}

    private interface Check {
        Result run(SourceAssessment assessment) throws SQLException;
    }

    private static final Map<String, Check> CHECKS = checks();

    private SourceAssessment(Connection source, TableMappings mappings) {
        this.source = source;
        this.mappings = mappings;
    }

    /** @return the assessments that apply to a full load with CDC from PostgreSQL, as far as the sandbox makes them */
    public static List<String> applicable() {
        return List.copyOf(CHECKS.keySet());
    }

    /** @throws SQLException where the source does not answer */
    public static Result run(String name, Sessions sessions, PostgresEnd end, TableMappings mappings)
            throws SQLException {
        try (var connection = sessions.open(end)) {
            return CHECKS.get(name).run(new SourceAssessment(connection, mappings));
        }
    }

    private static Map<String, Check> checks() {
        var checks = new LinkedHashMap<String, Check>();
        checks.put("postgres-check-dbversion", it -> new Result(PASSED, List.of()));
        checks.put(
                "postgres-check-wallevel",
                it -> it.holds("SELECT current_setting('wal_level') = 'logical'", "wal_level"));
        checks.put(
                "postgres-check-maxwalsenders",
                it -> it.holds(
                        "SELECT current_setting('max_wal_senders')::int >= " + FEWEST_WAL_SENDERS, "max_wal_senders"));
        checks.put(
                "postgres-check-walsenderstimeout",
                it -> it.holds(
                        "SELECT setting::int = 0 OR setting::int >= " + SHORTEST_TIMEOUT_MILLIS
                                + " FROM pg_catalog.pg_settings WHERE name = 'wal_sender_timeout'",
                        "wal_sender_timeout"));
        checks.put(
                "postgres-check-replication-slots-count",
                it -> it.holds(
                        "SELECT count(*) < current_setting('max_replication_slots')::int FROM pg_catalog.pg_replication_slots",
                        "max_replication_slots"));
        checks.put(
                "postgres-check-preparedtxn",
                it -> it.holds("SELECT count(*) = 0 FROM pg_catalog.pg_prepared_xacts", "pg_prepared_xacts"));
        checks.put("postgres-check-pk", it -> it.none(WARNING, WITHOUT_KEY));
        checks.put("postgres-check-select-object-privileges", it -> it.none(FAILED, UNREADABLE));
        checks.put("postgres-check-materialized-views", it -> it.none(WARNING, MATERIALIZED));
        checks.put("unsupported-data-types-in-source", it -> it.none(WARNING, UNSUPPORTED));
        return checks;
    }

    private Result holds(String question, String object) throws SQLException {
        try (var statement = source.createStatement();
                var rows = statement.executeQuery(question)) {
            rows.next();
            return rows.getBoolean(1) ? new Result(PASSED, List.of()) : new Result(FAILED, List.of(object));
        }
    }

    /** Of the tables that the task selects. */
    private Result none(String otherwise, String query) throws SQLException {
        var found = new ArrayList<String>();
        try (var statement = source.createStatement();
                var rows = statement.executeQuery(query)) {
            while (rows.next()) {
                if (mappings.select(rows.getString(1), rows.getString(2))) {
                    found.add(rows.getString(1) + "." + rows.getString(2));
                }
            }
        }
        return new Result(found.isEmpty() ? PASSED : otherwise, List.copyOf(found));
    }
}
