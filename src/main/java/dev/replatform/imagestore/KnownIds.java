package dev.replatform.imagestore;

import dev.replatform.reconcile.Seen;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Ids that CloudFront gave, by object: with an id one resource is read, without it all of the account's. A loss of them costs
 * calls.
 */
final class KnownIds {
    private final Map<String, String> ids = new ConcurrentHashMap<>();

    /**
     * @param byId reads the resource of an id
     * @param search reads all, and tells the one that is meant
     * @param id tells a resource's id
     */
    <T> Seen<T> find(String uid, Function<String, Seen<T>> byId, Supplier<Seen<T>> search, Function<T, String> id) {
        var known = ids.get(uid);
        if (known != null) {
            var seen = byId.apply(known);
            if (!seen.isAbsent()) {
                return seen;
            }
            ids.remove(uid);
        }
        var found = search.get();
        found.value().ifPresent(it -> ids.put(uid, id.apply(it)));
        return found;
    }

    void forget(String uid) {
        ids.remove(uid);
    }
}
