package dev.replatform.postgres;

import dev.replatform.postgres.TableContents.Contents;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Source and target compared, table by table, by the operator itself: no other word counts. */
public final class Comparison {
    private final TableContents source;
    private final TableContents target;

    public Comparison(Session source, Session target) {
        this.source = new TableContents(source);
        this.target = new TableContents(target);
    }

    /**
     * What a comparison came to.
     *
     * @param tables how many were compared
     * @param rows how many rows the source holds in them
     * @param different tables whose contents differ, in words
     * @param busy tables that changed while they were compared
     */
    public record Result(int tables, long rows, List<String> different, List<String> busy) {
        public boolean isEqual() {
            return different.isEmpty();
        }
    }

    /** @return the exact contents of all tables compared, while nobody writes */
    public Result ofResting(List<TableName> tables) {
        long rows = 0;
        var different = new ArrayList<String>();
        for (var table : tables) {
            var columns = source.columns(table);
            var there = source.contents(table, columns);
            var here = target.contents(table, columns);
            rows += there.rows();
            if (!there.equals(here)) {
                different.add(inWords(table, there, here));
            }
        }
        return new Result(tables.size(), rows, different, List.of());
    }

    /**
     * Compares while the application writes: a table whose source rested between two looks must be equal, one that did not
     * is busy and is compared after the fence.
     *
     * @param rounds how often a table that differs is looked at again
     * @param pause called between two rounds, for the change stream to catch up
     */
    public Result ofLive(List<TableName> tables, int rounds, Runnable pause) {
        var left = new TreeMap<TableName, Contents>();
        long rows = 0;
        for (var table : tables) {
            var there = source.contents(table, source.columns(table));
            rows += there.rows();
            left.put(table, there);
        }
        var different = new TreeMap<TableName, String>();
        var busy = new ArrayList<TableName>();
        for (int round = 0; round < rounds && !left.isEmpty(); round++) {
            different.clear();
            busy.clear();
            for (var table : List.copyOf(left.keySet())) {
                lookAgain(table, left, different, busy);
            }
            if (!left.isEmpty() && round < rounds - 1) {
                pause.run();
            }
        }
        return new Result(
                tables.size(),
                rows,
                List.copyOf(different.values()),
                busy.stream().map(TableName::inWords).toList());
    }

    private void lookAgain(
            TableName table, Map<TableName, Contents> left, Map<TableName, String> different, List<TableName> busy) {
        var columns = source.columns(table);
        var earlier = left.get(table);
        var here = target.contents(table, columns);
        var there = source.contents(table, columns);
        left.put(table, there);
        if (there.equals(here)) {
            left.remove(table);
        } else if (there.equals(earlier)) {
            different.put(table, inWords(table, there, here));
        } else {
            busy.add(table);
        }
    }

    private static String inWords(TableName table, Contents there, Contents here) {
        return there.rows() == here.rows()
                ? "%s: the contents of its %d rows differ".formatted(table.inWords(), there.rows())
                : "%s: %d rows at the source, %d at the target".formatted(table.inWords(), there.rows(), here.rows());
    }
}
