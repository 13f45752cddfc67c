package dev.replatform.reconcile;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;

/**
 * When an object is looked at next: soon after something changed, less and less often while nothing does, never so that
 * many objects look at once.
 */
final class Pace {
    private static final Duration FIRST = Duration.ofMillis(400);
    private static final Duration SLOWEST_WHILE_MOVING = Duration.ofSeconds(20);
    private static final Duration STALLED = Duration.ofSeconds(15);
    /** So that a change in AWS is seen within a minute, jitter included. */
    private static final Duration STEADY = Duration.ofSeconds(54);

    private static final double GROWTH = 1.6;
    private static final double JITTER = 0.1;

    private final Map<String, Integer> looksWithoutChange = new ConcurrentHashMap<>();

    /** @return when to look again while work is under way */
    Duration moving(String uid, boolean changed) {
        var looks = changed ? 0 : looksWithoutChange.getOrDefault(uid, 0);
        looksWithoutChange.put(uid, looks + 1);
        var millis = Math.min((double) SLOWEST_WHILE_MOVING.toMillis(), FIRST.toMillis() * Math.pow(GROWTH, looks));
        return jittered(Duration.ofMillis((long) millis));
    }

    /** @return when to look again while a user has to act */
    Duration stalled(String uid, boolean changed) {
        var soon = moving(uid, changed);
        return soon.compareTo(STALLED) < 0 ? soon : jittered(STALLED);
    }

    /** @return when to look again where everything is as declared */
    Duration steady(String uid) {
        looksWithoutChange.remove(uid);
        return jittered(STEADY);
    }

    void forget(String uid) {
        looksWithoutChange.remove(uid);
    }

    private static Duration jittered(Duration duration) {
        var factor = 1 + JITTER * (ThreadLocalRandom.current().nextDouble() * 2 - 1);
        return Duration.ofMillis((long) (duration.toMillis() * factor));
    }
}
