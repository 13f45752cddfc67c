package dev.replatform.sandbox.aws.authorization;

import dev.replatform.sandbox.aws.Account;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html says which action an operation asks
 * for. A bucket's tags are no condition keys: they are only where ABAC is switched on for it
 * (https://docs.aws.amazon.com/AmazonS3/latest/userguide/buckets-tagging-enable-abac.html), which Replatform does not do.
 */
final class S3Questions implements ServiceQuestions {
    private static final Map<String, String> OF_BUCKETS = Map.ofEntries(
            Map.entry("HeadBucket", "s3:ListBucket"),
            Map.entry("ListObjectsV2", "s3:ListBucket"),
            Map.entry("ListObjectVersions", "s3:ListBucketVersions"),
            Map.entry("ListMultipartUploads", "s3:ListBucketMultipartUploads"),
            Map.entry("DeleteBucket", "s3:DeleteBucket"),
            Map.entry("GetBucketTagging", "s3:GetBucketTagging"),
            Map.entry("PutBucketTagging", "s3:PutBucketTagging"),
            Map.entry("GetPublicAccessBlock", "s3:GetBucketPublicAccessBlock"),
            Map.entry("PutPublicAccessBlock", "s3:PutBucketPublicAccessBlock"),
            Map.entry("GetBucketOwnershipControls", "s3:GetBucketOwnershipControls"),
            Map.entry("PutBucketOwnershipControls", "s3:PutBucketOwnershipControls"),
            Map.entry("GetBucketVersioning", "s3:GetBucketVersioning"),
            Map.entry("PutBucketVersioning", "s3:PutBucketVersioning"),
            Map.entry("GetBucketPolicy", "s3:GetBucketPolicy"),
            Map.entry("PutBucketPolicy", "s3:PutBucketPolicy"),
            Map.entry("DeleteBucketPolicy", "s3:DeleteBucketPolicy"),
            Map.entry("GetBucketEncryption", "s3:GetEncryptionConfiguration"),
            Map.entry("PutBucketEncryption", "s3:PutEncryptionConfiguration"),
            Map.entry("GetBucketLifecycleConfiguration", "s3:GetLifecycleConfiguration"),
            Map.entry("PutBucketLifecycleConfiguration", "s3:PutLifecycleConfiguration"),
            Map.entry("DeleteBucketLifecycle", "s3:PutLifecycleConfiguration"));

    private final S3Client s3;

    /** @param s3 told which keys protect what */
    S3Questions(S3Client s3) {
        this.s3 = s3;
    }

    @Override
    public void ask(String operation, SdkRequest request, Questions questions) {
        var bucket = Field.of(request, "Bucket");
        switch (operation) {
            case "CreateBucket" -> {
                question("s3:CreateBucket", bucket(bucket), questions).ask();
                var configuration = ((CreateBucketRequest) request).createBucketConfiguration();
                if (configuration != null && configuration.hasTags()) {
                    // https://docs.aws.amazon.com/AmazonS3/latest/API/API_CreateBucketConfiguration.html
                    question("s3:TagResource", bucket(bucket), questions).ask();
                }
            }
            case "GetObject" -> {
                object("s3:GetObject", bucket, request, questions);
                key(bucket, "kms:Decrypt", questions);
            }
            case "PutObject" -> {
                object("s3:PutObject", bucket, request, questions);
                key(bucket, "kms:GenerateDataKey", questions);
            }
            case "AbortMultipartUpload" -> object("s3:AbortMultipartUpload", bucket, request, questions);
            case "DeleteObject" ->
                object(
                        ((DeleteObjectRequest) request).versionId() == null
                                ? "s3:DeleteObject"
                                : "s3:DeleteObjectVersion",
                        bucket,
                        request,
                        questions);
            case "DeleteObjects" ->
                ((DeleteObjectsRequest) request).delete().objects().forEach(object -> question(
                                object.versionId() == null ? "s3:DeleteObject" : "s3:DeleteObjectVersion",
                                bucket(bucket) + "/" + object.key(),
                                questions)
                        .ask());
            default -> {
                if (!OF_BUCKETS.containsKey(operation)) {
                    throw Field.unknown("s3:" + operation);
                }
                question(OF_BUCKETS.get(operation), bucket(bucket), questions).ask();
            }
        }
    }

    private static void object(String action, String bucket, SdkRequest request, Questions questions) {
        question(action, bucket(bucket) + "/" + Field.of(request, "Key"), questions)
                .ask();
    }

    /** https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html */
    private void key(String bucket, String action, Questions questions) {
        try {
            s3.getBucketEncryption(get -> get.bucket(bucket)).serverSideEncryptionConfiguration().rules().stream()
                    .map(rule -> rule.applyServerSideEncryptionByDefault().kmsMasterKeyID())
                    .filter(key -> key != null)
                    .forEach(key -> Keys.ask(List.of(action), key, "s3", questions));
        } catch (S3Exception e) {
            // No such bucket, or none that is encrypted by a key: nothing more is asked.
        }
    }

    private static Questions.Question question(String action, String arn, Questions questions) {
        return questions.about(action, arn).with("s3:ResourceAccount", Account.SANDBOX.id());
    }

    private static String bucket(String name) {
        return "arn:aws:s3:::" + name;
    }
}
