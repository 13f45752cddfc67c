package dev.replatform.sandbox.aws.dms;

import dev.replatform.sandbox.aws.iam.SandboxIam;
import java.util.List;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;

/**
 * Where DMS writes what assessments found, in the name of the role that it was given. <a
 * href="https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Tasks.AssessmentReport.Prerequisites.html">Prerequisites</a>
 */
public final class AssessmentResults {
    private static final String DMS = "dms.amazonaws.com";
    private static final List<String> ON_BUCKET = List.of("s3:ListBucket", "s3:GetBucketLocation");
    private static final List<String> ON_OBJECTS =
            List.of("s3:PutObject", "s3:DeleteObject", "s3:GetObject", "s3:PutObjectTagging");

    private final S3Client s3;
    private final SandboxIam iam;

    /**
     * @param s3 the account's buckets
     * @param iam the account's roles
     */
    public AssessmentResults(S3Client s3, SandboxIam iam) {
        this.s3 = s3;
        this.iam = iam;
    }

    /** @throws software.amazon.awssdk.services.databasemigration.model.DatabaseMigrationException AWS's fault where DMS cannot write there */
    void check(String roleArn, String bucket) {
        var role = roleArn.substring(roleArn.lastIndexOf('/') + 1);
        if (!iam.isAssumedBy(role, DMS)) {
            throw DmsFaults.accessDenied("The IAM Role " + roleArn + " is not configured properly.");
        }
        try {
            s3.headBucket(head -> head.bucket(bucket));
        } catch (NoSuchBucketException e) {
            throw DmsFaults.noSuchBucket(bucket);
        }
        var arn = "arn:aws:s3:::" + bucket;
        ON_BUCKET.forEach(action -> require(role, action, arn));
        ON_OBJECTS.forEach(action -> require(role, action, arn + "/replatform"));
    }

    void write(String bucket, String key, String json) {
        s3.putObject(put -> put.bucket(bucket).key(key).contentType("application/json"), RequestBody.fromString(json));
    }

    private void require(String role, String action, String resource) {
        if (!iam.policies().allow(role, action, resource)) {
            throw DmsFaults.bucketDenied(
                    "Insufficient privileges are preventing access to an Amazon S3 object: the role " + role
                            + " is not allowed " + action + " on " + resource);
        }
    }
}
