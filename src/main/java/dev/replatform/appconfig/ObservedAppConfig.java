package dev.replatform.appconfig;

import dev.replatform.aws.Ec2Instances.Instance;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.RunCommands.Command;
import dev.replatform.aws.RunCommands.Invocation;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What was seen of an AppConfig.
 *
 * @param live the declared parameters that are in SSM, by name
 * @param values what each parameter's source says, by the parameter's name
 * @param sides of each Migration that names an active database, the active side first
 * @param role asked for only where access is declared
 * @param policy the role's inline policy of ours
 * @param formerGrants which of the former roles still have that policy
 * @param strays full names of parameters that carry our owner tag and are not declared; asked for only where they are to go
 * @param removals when this process removed declared parameters that are not in SSM, by full name
 * @param keys why the keys of SecureStrings could not be learned; present where there is nothing of that kind
 * @param under everything that is under the path, declared or not; asked for only where the object only observes
 * @param change asked for only where something is done after a change, all declared parameters are in SSM, and their
 *     revision is not remembered as applied
 */
record ObservedAppConfig(
        Seen<Map<String, Live>> live,
        Map<String, Value> values,
        Map<String, List<Side>> sides,
        Seen<Role> role,
        Seen<PolicyDocument> policy,
        Seen<List<String>> formerGrants,
        Seen<List<String>> strays,
        Map<String, Instant> removals,
        Seen<Boolean> keys,
        Seen<List<Found>> under,
        Change change) {

    /**
     * A parameter under the path.
     *
     * @param name below the path
     * @param type in SSM's words
     * @param keyId the KMS key of a SecureString; empty where it is not known yet, and for the other types
     */
    record Found(String name, String type, Optional<String> keyId) {}

    private static final int REVISION_LENGTH = 6;

    /** SSM forgets commands after 30 days: what was not written since then was applied before that. */
    private static final Duration HISTORY_OF_COMMANDS = Duration.ofDays(30);

    /** By how much times of AWS and of this machine may differ. */
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /** Nothing was looked at. */
    static final ObservedAppConfig NOTHING = new ObservedAppConfig(
            Seen.notAsked(),
            Map.of(),
            Map.of(),
            Seen.notAsked(),
            Seen.notAsked(),
            Seen.notAsked(),
            Seen.notAsked(),
            Map.of(),
            Seen.notAsked(),
            Seen.notAsked(),
            Change.NOT_ASKED);

    /**
     * What was seen of the Run Command for the revision that is in SSM.
     *
     * @param instances the instances that it is for and that run, by id
     * @param command the newest one for this revision
     * @param failed where it did not succeed
     * @param offline the ids of instances whose agent does not answer; asked for only where a command may be due
     */
    record Change(
            Seen<List<Instance>> instances,
            Seen<Command> command,
            Seen<List<Invocation>> failed,
            Seen<List<String>> offline) {
        static final Change NOT_ASKED = new Change(Seen.notAsked(), Seen.notAsked(), Seen.notAsked(), Seen.notAsked());
    }

    /** @return digest of the names and versions that are in SSM; empty where none is, or that could not be seen */
    Optional<String> revision() {
        return live.value().filter(all -> !all.isEmpty()).map(ObservedAppConfig::revision);
    }

    static String revision(Map<String, Live> live) {
        var text = live.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry ->
                        entry.getKey() + " " + entry.getValue().parameter().version())
                .collect(Collectors.joining("\n"));
        return Owner.sha256(text).substring(0, REVISION_LENGTH);
    }

    /** @return when the last write was; empty where nothing is in SSM */
    static Optional<Instant> lastModified(Map<String, Live> live) {
        return live.values().stream().map(it -> it.parameter().lastModified()).max(Comparator.naturalOrder());
    }

    /** A parameter that was removed and made again begins with version 1: the same revision, and yet another value. */
    static boolean isSince(Instant when, Map<String, Live> live) {
        return lastModified(live)
                .filter(written -> written.minus(CLOCKS_DIFFER).isBefore(when))
                .isPresent();
    }

    /** @return whether the object's own status says that the command for what is in SSM has succeeded */
    static boolean isRemembered(EffectiveAppConfig spec, Map<String, Live> live) {
        return spec.applied() != null
                && revision(live).equals(spec.applied().revision())
                && isSince(spec.applied().at(), live);
    }

    /** @return whether the command for what is in SSM has succeeded */
    boolean isApplied(EffectiveAppConfig spec, Instant now) {
        return change.command().is(Command::hasSucceeded)
                || live.is(all -> isRemembered(spec, all))
                || isForgotten(now);
    }

    private boolean isForgotten(Instant now) {
        return change.command().isAbsent() && live.is(all -> isOlderThanHistory(all, now));
    }

    private static boolean isOlderThanHistory(Map<String, Live> live, Instant now) {
        return lastModified(live)
                .filter(written -> written.plus(HISTORY_OF_COMMANDS).isBefore(now))
                .isPresent();
    }
}
