package dev.replatform.operations;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which objects are being looked at, and when the others are due: what tells a queue that is stuck from one that is long.
 */
final class Looks {
    /** Every call has a time-out of seconds; 200 parameters at SSM's three a second are a minute. */
    static final Duration LONGEST_LOOK = Duration.ofMinutes(10);

    /** How late a look may be while a thread is free for it. */
    static final Duration LONGEST_DELAY = Duration.ofMinutes(5);

    private final Clock clock;
    private final int threads;
    private final Map<Subject, Look> looks = new ConcurrentHashMap<>();
    private Instant allBusyUntil = Instant.MIN;

    /** @param threads how many objects can be looked at at once */
    Looks(Clock clock, int threads) {
        this.clock = clock;
        this.threads = threads;
    }

    /** The object of a look. */
    record Subject(String kind, String namespace, String name) {
        @Override
        public String toString() {
            return "%s %s/%s".formatted(kind, namespace, name);
        }
    }

    /** @param since when it began, or when it is or was due */
    private record Look(boolean running, Instant since) {}

    /** It is to be looked at now. */
    void due(Subject subject) {
        looks.put(subject, new Look(false, clock.instant()));
    }

    synchronized void begun(Subject subject) {
        looks.put(subject, new Look(true, clock.instant()));
    }

    /** @param again when it is looked at next */
    synchronized void ended(Subject subject, Duration again) {
        noteIfAllBusy();
        looks.put(subject, new Look(false, clock.instant().plus(again)));
    }

    /** It is not looked at again. */
    synchronized void gone(Subject subject) {
        noteIfAllBusy();
        looks.remove(subject);
    }

    /** @return what is stuck, in words; empty while all is well */
    synchronized List<String> stuck() {
        noteIfAllBusy();
        return looks.entrySet().stream()
                .filter(look -> isStuck(look.getValue()))
                .map(look -> "%s %s"
                        .formatted(
                                look.getKey(),
                                look.getValue().running()
                                        ? "has been looked at since "
                                                + look.getValue().since()
                                        : "was to be looked at at "
                                                + look.getValue().since()))
                .sorted()
                .toList();
    }

    private boolean isStuck(Look look) {
        if (look.running()) {
            return look.since().plus(LONGEST_LOOK).isBefore(clock.instant());
        }
        var couldBegin = look.since().isAfter(allBusyUntil) ? look.since() : allBusyUntil;
        return couldBegin.plus(LONGEST_DELAY).isBefore(clock.instant());
    }

    /** While all threads are busy the others wait for their turn: that queue is long, not stuck. */
    private void noteIfAllBusy() {
        if (looks.values().stream().filter(Look::running).count() >= threads) {
            allBusyUntil = clock.instant();
        }
    }
}
