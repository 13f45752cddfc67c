package dev.replatform.database;

import dev.replatform.aws.RdsGroups.ParameterGroup;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What this process remembers of Databases, by uid. All of it only spares calls: whoever has forgotten looks again.
 *
 * @param groups parameter groups that were found to be ours
 */
record DatabaseMemory(LoginProofs logins, LastModifications modifications, Map<String, ParameterGroup> groups) {
    static DatabaseMemory empty(Clock clock) {
        return new DatabaseMemory(new LoginProofs(clock), new LastModifications(clock), new ConcurrentHashMap<>());
    }

    void forget(String uid) {
        logins.forget(uid);
        modifications.forget(uid);
        groups.remove(uid);
    }
}
