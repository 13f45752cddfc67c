package dev.replatform.postgres.proof;

import dev.replatform.ownership.Owner;
import dev.replatform.postgres.Session;
import dev.replatform.postgres.TableName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * How far a run's proof is, kept on the source beside the journal: how far the pass over each table is, and the keys of rows
 * that are not proved. A process that takes over goes on from there.
 */
final class ProofNotes {
    private static final String TABLES_OF_ITS_OWN = """
            CREATE TABLE IF NOT EXISTS replatform.proof (
                owner text NOT NULL,
                run integer NOT NULL,
                schema_name text NOT NULL,
                table_name text NOT NULL,
                definition text NOT NULL,
                side text NOT NULL,
                cursor text[],
                rows bigint NOT NULL,
                reason text,
                PRIMARY KEY (owner, run, schema_name, table_name));
            CREATE TABLE IF NOT EXISTS replatform.unproved (
                owner text NOT NULL,
                run integer NOT NULL,
                schema_name text NOT NULL,
                table_name text NOT NULL,
                digest text NOT NULL,
                key text[] NOT NULL,
                looks integer NOT NULL,
                PRIMARY KEY (owner, run, schema_name, table_name, digest));
            """;

    /** Where a pass over a table is. */
    enum Side {
        /** The source's rows are looked for on the target. */
        SOURCE,
        /** The target's rows are looked for on the source. */
        TARGET,
        /** All rows were compared once. */
        DONE
    }

    /**
     * How far the pass over a table is.
     *
     * @param cursor the key up to which it came; null at the beginning
     * @param rows of the source that were compared
     * @param reason why it has begun again; null where it has not
     */
    record Pass(String definition, Side side, List<String> cursor, long rows, String reason) {
        /** @param reason null where it is the first */
        static Pass fromTheBeginning(String definition, String reason) {
            return new Pass(definition, Side.SOURCE, null, 0, reason);
        }

        Pass upTo(List<String> key, long moreRows) {
            return new Pass(definition, side, key, rows + moreRows, reason);
        }

        Pass on(Side next, long moreRows) {
            return new Pass(definition, next, null, rows + moreRows, next == Side.DONE ? null : reason);
        }

        boolean isDone() {
            return side == Side.DONE;
        }
    }

    /** A row that is not proved has differed while nobody changed it, since it was first looked at. */
    static final int DIFFERENT = 1;

    /** A row that the witness told differed, or one that differed has changed since. */
    static final int TOLD = 0;

    /** The pass found it: neither marker nor witness were asked. */
    static final int FOUND = -1;

    private final Session source;
    private final String owner;
    private final int run;

    ProofNotes(Session source, String owner, int run) {
        this.source = source;
        this.owner = owner;
        this.run = run;
    }

    /** Makes the tables where they are missing; to be called where the schema stands. */
    void prepare() {
        all(() -> {
            source.execute("SELECT pg_advisory_xact_lock(hashtextextended('replatform journal', 0))");
            source.execute(TABLES_OF_ITS_OWN);
        });
    }

    /** All of it, or nothing. */
    void all(Runnable work) {
        source.inTransaction((Supplier<Boolean>) () -> {
            work.run();
            return true;
        });
    }

    /** Nothing of this owner is proved. */
    void forget() {
        source.update("DELETE FROM replatform.proof WHERE owner = ?", owner);
        source.update("DELETE FROM replatform.unproved WHERE owner = ?", owner);
    }

    Map<TableName, Pass> passes() {
        var passes = new HashMap<TableName, Pass>();
        source.query(
                "SELECT schema_name, table_name, definition, side, cursor, rows, reason FROM replatform.proof WHERE owner = ? AND run = ?",
                row -> passes.put(
                        new TableName(row.getString(1), row.getString(2)),
                        new Pass(
                                row.getString(3),
                                Side.valueOf(row.getString(4)),
                                texts(row, 5),
                                row.getLong(6),
                                row.getString(7))),
                owner,
                run);
        return passes;
    }

    void note(TableName table, Pass pass) {
        source.update(
                """
                INSERT INTO replatform.proof (owner, run, schema_name, table_name, definition, side, cursor, rows, reason)
                VALUES (?, ?, ?, ?, ?, ?, ?::text[], ?, ?)
                ON CONFLICT (owner, run, schema_name, table_name) DO UPDATE
                SET definition = excluded.definition, side = excluded.side, cursor = excluded.cursor, rows = excluded.rows,
                    reason = excluded.reason
                """,
                owner,
                run,
                table.schema(),
                table.table(),
                pass.definition(),
                pass.side().name(),
                pass.cursor() == null ? null : pass.cursor().toArray(String[]::new),
                pass.rows(),
                pass.reason());
    }

