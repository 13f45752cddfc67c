package dev.replatform.migration;

import dev.replatform.postgres.Journal;
import dev.replatform.postgres.Journal.Entry;
import dev.replatform.reconcile.Seen;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of a Migration: what every stage stands on, and the facts of the stages that were looked at.
 *
 * @param ends logins and addresses; unknown where a Secret or the Database is missing
 * @param source the source's journal; unknown where the source does not let the operator in, not asked where the run is
 *     completed
 * @param target the target's journal; unknown where the target does not let the operator in
 * @param facts what each stage saw, by its own type
 */
public record ObservedMigration(
        Seen<Ends> ends,
        Seen<Map<Journal.Step, Entry>> source,
        Seen<Map<Journal.Step, Entry>> target,
        Map<Class<?>, Object> facts) {

    /** @return whether the run has come to that step */
    public boolean reached(Journal.Step step) {
        return entry(step).isPresent();
    }

    /**
     * Before the switch the source's journal alone says where the run stands, as a fence that is lifted takes its steps back
     * there; the target's stands in where the source does not answer. From the switch on either is believed.
     *
     * @return the journal's row of a step
     */
    public Optional<Entry> entry(Journal.Step step) {
        var atTarget = source.isPresent() && step.compareTo(Journal.Step.SWITCHED) < 0
                ? Optional.<Entry>empty()
                : target.value().flatMap(entries -> Journal.at(entries, step));
        return source.value().flatMap(entries -> Journal.at(entries, step)).or(() -> atTarget);
    }

    /** @return what a stage saw; empty where it was not looked at */
    public <T> Optional<T> facts(Class<T> type) {
        return Optional.ofNullable(facts.get(type)).map(type::cast);
    }

    /** @return the same with what one more stage saw */
    public ObservedMigration with(Object stageFacts) {
        var more = new HashMap<>(facts);
        more.put(stageFacts.getClass(), stageFacts);
        return new ObservedMigration(ends, source, target, Map.copyOf(more));
    }
}
