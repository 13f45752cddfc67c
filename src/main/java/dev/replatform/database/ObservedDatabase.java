package dev.replatform.database;

import dev.replatform.aws.RdsGroups.ParameterGroup;
import dev.replatform.aws.RdsGroups.SubnetGroup;
import dev.replatform.aws.RdsInstances.EngineVersion;
import dev.replatform.aws.RdsInstances.Instance;
import dev.replatform.aws.RdsInstances.Snapshot;
import dev.replatform.database.LastModifications.Modified;
import dev.replatform.reconcile.Seen;
import dev.replatform.secrets.Login;
import dev.replatform.secrets.Secrets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of a Database. What is not needed is not asked for.
 *
 * @param credentials what the Secret holds; absent only where it is to be generated
 * @param generated the Secret that is generated, where one is
 * @param subnetGroup asked for where there is no instance, which otherwise tells it
 * @param parameterGroup our own, for the major version that runs or is to run
 * @param parameters what was set in it
 * @param versions that can be created where there is no instance, or upgraded to where an upgrade is due
 * @param orderable whether the class can be ordered; asked for only where there is no instance
 * @param holdsRows whether somebody relies on the instance; asked for only where a reboot is pending
 * @param everyParameterGroup of that name, those of earlier major versions included; not asked for while it is known that
 *     there is only one
 * @param lastSnapshot asked for only where the object is deleted with one
 * @param lastModification what this process asked RDS to change last
 */
record ObservedDatabase(
        Seen<Login> credentials,
        Seen<Secrets.Written> generated,
        Seen<SubnetGroup> subnetGroup,
        Seen<ParameterGroup> parameterGroup,
        Seen<Map<String, String>> parameters,
        Seen<Instance> instance,
        Seen<List<EngineVersion>> versions,
        Seen<Boolean> orderable,
        Seen<Secrets.Written> connectionSecret,
        LoginProof login,
        Seen<Boolean> holdsRows,
        Seen<List<ParameterGroup>> everyParameterGroup,
        Seen<Snapshot> lastSnapshot,
        Optional<Modified> lastModification) {

    /** Nothing but the instance was looked at, and what was set in a parameter group of our own. */
    static ObservedDatabase only(Seen<Instance> instance, Seen<Map<String, String>> parameters) {
        return new ObservedDatabase(
                Seen.notAsked(),
                Seen.notAsked(),
                Seen.notAsked(),
                Seen.notAsked(),
                parameters,
                instance,
                Seen.notAsked(),
                Seen.notAsked(),
                Seen.notAsked(),
                LoginProof.NOT_TRIED,
                Seen.notAsked(),
                Seen.notAsked(),
                Seen.notAsked(),
                Optional.empty());
    }
}
