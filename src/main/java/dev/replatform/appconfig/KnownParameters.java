package dev.replatform.appconfig;

import dev.replatform.aws.SsmParameters;
import dev.replatform.aws.SsmParameters.Metadata;
import dev.replatform.aws.SsmParameters.Parameter;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What is known of parameters beside what one read of a path tells. Tags are one call a parameter, so they are remembered for
 * as long as nobody has written the parameter since: one that was removed and made again by somebody else has another time.
 * So is the key. A loss of all this costs calls.
 */
final class KnownParameters {
    /** DeleteParameter asks for it: <a
     * href="https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_DeleteParameter.html">30 seconds</a>. */
    static final Duration BEFORE_THE_NAME_IS_FREE = Duration.ofSeconds(30);

    private final Map<Version, Map<String, String>> tags = new ConcurrentHashMap<>();
    private final Map<Version, String> keys = new ConcurrentHashMap<>();
    private final Map<String, Instant> removals = new ConcurrentHashMap<>();

    private record Version(String ownerId, String name, long number, Instant lastModified) {
        static Version of(Owner owner, Parameter parameter) {
            return new Version(owner.id(), parameter.name(), parameter.version(), parameter.lastModified());
        }
    }

    /** @return its tags; absent where it is gone meanwhile */
    Seen<Map<String, String>> tags(Owner owner, Parameter parameter, SsmParameters parameters) {
        var version = Version.of(owner, parameter);
        var known = tags.get(version);
        if (known != null) {
            return Seen.present(known);
        }
        var seen = parameters.tags(parameter.name());
        seen.value().ifPresent(it -> {
            tags.keySet()
                    .removeIf(older -> older.name().equals(parameter.name())
                            && older.ownerId().equals(owner.id()));
            tags.put(version, it);
        });
        return seen;
    }

    /** @return the KMS key of a SecureString; empty where that was not learned yet */
    Optional<String> key(Owner owner, Parameter parameter) {
        return Optional.ofNullable(keys.get(Version.of(owner, parameter)));
    }

    /** Learns the key of a parameter, unless what is told is about another version. */
    void learnKey(Owner owner, Parameter parameter, Metadata told) {
        if (told != null && told.version() == parameter.version() && told.keyId() != null) {
            keys.keySet()
                    .removeIf(older -> older.name().equals(parameter.name())
                            && older.ownerId().equals(owner.id()));
            keys.put(Version.of(owner, parameter), told.keyId());
        }
    }

    /** The tags of that parameter have been changed. */
    void forgetTags(String name) {
        tags.keySet().removeIf(version -> version.name().equals(name));
    }

    void removed(String name, Instant at) {
        removals.put(name, at);
    }

    /** @return when this process removed it; empty where it did not */
    Optional<Instant> removedAt(String name) {
        return Optional.ofNullable(removals.get(name));
    }

    void forget(Owner owner) {
        tags.keySet().removeIf(version -> version.ownerId().equals(owner.id()));
        keys.keySet().removeIf(version -> version.ownerId().equals(owner.id()));
    }
}
