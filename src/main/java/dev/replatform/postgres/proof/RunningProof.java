package dev.replatform.postgres.proof;

import dev.replatform.postgres.Session;
import dev.replatform.postgres.SourceTable;
import dev.replatform.postgres.TableName;
import dev.replatform.postgres.proof.ProofNotes.Pass;
import dev.replatform.postgres.witness.WitnessSlot;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The proof that goes on while the application writes: a pass over every table, and every row again that the witness tells.
 *
 * <p>Why that is enough: the witness was there before the first row was loaded or compared. A change that DMS had not applied
 * when a pass looked is told later, and its row is compared once more, behind a marker that was written after the look at the
 * source. The slot is advanced only then. So a row that was found equal and is not told is equal for good.
 */
public final class RunningProof {
    private static final int LINES_OF_A_LOOK = 10_000;
    private static final int KEYS_AT_ONCE = 1_000;
    private static final int MOST_UNPROVED = 10_000;
    private static final int MOST_NAMED = 20;

    /** A row that was told and differs may be on its way, lost, or change all the time: so many more looks tell. */
    private static final int LOOKS_AT_CHANGING = 3;

    private static final int LOOKS_UNDER_THE_FENCE = 10;
    private static final Duration PASS_BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final Duration VISIBLE_WITHIN = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(5);

    private final Session sourceSession;
    private final Session targetSession;
    private final Rows source;
    private final Rows target;
    private final WitnessSlot slot;
    private final ProofNotes notes;
    private final Marker marker;
    private final Pace pace;
    private final Map<TableName, KeyedTable> tables;
    private final Map<TableName, Long> estimates;

    /**
     * @param owner {@code <cluster>/<namespace>/<name>}
     * @param moved the tables that DMS keeps in step; those without a key are none of this proof's
     */
    public RunningProof(
            Session source, Session target, String owner, int run, List<SourceTable> moved, Marker marker, Pace pace) {
        var bytesDiffer = !Rows.encoding(source).equals(Rows.encoding(target));
        this.sourceSession = source;
        this.targetSession = target;
        this.source = new Rows(source, bytesDiffer);
        this.target = new Rows(target, bytesDiffer);
        this.slot = new WitnessSlot(source, owner);
        this.notes = new ProofNotes(source, owner, run);
        this.marker = marker;
        this.pace = pace;
        this.tables = KeyedTable.among(
                        source, moved.stream().map(SourceTable::name).toList())
                .stream()
                .collect(Collectors.toMap(KeyedTable::name, Function.identity(), (one, other) -> one, TreeMap::new));
        this.estimates = moved.stream().collect(Collectors.toMap(SourceTable::name, SourceTable::estimatedRows));
    }

    /** What one look at the witness came to. */
    private record Look(ToldKeys told, boolean isAll, boolean passed, long undecided, long changing) {
        boolean isQuiet() {
            return isAll && passed && undecided == 0;
        }
    }

    /** @return those of the tables that have no key that the witness tells: they are compared at rest */
    public static List<TableName> withoutKey(Session source, Collection<TableName> tables) {
        var keyed =
                KeyedTable.among(source, tables).stream().map(KeyedTable::name).collect(Collectors.toSet());
        return tables.stream().filter(table -> !keyed.contains(table)).toList();
    }

    /**
     * Makes the witness where there is none that tells; what was proved without it counts no more. To be called before the
     * first row is loaded, and by whoever proves.
     */
    public static void begin(Session source, String owner, int run) {
        var notes = new ProofNotes(source, owner, run);
        notes.prepare();
        var slot = new WitnessSlot(source, owner);
        if (!slot.stands()) {
            notes.all(notes::forget);
            slot.make();
        }
    }

    /**
     * Proves on until then, or until nothing is left to prove now.
     *
     * @return how far it is
     */
    public ProofState goOn(Instant until) {
        var began = System.nanoTime();
        var passes = beginPasses();
        var rowsBefore = rows(passes);
        Look look;
        var looksAtChanging = 0;
        boolean goesOn;
        do {
            look = look(false);
            passes = beginPasses();
            looksAtChanging += look.isQuiet() && look.changing() > 0 ? 1 : 0;
            var isSettled = look.isQuiet() && (look.changing() == 0 || looksAtChanging > LOOKS_AT_CHANGING);
            goesOn = look.passed() && (walk(passes, until) || !isSettled);
        } while (goesOn && Instant.now().isBefore(until));
        var seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
        return state(passes, look, (long) ((rows(passes) - rowsBefore) / Math.max(seconds, 0.001)));
    }

    /**
     * What was proved under the fence.
     *
     * @param compared rows that were compared under it
     * @param reasons why the switch must not follow; empty where everything is proved
     */
    public record Finish(int tables, long rows, long compared, List<String> reasons) {}

