package dev.replatform.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What AWS cannot show, kept in the databases themselves: which run loaded this target, fenced, switched, completed. One
 * row for each owner, run and step; the newest step of the order below is where the run stands. The owner is {@code
 * <cluster>/<namespace>/<name>} and not a uid, so that an object that is deleted and applied again finds its run.
 */
public final class Journal {
    /** The steps, in the order in which they are reached. */
    public enum Step {
        /** The preflight passed; rows may be loaded from now on. */
        LOADING,
        /** Tables and keys stand on the target. */
        SCHEMA_PREPARED,
        /** Which tables move was changed after the load: the steps below are reached once more. */
        TABLES_CHANGED,
        /** Indexes, checks, functions, views stand on the target. */
        INDEXED,
        /** Foreign keys and triggers stand on the target. */
        CONSTRAINED,
        /** Every row was equal on both sides after its last change; the cutover may be approved. */
        PROVED,
        /** The application's roles cannot log in to the source. Undone by removing the row. */
        FENCED,
        /** The source will not be opened again. From here there is only forward. */
        SWITCHED,
        /** The target takes the application's writes: it is the endpoint that the status names. */
        OPENED,
        /** Nothing is left to do. */
        COMPLETED,
        /** The run was given up before the switch: the object was deleted, or another run was begun. */
        RELEASED;

