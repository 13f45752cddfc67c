package dev.replatform.status;

import dev.replatform.api.v1alpha1.Condition;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Builds the conditions of one status. The time of a condition moves only when its status flips, so that the same findings
 * give the same status to the letter.
 */
public final class Conditions {
    /** The condition that says whether an object is done. */
    public static final String READY = "Ready";

    /** The condition that says whether an object is on its way. */
    public static final String RECONCILING = "Reconciling";

    /** The condition that says whether an object waits for somebody. */
    public static final String STALLED = "Stalled";

    private final Clock clock;
    private final Long generation;
    private final Map<String, Condition> before = new LinkedHashMap<>();
    private final Map<String, Condition> now = new LinkedHashMap<>();

    /**
     * @param clock where the time of a flip comes from
     * @param generation the generation of the spec that was looked at
     * @param before the conditions as they were; null where there were none
     */
    public Conditions(Clock clock, Long generation, List<Condition> before) {
        this.clock = clock;
        this.generation = generation;
        if (before != null) {
            before.forEach(condition -> this.before.put(condition.type(), condition));
        }
    }

    /** @return the generation of the spec that was looked at */
    public Long generation() {
        return generation;
    }

    /** @return the condition of that type as it was; empty where there was none */
    public Optional<Condition> before(String type) {
        return Optional.ofNullable(before.get(type));
    }

    public Conditions yes(String type, String reason, String message) {
        return put(type, "True", reason, message);
    }

    public Conditions no(String type, String reason, String message) {
        return put(type, "False", reason, message);
    }

    public Conditions unknown(String type, String reason, String message) {
        return put(type, "Unknown", reason, message);
    }

    /** Leaves a condition as it was: nothing could be seen that would change it. */
    public Conditions asBefore(String type) {
        var earlier = before.get(type);
        if (earlier != null) {
            now.put(type, earlier);
        }
        return this;
    }

    /** Leaves every condition as it was, and drops one. */
    public Conditions allAsBeforeBut(String dropped) {
        before.keySet().stream().filter(type -> !type.equals(dropped)).forEach(this::asBefore);
        return this;
    }

    /** Done: {@code Ready}, and neither {@code Reconciling} nor {@code Stalled}. */
    public Conditions ready(String reason, String message) {
        return yes(READY, reason, message).no(RECONCILING, reason, message).no(STALLED, reason, message);
    }

    /** Not done, and on its way. */
    public Conditions inProgress(String reason, String message) {
        return no(READY, reason, message).yes(RECONCILING, reason, message).no(STALLED, reason, message);
    }

    /** Not done, and it stays so until somebody acts. */
    public Conditions stalled(Problem problem) {
        var reason = problem.reason().conditionReason();
        return no(READY, reason, problem.message())
                .no(RECONCILING, reason, problem.message())
                .yes(STALLED, reason, problem.message());
    }

    /** @return the conditions: Ready, Reconciling, Stalled first, the kind's own in the order in which they were put */
    public List<Condition> toList() {
        var list = new ArrayList<Condition>();
        for (var type : List.of(READY, RECONCILING, STALLED)) {
            if (now.containsKey(type)) {
                list.add(now.get(type));
            }
        }
        now.values().stream().filter(condition -> !list.contains(condition)).forEach(list::add);
        return List.copyOf(list);
    }

    private Conditions put(String type, String status, String reason, String message) {
        var earlier = before.get(type);
        var flipped = earlier == null || !earlier.status().equals(status);
        var since = flipped ? clock.instant().truncatedTo(ChronoUnit.SECONDS).toString() : earlier.lastTransitionTime();
        now.put(type, new Condition(type, status, reason, message, generation, since));
        return this;
    }
}
