package dev.replatform.postgres.proof;

import dev.replatform.postgres.proof.ProofNotes.Pass;
import dev.replatform.postgres.proof.ProofNotes.Side;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Goes once over the rows of a table, a range of keys at a time and a short statement on each side, so that no snapshot keeps
 * vacuum back. A range that differs is split until its rows are named.
 */
final class TablePass {
    private static final int ROWS_IN_RANGE = 20_000;
    private static final int ROWS_IN_PART = 1_000;
    private static final int ROWS_IN_LIST = 5_000;

    /** So many rows of one range may differ before the pass waits for them to be equal. */
    private static final int MOST_DIFFERENT = 1_000;

    private final Rows source;
    private final Rows target;
    private final Pace pace;

    TablePass(Rows source, Rows target, Pace pace) {
        this.source = source;
        this.target = target;
        this.pace = pace;
    }

    /**
     * What one range came to.
     *
     * @param pass where it goes on; the same place where too many rows differ
     * @param differing keys of rows that were not equal when they were looked at
     */
    record Progress(Pass pass, Set<List<String>> differing) {}

    /** @return what the next range came to; nothing is noted */
    Progress next(KeyedTable table, Pass pass) {
        var next = table.isOrderedAlike() ? nextRange(table, pass) : nextList(table, pass);
        return next.differing().size() > MOST_DIFFERENT
                ? new Progress(pass, firstOf(next.differing(), MOST_DIFFERENT))
                : next;
    }

    /** Both servers put the keys in one order: a range holds the rows of both. */
    private Progress nextRange(KeyedTable table, Pass pass) {
        var after = pass.cursor();
        var there = pace.of(() -> source.range(table, after, null, ROWS_IN_RANGE));
        var here = target.between(table, Optional.ofNullable(after), there.last());
        Set<List<String>> differing = there.digest().equals(here) ? Set.of() : split(table, after, there.last());
        var rows = there.digest().rows();
        return new Progress(
                there.last().map(last -> pass.upTo(last, rows)).orElseGet(() -> pass.on(Side.DONE, rows)), differing);
    }

    private Set<List<String>> split(KeyedTable table, List<String> after, Optional<List<String>> to) {
        var differing = new LinkedHashSet<List<String>>();
        var from = Optional.ofNullable(after);
        var isLeft = true;
        while (isLeft && differing.size() <= MOST_DIFFERENT) {
            var begin = from.orElse(null);
            var there = pace.of(() -> source.range(table, begin, to.orElse(null), ROWS_IN_PART));
            var end = there.last().or(() -> to);
            if (!there.digest().equals(target.between(table, from, end))) {
                differing.addAll(rows(table, begin, end.orElse(null)));
            }
            isLeft = there.last().isPresent() && !there.last().equals(to);
            from = there.last();
        }
        return differing;
    }

    private Set<List<String>> rows(KeyedTable table, List<String> after, List<String> to) {
        var most = ROWS_IN_PART + MOST_DIFFERENT + 1;
        return differing(pace.of(() -> source.list(table, after, to, most)), target.list(table, after, to, most));
    }

    /** Each server has its own order: the source's rows are looked for by key on the target, and then the other way round. */
    private Progress nextList(KeyedTable table, Pass pass) {
        var ofSource = pass.side() == Side.SOURCE;
        Map<List<String>, Long> walked = ofSource
                ? pace.of(() -> source.list(table, pass.cursor(), null, ROWS_IN_LIST))
                : target.list(table, pass.cursor(), null, ROWS_IN_LIST);
        var other = ofSource ? target.of(table, walked.keySet()) : pace.of(() -> source.of(table, walked.keySet()));
        var rows = ofSource ? walked.size() : 0;
        var next = walked.size() < ROWS_IN_LIST
                ? pass.on(ofSource ? Side.TARGET : Side.DONE, rows)
                : pass.upTo(lastOf(walked.keySet()), rows);
        return new Progress(next, differing(walked, other));
    }

    /** @return the keys whose rows are on one side only, or are not equal */
    static Set<List<String>> differing(Map<List<String>, Long> there, Map<List<String>, Long> here) {
        var differing = new LinkedHashSet<List<String>>();
        there.forEach((key, hash) -> {
            if (!Objects.equals(here.get(key), hash)) {
                differing.add(key);
            }
        });
        var onlyHere = new HashMap<>(here);
        onlyHere.keySet().removeAll(there.keySet());
        differing.addAll(onlyHere.keySet());
        return differing;
    }

    private static Set<List<String>> firstOf(Collection<List<String>> keys, int most) {
        var first = new LinkedHashSet<List<String>>();
        keys.stream().limit(most).forEach(first::add);
        return first;
    }

    private static List<String> lastOf(Collection<List<String>> keys) {
        List<String> last = null;
        for (var key : keys) {
            last = key;
        }
        return last;
    }
}