        /** @return the name in CamelCase, as conditions and events have their words */
        public String inOneWord() {
            return Arrays.stream(name().split("_", -1))
                    .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining());
        }
    }

    /**
     * One row.
     *
     * @param detail what belongs to the step, for example the token; never null
     */
    public record Entry(Step step, Map<String, String> detail, Instant at) {}

    /** Detail of {@link Step#LOADING} and {@link Step#TABLES_CHANGED}: the tables whose rows move, one a line. */
    public static final String TABLES = "tables";

    /** Detail of {@link Step#SWITCHED}: what was proved, in words. */
    public static final String PROOF = "proof";

    /** Detail of {@link Step#LOADING}: the database that the rows come from, {@code host:port/database}. */
    public static final String SOURCE = "source";

    private static final String TABLES_OF_ITS_OWN = """
            CREATE SCHEMA IF NOT EXISTS replatform;
            CREATE TABLE IF NOT EXISTS replatform.journal (
                owner text NOT NULL,
                run integer NOT NULL,
                step text NOT NULL,
                detail jsonb NOT NULL,
                at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (owner, run, step));
            CREATE TABLE IF NOT EXISTS replatform.marker (
                owner varchar(200) NOT NULL,
                token varchar(64) NOT NULL,
                at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (owner, token));
            """;

    private final Session session;
    private final String owner;
    private final int run;

    public Journal(Session session, String owner, int run) {
        this.session = session;
        this.owner = owner;
        this.run = run;
    }

    /** Makes schema and tables where they are missing; one at a time, as IF NOT EXISTS fails where two do it at once. */
    public void prepare() {
        session.inTransaction(() -> {
            makeTables();
            return true;
        });
    }

    /** To be called inside a transaction. */
    void makeTables() {
        session.execute("SELECT pg_advisory_xact_lock(hashtextextended('replatform journal', 0))");
        session.execute(TABLES_OF_ITS_OWN);
    }

    /** Lets DMS's role read the marker: it travels with the other tables. */
    public void letReadMarker(String role) {
        session.execute(Identifiers.quoted(session, "GRANT USAGE ON SCHEMA replatform TO %I", role));
        session.execute(Identifiers.quoted(session, "GRANT SELECT ON replatform.marker TO %I", role));
    }

    /** @return the steps that were reached, by step; empty where there is no journal here */
    public Map<Step, Entry> read() {
        return runs(session, owner).getOrDefault(run, Map.of());
    }

    /** @return every run of an owner with the steps that it reached; empty where there is no journal here */
    public static SortedMap<Integer, Map<Step, Entry>> runs(Session session, String owner) {
        var runs = new TreeMap<Integer, Map<Step, Entry>>();
        if (isIn(session)) {
            session.query(
                            // earlier versions compared after the switch, and noted that
                            "SELECT step, detail, at, run FROM replatform.journal WHERE owner = ? AND step <> 'COMPARED'",
                            row -> Map.entry(row.getInt(4), entry(row)),
                            owner)
                    .forEach(row -> runs.computeIfAbsent(row.getKey(), number -> new EnumMap<>(Step.class))
                            .put(row.getValue().step(), row.getValue()));
        }
        return runs;
    }

    /** Begins a run where none is open: rows of one that was released are gone with it, one that has switched stays. */
    public void begin(Map<String, String> detail) {
        session.inTransaction(() -> {
            lock();
            return beginLocked(detail);
        });
    }

    /**
     * Begins a run on a target, unless {@link #othersInTheWay} are there.
     *
     * @return whether it did
     */
    public boolean beginAlone(Map<String, String> detail) {
        return session.inTransaction(() -> {
            lock();
            return othersInTheWay(detail.get(SOURCE), detail.get(TABLES)).isEmpty() && beginLocked(detail);
        });
    }

    /**
     * Two of one source would both bring the marker, and the first to switch would let the application write to tables
     * that the other one still loads.
     *
     * @param source the database that the rows come from, {@code host:port/database}
     * @param tables one a line
     * @return the owners of other open runs that load from that source, or one of the tables, into this database
     */
    public List<String> othersInTheWay(String source, String tables) {
        return isIn(session)
                ? session.query(
                        """
                        SELECT DISTINCT owner FROM replatform.journal loading
                        WHERE step IN (?, ?) AND owner <> ?
                          AND (detail ->> ? = ? OR string_to_array(detail ->> ?, E'\n') && string_to_array(?, E'\n'))
                          AND NOT EXISTS (SELECT 1 FROM replatform.journal
                                          WHERE owner = loading.owner AND run = loading.run AND step IN (?, ?))
                        ORDER BY owner
                        """,
                        row -> row.getString(1),
                        Step.LOADING.name(),
                        Step.TABLES_CHANGED.name(),
                        owner,
                        SOURCE,
                        source,
                        TABLES,
                        tables,
                        Step.COMPLETED.name(),
                        Step.RELEASED.name())
                : List.of();
    }

    private boolean beginLocked(Map<String, String> detail) {
        if (read().containsKey(Step.RELEASED)) {
            session.update("""
                    DELETE FROM replatform.journal WHERE owner = ? AND run = ?
                      AND NOT EXISTS (SELECT 1 FROM replatform.journal WHERE owner = ? AND run = ? AND step = ?)
                    """, owner, run, owner, run, Step.SWITCHED.name());
        }
        if (!read().containsKey(Step.LOADING)) {
            forgetMarkersOfClosedRuns();
            note(Step.LOADING, detail);
        }
        return true;
    }

    /** What a former run marked on both sides would be loaded a second time, into a table that has it. */
    private void forgetMarkersOfClosedRuns() {
        session.update("""
                DELETE FROM replatform.marker WHERE owner NOT IN
                  (SELECT owner FROM replatform.journal GROUP BY owner, run HAVING NOT bool_or(step IN (?, ?)))
                """, Step.COMPLETED.name(), Step.RELEASED.name());
    }

    private static boolean isIn(Session session) {
        return session.first("SELECT to_regclass('replatform.journal') IS NOT NULL", row -> row.getBoolean(1))
                .orElse(false);
    }

    /** Notes a step; one that is noted already stays as it is. */
    public void note(Step step, Map<String, String> detail) {
        session.update(
                "INSERT INTO replatform.journal (owner, run, step, detail) VALUES (?, ?, ?, ?::jsonb) ON CONFLICT DO NOTHING",
                owner,
                run,
                step.name(),
                Json.object(detail));
    }

    /**
     * Notes a step where another one stands and a third one does not; to be called inside the effect's own transaction.
     *
     * @return whether it did; if not, somebody was faster
     */
    public boolean noteOnlyBetween(Step standing, Step step, Map<String, String> detail, Step notYet) {
        lock();
        return session.update(
                        """
                        INSERT INTO replatform.journal (owner, run, step, detail)
                        SELECT ?, ?, ?, ?::jsonb
                        WHERE EXISTS (SELECT 1 FROM replatform.journal WHERE owner = ? AND run = ? AND step = ?)
                          AND NOT EXISTS (SELECT 1 FROM replatform.journal WHERE owner = ? AND run = ? AND step = ?)
                        ON CONFLICT DO NOTHING
                        """,
                        owner,
                        run,
                        step.name(),
                        Json.object(detail),
                        owner,
                        run,
                        standing.name(),
                        owner,
                        run,
                        notYet.name())
                == 1;
    }

    /** Takes a step back, unless the run has switched; to be called inside the effect's own transaction. */
    public boolean takeBackBeforeSwitch(Step step) {
        lock();
        return session.update("""
                        DELETE FROM replatform.journal WHERE owner = ? AND run = ? AND step = ?
                          AND NOT EXISTS (SELECT 1 FROM replatform.journal WHERE owner = ? AND run = ? AND step = ?)
                        """, owner, run, step.name(), owner, run, Step.SWITCHED.name()) == 1;
    }

    /**
     * Goes back to the prepared schema, because which tables move has changed: what stands on it is reached once more.
     *
     * @param changed detail of {@link Step#TABLES_CHANGED}
     * @return whether it did; false where the run is fenced, has switched or was given up
     */
    public boolean prepareAgain(Map<String, String> prepared, Map<String, String> changed) {
        return session.inTransaction(() -> {
            lock();
            var reached = read();
            if (reached.containsKey(Step.FENCED)
                    || reached.containsKey(Step.SWITCHED)
                    || reached.containsKey(Step.RELEASED)) {
                return false;
            }
            session.update(
                    "DELETE FROM replatform.journal WHERE owner = ? AND run = ? AND step <> ?",
                    owner,
                    run,
                    Step.LOADING.name());
            note(Step.SCHEMA_PREPARED, prepared);
            note(Step.TABLES_CHANGED, changed);
            return true;
        });
    }

    /**
     * Gives up a run that has not switched.
     *
     * @return whether it is given up; false where it has switched, or is fenced and the fence must be lifted first
     */
    public boolean giveUp() {
        return session.inTransaction(() -> {
            lock();
            var reached = read();
            if (reached.containsKey(Step.SWITCHED) || reached.containsKey(Step.FENCED)) {
                return false;
            }
            note(Step.RELEASED, Map.of());
            return true;
        });
    }

    /**
     * Writes the row that, once seen on the target, says that all that came before it is there too.
     *
     * @return the time of the row, by the source's clock, that now travels to the target
     */
    public Instant markAgain(String token) {
        return session.first("""
                        INSERT INTO replatform.marker (owner, token, at) VALUES (?, ?, clock_timestamp())
                        ON CONFLICT (owner, token) DO UPDATE SET at = excluded.at RETURNING at
                        """, row -> row.getTimestamp(1).toInstant(), owner, token)
                .orElseThrow();
    }

    /** @return whether a row of that time, or a later one, has arrived */
    public boolean isMarkedSince(String token, Instant at) {
        return session.first(
                        "SELECT at FROM replatform.marker WHERE owner = ? AND token = ?",
                        row -> row.getTimestamp(1).toInstant(),
                        owner,
                        token)
                .filter(arrived -> !arrived.isBefore(at))
                .isPresent();
    }

    /** Two that fence, switch or un-fence wait for each other, and each sees what the other did. */
    private void lock() {
        session.execute("LOCK TABLE replatform.journal IN SHARE ROW EXCLUSIVE MODE");
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                Step.valueOf(row.getString(1)),
                Json.strings(row.getString(2)),
                row.getTimestamp(3).toInstant());
    }

    /** @return the entry of a step, where it was reached */
    public static Optional<Entry> at(Map<Step, Entry> entries, Step step) {
        return Optional.ofNullable(entries.get(step));
    }
}