    /** @return by table and key, how often the row differed; so many at most */
    Map<TableName, Map<List<String>, Integer>> unproved(int most) {
        var unproved = new TreeMap<TableName, Map<List<String>, Integer>>();
        source.query(
                "SELECT schema_name, table_name, key, looks FROM replatform.unproved WHERE owner = ? AND run = ? ORDER BY looks LIMIT ?",
                row -> unproved.computeIfAbsent(
                                new TableName(row.getString(1), row.getString(2)), table -> new HashMap<>())
                        .put(texts(row, 3), row.getInt(4)),
                owner,
                run,
                most);
        return unproved;
    }

    /** @return by table, the keys of rows that differ for good; so many at most */
    Map<TableName, List<List<String>>> different(int most) {
        var different = new TreeMap<TableName, List<List<String>>>();
        source.query(
                """
                SELECT schema_name, table_name, key FROM replatform.unproved
                WHERE owner = ? AND run = ? AND looks >= ? ORDER BY schema_name, table_name, key LIMIT ?
                """,
                row -> different
                        .computeIfAbsent(new TableName(row.getString(1), row.getString(2)), table -> new ArrayList<>())
                        .add(texts(row, 3)),
                owner,
                run,
                DIFFERENT,
                most);
        return different;
    }

    /** @return how many rows are not proved */
    long countUnproved() {
        return count(FOUND);
    }

    /** @return how many of them differ for good */
    long countDifferent() {
        return count(DIFFERENT);
    }

    private long count(int looks) {
        return source.first(
                        "SELECT count(*) FROM replatform.unproved WHERE owner = ? AND run = ? AND looks >= ?",
                        row -> row.getLong(1),
                        owner,
                        run,
                        looks)
                .orElseThrow();
    }

    /** The pass found that these differ; what the looks made of them meanwhile stays. */
    void areFound(TableName table, Collection<List<String>> keys) {
        insert(table, keys.stream().collect(Collectors.toMap(Function.identity(), key -> FOUND)), "NOTHING");
    }

    /** A look behind the marker found that these differ: how often, by key. */
    void areUnproved(TableName table, Map<List<String>, Integer> looks) {
        insert(table, looks, "UPDATE SET looks = excluded.looks");
    }

    void areProved(TableName table, Collection<List<String>> keys) {
        source.update(
                """
                DELETE FROM replatform.unproved
                WHERE owner = ? AND run = ? AND schema_name = ? AND table_name = ? AND digest = ANY (?::text[])
                """,
                owner,
                run,
                table.schema(),
                table.table(),
                keys.stream().map(ProofNotes::digest).toArray(String[]::new));
    }

    private void insert(TableName table, Map<List<String>, Integer> looks, String onConflict) {
        var all = List.copyOf(looks.entrySet());
        source.update(
                """
                INSERT INTO replatform.unproved (owner, run, schema_name, table_name, digest, key, looks)
                SELECT ?, ?, ?, ?, digest, key::text[], looks FROM unnest(?::text[], ?::text[], ?::int[]) u (digest, key, looks)
                ON CONFLICT (owner, run, schema_name, table_name, digest) DO\s""" + onConflict,
                owner,
                run,
                table.schema(),
                table.table(),
                all.stream().map(it -> digest(it.getKey())).toArray(String[]::new),
                all.stream().map(it -> literal(it.getKey())).toArray(String[]::new),
                all.stream().map(Map.Entry::getValue).toArray(Integer[]::new));
    }

    /** See <a href="https://www.postgresql.org/docs/current/arrays.html#ARRAYS-IO">array input</a>. */
    private static String literal(List<String> key) {
        return key.stream()
                .map(text -> "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
                .collect(Collectors.joining(",", "{", "}"));
    }

    /** The pass over the table begins again: what of it was not proved is found again. */
    void begin(TableName table, Pass pass) {
        source.update(
                "DELETE FROM replatform.unproved WHERE owner = ? AND run = ? AND schema_name = ? AND table_name = ?",
                owner,
                run,
                table.schema(),
                table.table());
        note(table, pass);
    }

    private static String digest(List<String> key) {
        return Owner.sha256(String.join("\u0001", key));
    }

    private static List<String> texts(ResultSet row, int column) throws SQLException {
        var array = row.getArray(column);
        return array == null ? null : Arrays.asList((String[]) array.getArray());
    }
}
