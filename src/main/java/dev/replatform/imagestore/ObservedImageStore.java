package dev.replatform.imagestore;

import dev.replatform.aws.AwsAccount.Identity;
import dev.replatform.aws.CloudFrontDistributions.AccessControl;
import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.S3Buckets.Bucket;
import dev.replatform.reconcile.Seen;
import dev.replatform.work.JobState;
import java.util.List;

/**
 * What was seen of an ImageStore.
 *
 * @param accessControl the one that we make; an adopted distribution may have another
 * @param distribution the one that the spec names, else the one with our owner tag
 * @param rolePolicy our inline policy of the role
 * @param formerGrants which of the former roles still have that policy
 * @param serving the proof that objects are served
 * @param strangers the key of something in the bucket that is not ours; asked for only where that keeps it from being deleted
 * @param contents the work of emptying the bucket
 */
record ObservedImageStore(
        Seen<Identity> identity,
        Seen<Bucket> bucket,
        Seen<AccessControl> accessControl,
        Seen<Distribution> distribution,
        Seen<Role> role,
        Seen<PolicyDocument> rolePolicy,
        Seen<List<String>> formerGrants,
        ObservedImport imports,
        JobState serving,
        Seen<String> strangers,
        JobState contents) {

    /** Nothing was looked at. */
    static final ObservedImageStore NOTHING = new ObservedImageStore(
            Seen.notAsked(),
            Seen.notAsked(),
            Seen.notAsked(),
            Seen.notAsked(),
            Seen.notAsked(),
            Seen.notAsked(),
            Seen.notAsked(),
            ObservedImport.none(),
            new JobState.NotStarted(),
            Seen.notAsked(),
            new JobState.NotStarted());
}