    /** Compares what is left, while nobody writes. */
    public Finish finish() {
        var passes = notes.passes();
        var reasons = new ArrayList<String>();
        tables.values().stream()
                .filter(table -> !isProved(table, passes.get(table.name())))
                .forEach(table -> reasons.add(table.name().inWords() + " is not proved yet"));
        reasons.addAll(gone(passes.keySet()));
        long compared = 0;
        var isAll = false;
        for (int i = 0; reasons.isEmpty() && !isAll && i < LOOKS_UNDER_THE_FENCE; i++) {
            var look = look(i == 0);
            compared +=
                    look.told().keys().values().stream().mapToLong(Set::size).sum();
            look.told().again().forEach((table, reason) -> reasons.add(table.inWords() + ": " + reason));
            if (!look.passed()) {
                reasons.add("the last changes did not arrive on the target");
            }
            isAll = i > 0 && look.isQuiet() && look.told().keys().isEmpty();
        }
        var unproved = notes.countUnproved();
        if (reasons.isEmpty() && (unproved > 0 || !isAll)) {
            reasons.add("%d rows are not equal".formatted(unproved));
            reasons.addAll(differences());
        }
        return new Finish(tables.size(), rows(passes), compared, List.copyOf(reasons));
    }

    /** @return those of the tables that somebody has changed since all was compared */
    public static List<TableName> changedSince(Session source, String owner, Collection<TableName> moved) {
        var told = new ToldKeys(Map.of());
        new WitnessSlot(source, owner).peek(LINES_OF_A_LOOK, told);
        return moved.stream().filter(told.changed()::contains).toList();
    }

    /** A table whose columns or key are others than when it was proved is gone over again. */
    private Map<TableName, Pass> beginPasses() {
        var passes = notes.passes();
        tables.values().stream()
                .filter(table -> !isOf(table, passes.get(table.name())))
                .forEach(table -> {
                    var first = Pass.fromTheBeginning(table.definition(), null);
                    notes.all(() -> notes.begin(table.name(), first));
                    passes.put(table.name(), first);
                });
        return passes;
    }

    private static boolean isOf(KeyedTable table, Pass pass) {
        return pass != null && pass.definition().equals(table.definition());
    }

    private static boolean isProved(KeyedTable table, Pass pass) {
        return isOf(table, pass) && pass.isDone();
    }

    /** @return whether the passes moved and are not at their end */
    private boolean walk(Map<TableName, Pass> passes, Instant until) {
        var pass = new TablePass(source, target, pace);
        var stop = Instant.now().plus(PASS_BETWEEN_LOOKS);
        var moved = false;
        for (var table : tables.values()) {
            var stuck = false;
            while (!passes.get(table.name()).isDone() && !stuck) {
                var before = passes.get(table.name());
                var next = pass.next(table, before);
                notes.all(() -> {
                    notes.areFound(table.name(), next.differing());
                    notes.note(table.name(), next.pass());
                });
                passes.put(table.name(), next.pass());
                stuck = next.pass().equals(before);
                moved |= !stuck;
                if (Instant.now().isAfter(stop) || Instant.now().isAfter(until)) {
                    return moved;
                }
            }
        }
        return moved;
    }

    private Look look(boolean marksInAnyCase) {
        var told = new ToldKeys(tables);
        var peeked = slot.peek(LINES_OF_A_LOOK, told);
        var unproved = notes.unproved(MOST_UNPROVED);
        unproved.keySet().retainAll(tables.keySet());
        var keys = new TreeMap<TableName, Set<List<String>>>();
        told.keys().forEach((table, some) -> keys.computeIfAbsent(table, name -> new HashSet<>())
                .addAll(some));
        unproved.forEach((table, some) ->
                keys.computeIfAbsent(table, name -> new HashSet<>()).addAll(some.keySet()));
        if (keys.isEmpty() && told.again().isEmpty() && !marksInAnyCase) {
            slot.advance(peeked.until());
            return new Look(told, peeked.isAll(), true, 0, 0);
        }
        if (!becomeVisible(peeked.transactions())) {
            return new Look(told, false, false, 0, 0);
        }
        var there = hashes(source, keys, true);
        if (!marker.passes()) {
            return new Look(told, peeked.isAll(), false, 0, 0);
        }
        var here = hashes(target, keys, false);
        var undecided = new long[1];
        var changing = new long[1];
        notes.all(() -> {
            keys.forEach((table, some) -> {
                var before = unproved.getOrDefault(table, Map.of());
                var differing = TablePass.differing(there.get(table), here.get(table));
                var looks = new HashMap<List<String>, Integer>();
                for (var key : differing) {
                    var isTold = told.holds(table, key);
                    var times = isTold ? ProofNotes.TOLD : next(before.get(key), peeked.isAll());
                    looks.put(key, times);
                    undecided[0] += !isTold && times < ProofNotes.DIFFERENT ? 1 : 0;
                    changing[0] += isTold ? 1 : 0;
                }
                notes.areUnproved(table, looks);
                notes.areProved(
                        table,
                        before.keySet().stream()
                                .filter(key -> !differing.contains(key))
                                .toList());
            });
            told.again()
                    .forEach((table, reason) -> notes.begin(
                            table, Pass.fromTheBeginning(tables.get(table).definition(), reason)));
        });
        slot.advance(peeked.until());
        return new Look(told, peeked.isAll(), true, undecided[0], changing[0]);
    }

