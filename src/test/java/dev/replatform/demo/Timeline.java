package dev.replatform.demo;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** When the Migration was first seen in each of its phases. */
final class Timeline {
    private final Map<String, Long> began = new LinkedHashMap<>();

    void see(Situation situation) {
        situation.phase().ifPresent(phase -> began.putIfAbsent(phase, System.nanoTime()));
    }

    /** @return from the first sight of one phase to that of another; empty where one of the two was never seen */
    Optional<Duration> between(String from, String to) {
        return began.containsKey(from) && began.containsKey(to)
                ? Optional.of(Duration.ofNanos(began.get(to) - began.get(from)))
                : Optional.empty();
    }
}
