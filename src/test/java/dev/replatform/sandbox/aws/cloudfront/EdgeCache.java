package dev.replatform.sandbox.aws.cloudfront;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Answers kept for a while; what was least used goes when the room is full. */
final class EdgeCache {
    private static final long ROOM_IN_BYTES = 64L * 1024 * 1024;

    private final InstantSource time;
    private final Map<Key, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);
    private long bytes;

    EdgeCache(InstantSource time) {
        this.time = time;
    }

    record Key(String distributionArn, String path) {}

    /** @param until not served from then on */
    record Kept(EdgeAnswer answer, Instant since, Instant until) {}

    Duration age(Kept entry) {
        return Duration.between(entry.since(), time.instant());
    }

    synchronized Optional<Kept> find(Key key) {
        var found = Optional.ofNullable(kept.get(key));
        if (found.filter(entry -> time.instant().isBefore(entry.until())).isEmpty()) {
            remove(key);
            return Optional.empty();
        }
        return found;
    }

    synchronized void keep(Key key, EdgeAnswer answer, Duration timeToLive) {
        remove(key);
        var now = time.instant();
        kept.put(key, new Kept(answer, now, now.plus(timeToLive)));
        bytes += answer.body().length;
        var oldest = kept.entrySet().iterator();
        while (bytes > ROOM_IN_BYTES) {
            bytes -= oldest.next().getValue().answer().body().length;
            oldest.remove();
        }
    }

    private void remove(Key key) {
        Optional.ofNullable(kept.remove(key))
                .ifPresent(gone -> bytes -= gone.answer().body().length);
    }
}
