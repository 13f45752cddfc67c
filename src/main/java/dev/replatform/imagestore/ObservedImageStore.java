package dev.replatform.imagestore;

import dev.replatform.aws.AwsAccount.Identity;
import dev.replatform.aws.CloudFrontDistributions.AccessControl;
import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.aws.IamRoles.Role;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.S3Buckets.Bucket;
import dev.replatform.reconcile.Seen;
import dev.replatform.work.JobState;

/**
 * What was seen of an ImageStore.
 *
 * @param accessControl asked for only where there is no distribution
 * @param distribution the one with our owner tag
 * @param rolePolicy our inline policy of the role
 * @param serving the proof that objects are served
 */
record ObservedImageStore(
        Seen<Identity> identity,
        Seen<Bucket> bucket,
        Seen<AccessControl> accessControl,
        Seen<Distribution> distribution,
        Seen<Role> role,
        Seen<PolicyDocument> rolePolicy,
        ObservedImport imports,
        JobState serving) {}
