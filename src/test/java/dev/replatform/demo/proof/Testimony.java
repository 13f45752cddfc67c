package dev.replatform.demo.proof;

import dev.replatform.demo.app.Ledger.Entry;
import dev.replatform.demo.app.Workload.Trace;
import dev.replatform.demo.app.Write.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What the application's ledger says.
 *
 * @param entries the whole ledger, oldest first
 * @param traces where the application's writes show
 * @param source the old database's host, as the application was told it
 */
public record Testimony(List<Entry> entries, List<Trace> traces, String source) {

    /**
     * @param table a table of the application
     * @return the ids of the rows that the application may have touched since it uses the new database: source and target
     *     may differ in these and in no others
     */
    public List<String> touchedAfterSwitch(Trace table) {
        return entries.stream()
                .filter(entry -> entry.table().equals(table.ledgerTable()) && !onSource(entry))
                .map(Entry::id)
                .distinct()
                .toList();
    }

    public Optional<Trace> traceOf(String table) {
        return traces.stream().filter(trace -> trace.table().equals(table)).findFirst();
    }

    /**
     * What may be found of a row: the state after the last write that was acknowledged, or after one tried since, whose end
     * the application never learned.
     *
     * @param table the table in the ledger
     * @return by the row's id, every state that keeps the promise; empty stands for "no such row"
     */
    public Map<String, List<Optional<String>>> promisesOf(String table) {
        var promises = new TreeMap<String, List<Optional<String>>>();
        var byId =
                entries.stream().filter(entry -> entry.table().equals(table)).collect(Collectors.groupingBy(Entry::id));
        byId.forEach((id, story) -> {
            if (story.stream().anyMatch(Entry::acknowledged)) {
                promises.put(id, statesSinceLastAcknowledged(story));
            }
        });
        return promises;
    }

    private static List<Optional<String>> statesSinceLastAcknowledged(List<Entry> story) {
        var states = new ArrayList<Optional<String>>();
        for (var entry : story) {
            if (entry.acknowledged()) {
                states.clear();
            }
            states.add(entry.op() == Op.DELETE ? Optional.empty() : Optional.of(entry.value()));
        }
        return states;
    }

    /** @return acknowledged writes, on either database */
    public long acknowledged() {
        return entries.stream().filter(Entry::acknowledged).count();
    }

    public boolean writesToTarget() {
        return firstOnTarget().isPresent();
    }

    /** @return the images that were acknowledged since the application uses the new database: SHA-256 by name */
    public Map<String, String> uploadsAfterSwitch() {
        return entries.stream()
                .filter(entry -> entry.acknowledged() && entry.op() == Op.UPLOAD && !onSource(entry))
                .collect(Collectors.toMap(Entry::id, Entry::value, (one, same) -> same, TreeMap::new));
    }

    /**
     * The time in which the application could write nothing.
     *
     * @return from the last write that the old database acknowledged to the first that the new one did; empty if there is
     *     no such pair
     */
    public Optional<Duration> downtime() {
        var last = entries.stream()
                .filter(entry -> entry.acknowledged() && onSource(entry))
                .reduce((earlier, later) -> later);
        return last.flatMap(end -> firstOnTarget().map(start -> Duration.between(end.at(), start.at())));
    }

    private Optional<Entry> firstOnTarget() {
        return entries.stream()
                .filter(entry -> entry.acknowledged() && !onSource(entry))
                .findFirst();
    }

    private boolean onSource(Entry entry) {
        return Objects.equals(entry.endpoint(), source);
    }
}
