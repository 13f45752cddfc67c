package dev.replatform.database;

import dev.replatform.aws.RdsModification;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process asked RDS to change last. RDS shows a change only after a while; until then it is not asked for again.
 * A process that has forgotten asks once more, which does no harm.
 */
final class LastModifications {
    private final Clock clock;
    private final Map<String, Modified> byUid = new ConcurrentHashMap<>();

    /** One call and when it was made. */
    record Modified(RdsModification what, Instant at) {}

    LastModifications(Clock clock) {
        this.clock = clock;
    }

    Optional<Modified> of(String uid) {
        return Optional.ofNullable(byUid.get(uid));
    }

    void note(String uid, RdsModification what) {
        byUid.put(uid, new Modified(what, clock.instant()));
    }

    /** A password that was set and is proved: one that is refused later has been changed by somebody else. */
    void forgetPassword(String uid) {
        byUid.computeIfPresent(uid, (key, last) -> last.what().setsPassword() ? null : last);
    }

    void forget(String uid) {
        byUid.remove(uid);
    }
}
