package dev.replatform.postgres.checks;

import dev.replatform.postgres.PostgresAddress;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceCatalog;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.TableName;
import dev.replatform.postgres.TablePatterns;
import dev.replatform.secrets.Login;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the checks look at.
 *
 * @param run whose journals they are
 * @param source as the operator's role; null where the source did not let the operator in, which then is the find
 * @param target as the target's master; null likewise
 * @param logins who is who
 * @param tables whose rows move
 * @param patterns which tables those are
 * @param schema what the operator does about the schema
 * @param targetGib storage that the target has or may grow to; null where nobody knows
 */
public record BothEnds(
        Run run,
        Session source,
        Session target,
        Logins logins,
        List<SourceTable> tables,
        TablePatterns patterns,
        Schema schema,
        Integer targetGib) {
    private static final String SEPARATOR = "\u0001";

    private static final String MOVED = """
            WITH moved AS (
              SELECT c.oid, n.oid AS schema_oid, n.nspname, c.relname, c.relpersistence, c.relowner
              FROM unnest(string_to_array(?, chr(1)), string_to_array(?, chr(1))) m(schema_name, table_name)
              JOIN pg_namespace n ON n.nspname = m.schema_name::name
              JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = m.table_name::name)
            """;

    /**
     * A run of a Migration.
     *
     * @param owner {@code <cluster>/<namespace>/<name>}
     * @param number which run of it
     * @param source where it loads from
     */
    public record Run(String owner, int number, PostgresAddress source) {}

    /**
     * Who is who on the two servers.
     *
     * @param application roles that are fenced at the cutover
     * @param dms DMS's login on the source
     * @param admin the operator's role on the source
     * @param master the target's master
     */
    public record Logins(List<String> application, Login dms, String admin, Login master) {}

    /**
     * What is asked for of the schema.
     *
     * @param isCopied whether the operator makes it; somebody else does otherwise
     * @param accepted differences, as {@code kind:name}
     */
    public record Schema(boolean isCopied, Set<String> accepted) {}

    @Override
    public Session source() {
        return asked(source, "source");
    }

    @Override
    public Session target() {
        return asked(target, "target");
    }

    /**
     * @param limit after which a statement is canceled
     * @return a session to the source as DMS's role, to be closed by the caller
     */
    public Session sourceAsDms(Duration limit) {
        return Session.open(run.source(), logins.dms(), limit);
    }

    /** @return the same about other tables */
    public BothEnds of(List<SourceTable> others) {
        return new BothEnds(run, source, target, logins, others, patterns, schema, targetGib);
    }

    /**
     * Asks the source about all tables that move, in one query.
     *
     * @param sql which may read from {@code moved}: oid, schema_oid, nspname, relname, relpersistence, relowner
     */
    public <T> List<T> ofSourceTables(String sql, Session.Row<T> row, Object... arguments) {
        return ofTables(source(), sql, row, arguments);
    }

    /** Asks the target about those of the tables that stand there already, in one query. */
    public <T> List<T> ofTargetTables(String sql, Session.Row<T> row, Object... arguments) {
        return ofTables(target(), sql, row, arguments);
    }

    /**
     * Asks the source about the schemas that are copied.
     *
     * @param files queries of the folder {@code schema}, which follow each other
     * @return empty where the operator copies no schema
     */
    public <T> List<T> ofSchemas(Session.Row<T> row, String... files) {
        return schema.isCopied() ? new SourceCatalog(source(), patterns).ask(row, files) : List.of();
    }

    private static Session asked(Session session, String where) {
        if (session == null) {
            throw new IllegalStateException("the operator has no session to the %s".formatted(where));
        }
        return session;
    }

    private <T> List<T> ofTables(Session session, String sql, Session.Row<T> row, Object... arguments) {
        var names = tables.stream().map(SourceTable::name).toList();
        var all = Stream.concat(
                Stream.of(
                        names.stream().map(TableName::schema).collect(Collectors.joining(SEPARATOR)),
                        names.stream().map(TableName::table).collect(Collectors.joining(SEPARATOR))),
                Stream.of(arguments));
        return session.query(MOVED + sql, row, all.toArray());
    }
}
