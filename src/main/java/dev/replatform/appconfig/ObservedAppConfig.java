package dev.replatform.appconfig;

import dev.replatform.aws.Ec2Instances.Instance;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.RunCommands.Command;
import dev.replatform.aws.RunCommands.Invocation;
import dev.replatform.ownership.Owner;
import dev.replatform.reconcile.Seen;
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
 * @param change asked for only where something is done after a change and all declared parameters are in SSM
 */
record ObservedAppConfig(
        Seen<Map<String, Live>> live,
        Map<String, Value> values,
        Map<String, List<Side>> sides,
        Seen<Role> role,
        Seen<PolicyDocument> policy,
        Change change) {

    private static final int REVISION_LENGTH = 6;

    /** Nothing was looked at. */
    static final ObservedAppConfig NOTHING =
            new ObservedAppConfig(Seen.absent(), Map.of(), Map.of(), Seen.absent(), Seen.absent(), Change.NOT_ASKED);

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
        static final Change NOT_ASKED = new Change(Seen.absent(), Seen.absent(), Seen.absent(), Seen.absent());
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

    /** @return when the last write was */
    Optional<Instant> lastModified() {
        return live.value().flatMap(all -> all.values().stream()
                .map(it -> it.parameter().lastModified())
                .max(Comparator.naturalOrder()));
    }
}
