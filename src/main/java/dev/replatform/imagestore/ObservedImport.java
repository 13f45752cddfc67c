package dev.replatform.imagestore;

import dev.replatform.aws.Ec2Instances.Instance;
import dev.replatform.aws.RunCommands.Command;
import dev.replatform.aws.RunCommands.Said;
import dev.replatform.reconcile.Seen;
import dev.replatform.work.JobState;

/**
 * What was seen of an import. Of a finished one only its proof is looked at.
 *
 * @param proof what was proved last, as it stands in the bucket
 * @param manifest ETag of the manifest that the box has written
 * @param switched whether the Migration has switched; absent where there is no Migration of that name
 * @param agentOnline absent where SSM does not know the instance
 * @param command the newest Run Command of this import
 * @param said what that command said, asked for only where it has failed
 * @param comparison of the manifest with the bucket
 */
record ObservedImport(
        Seen<Proof> proof,
        Seen<String> manifest,
        Seen<Boolean> switched,
        Seen<Instance> instance,
        Seen<Boolean> agentOnline,
        Seen<Command> command,
        Seen<Said> said,
        JobState comparison) {

    static ObservedImport none() {
        return of(Seen.notAsked());
    }

    static ObservedImport of(Seen<Proof> proof) {
        return new ObservedImport(
                proof,
                Seen.notAsked(),
                Seen.notAsked(),
                Seen.notAsked(),
                Seen.notAsked(),
                Seen.notAsked(),
                Seen.notAsked(),
                new JobState.NotStarted());
    }

    /** @return whether nothing is ever copied again */
    boolean isFinished(ImportSource source) {
        return proof.is(it -> source.isFinal(it.pass()));
    }

    /** @return which pass is due next, if one is */
    String nextPass() {
        if (switched.is(it -> it)) {
            return ImportSource.LAST;
        }
        return proof.isPresent() ? ImportSource.FOLLOW : ImportSource.FIRST;
    }
}