    /** Nobody changed it between two looks that found it different: so it is, unless a change was not told yet. */
    private static int next(int times, boolean isAllTold) {
        return isAllTold ? Math.min(times + 1, ProofNotes.DIFFERENT) : times;
    }

    private boolean becomeVisible(Set<String> transactions) {
        var giveUp = Instant.now().plus(VISIBLE_WITHIN);
        while (!slot.isVisible(transactions)) {
            if (Instant.now().isAfter(giveUp)) {
                return false;
            }
            pace.sleeper().sleep(POLL);
        }
        return true;
    }

    private Map<TableName, Map<List<String>, Long>> hashes(
            Rows side, Map<TableName, Set<List<String>>> keys, boolean isSource) {
        var hashes = new HashMap<TableName, Map<List<String>, Long>>();
        keys.forEach((name, some) -> {
            var all = List.copyOf(some);
            var ofTable = hashes.computeIfAbsent(name, table -> new HashMap<>());
            for (int i = 0; i < all.size(); i += KEYS_AT_ONCE) {
                var part = all.subList(i, Math.min(all.size(), i + KEYS_AT_ONCE));
                ofTable.putAll(
                        isSource ? pace.of(() -> side.of(tables.get(name), part)) : side.of(tables.get(name), part));
            }
        });
        return hashes;
    }

    private ProofState state(Map<TableName, Pass> passes, Look look, long rowsPerSecond) {
        var rows = rows(passes);
        var pending = notes.countUnproved();
        var different = notes.countDifferent();
        var estimated = tables.keySet().stream()
                .mapToLong(table -> Math.max(0, estimates.get(table)))
                .sum();
        return new ProofState(
                Instant.now(),
                tables.size(),
                (int) tables.values().stream()
                        .filter(table -> isProved(table, passes.get(table.name())))
                        .count(),
                rows,
                Math.max(rows, estimated),
                pending,
                pending - different - look.changing(),
                different,
                differences(),
                held(passes),
                look.isAll() && look.passed(),
                rowsPerSecond,
                slot.lagBytes().orElse(0L));
    }

    private long rows(Map<TableName, Pass> passes) {
        return tables.keySet().stream()
                .filter(passes::containsKey)
                .mapToLong(table -> passes.get(table).rows())
                .sum();
    }

    private List<String> held(Map<TableName, Pass> passes) {
        var held = new ArrayList<String>();
        passes.forEach((table, pass) -> {
            if (tables.containsKey(table) && pass.reason() != null) {
                held.add(
                        "%s: %s; its rows are compared from the beginning, and where they differ DMS has to reload the table (aws dms reload-tables)"
                                .formatted(table.inWords(), pass.reason()));
            }
        });
        held.addAll(gone(passes.keySet()));
        return held.stream().sorted().limit(MOST_NAMED).toList();
    }

    /** @return tables that were proved, are no longer on the source, and whose rows would come back with the switch */
    private List<String> gone(Set<TableName> proved) {
        var gone = new ArrayList<String>();
        for (var table : proved) {
            if (!tables.containsKey(table) && !exists(sourceSession, table) && holdsRows(table)) {
                gone.add("%s is no longer on the source, and its rows are on the target: empty or drop it there"
                        .formatted(table.inWords()));
            }
        }
        return gone;
    }

    private static boolean exists(Session session, TableName table) {
        return session.first("SELECT to_regclass(?) IS NOT NULL", row -> row.getBoolean(1), table.quoted())
                .orElse(false);
    }

    private boolean holdsRows(TableName table) {
        return exists(targetSession, table)
                && targetSession
                        .first(
                                "SELECT EXISTS (SELECT 1 FROM ONLY %s)".formatted(table.quoted()),
                                row -> row.getBoolean(1))
                        .orElse(true);
    }

    private List<String> differences() {
        var words = new ArrayList<String>();
        notes.different(MOST_NAMED).forEach((table, keys) -> {
            if (tables.containsKey(table)) {
                keys.forEach(key -> words.add(difference(tables.get(table), key)));
            }
        });
        return words;
    }

    private String difference(KeyedTable table, List<String> key) {
        var there = source.columns(table, key);
        var here = target.columns(table, key);
        var names = new LinkedHashMap<>(there);
        names.entrySet().removeIf(column -> column.getValue().equals(here.get(column.getKey())));
        var what = there.isEmpty()
                ? "is on the target only"
                : here.isEmpty() ? "is not on the target" : "differs in " + String.join(", ", names.keySet());
        return "%s (%s): %s".formatted(table.name().inWords(), String.join(", ", key), what);
    }
}
