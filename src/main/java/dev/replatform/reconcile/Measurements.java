package dev.replatform.reconcile;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Numbers that move too often for a status: what the last look at each object measured, for metrics. */
public final class Measurements {
    private final Map<String, Map<String, Double>> byObject = new ConcurrentHashMap<>();

    /** @param numbers by name; what is not among them was not seen this time */
    public void took(String uid, Map<String, Double> numbers) {
        byObject.put(uid, Map.copyOf(numbers));
    }

    /** @return the last of that name; empty where the last look did not see it */
    public Optional<Double> last(String uid, String name) {
        return Optional.ofNullable(byObject.getOrDefault(uid, Map.of()).get(name));
    }

    /** The object is gone. */
    public void forget(String uid) {
        byObject.remove(uid);
    }
}
