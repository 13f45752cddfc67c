package dev.replatform.imagestore;

import dev.replatform.aws.AwsAccount.Identity;
import dev.replatform.aws.CloudFrontDistributions.Distribution;
import dev.replatform.aws.PolicyDocument;
import dev.replatform.aws.S3Buckets.Bucket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who may do what with the bucket. */
final class Policies {
    /** What our statements of a bucket policy are known by. */
    static final Set<String> SIDS = Set.of("ReplatformCloudFront", "ReplatformRecords");

    private static final Map<String, ?> CLOUDFRONT = Map.of("Service", "cloudfront.amazonaws.com");

    private final EffectiveImageStore spec;
    private final Identity identity;

    Policies(EffectiveImageStore spec, Identity identity) {
        this.spec = spec;
        this.identity = identity;
    }

    /**
     * @return the bucket policy's two statements of ours: one distribution may read, but not what the operator keeps. See <a
     *     href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html">origin
     *     access control</a>
     */
    List<Map<String, ?>> cloudFrontMayRead(Distribution distribution) {
        return List.of(
                Map.of(
                        "Sid",
                        "ReplatformCloudFront",
                        "Effect",
                        "Allow",
                        "Principal",
                        CLOUDFRONT,
                        "Action",
                        "s3:GetObject",
                        "Resource",
                        objects(""),
                        "Condition",
                        Map.of("StringEquals", Map.of("AWS:SourceArn", distribution.arn()))),
                Map.of(
                        "Sid", "ReplatformRecords",
                        "Effect", "Deny",
                        "Principal", CLOUDFRONT,
                        "Action", "s3:GetObject",
                        "Resource", objects(ImportSource.RECORDS)));
    }

    /** @return whether the bucket's policy has both */
    boolean letCloudFrontRead(Bucket bucket, Distribution distribution) {
        return bucket.policy()
                .filter(policy -> cloudFrontMayRead(distribution).stream().allMatch(policy::has))
                .isPresent();
    }

    /** @return the role's inline policy: the application's objects, and the records of an import by the instance */
    PolicyDocument roleMayWrite() {
        var statements = new ArrayList<Map<String, ?>>();
        statements.add(allow(
                "ReplatformObjects",
                List.of("s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"),
                objects(spec.rolePrefix())));
        var prefixes = new ArrayList<String>();
        prefixes.add(spec.rolePrefix() + "*");
        if (spec.hasImport()) {
            var records = ImportSource.recordsOf(spec.owner());
            prefixes.add(records + "*");
            statements.add(allow("ReplatformImport", List.of("s3:GetObject", "s3:PutObject"), objects(records)));
        }
        statements.add(list(prefixes));
        if (spec.encryption().kmsKeyId() != null) {
            statements.add(key());
        }
        return PolicyDocument.of(statements);
    }

    private Map<String, ?> list(List<String> prefixes) {
        return Map.of(
                "Sid", "ReplatformList",
                "Effect", "Allow",
                "Action", "s3:ListBucket",
                "Resource", bucket(),
                "Condition", Map.of("StringLike", Map.of("s3:prefix", prefixes)));
    }

    private Map<String, ?> key() {
        var actions = List.of("kms:Decrypt", "kms:GenerateDataKey");
        var key = spec.encryption().kmsKeyId();
        if (!key.startsWith("alias/")) {
            return allow("ReplatformKey", actions, key.startsWith("arn:") ? key : keys(key));
        }
        return Map.of(
                "Sid",
                "ReplatformKey",
                "Effect",
                "Allow",
                "Action",
                actions,
                "Resource",
                keys("*"),
                "Condition",
                Map.of("ForAnyValue:StringEquals", Map.of("kms:ResourceAliases", key)));
    }

    private static Map<String, ?> allow(String sid, List<String> actions, String resource) {
        return Map.of("Sid", sid, "Effect", "Allow", "Action", actions, "Resource", resource);
    }

    private String bucket() {
        return "arn:%s:s3:::%s".formatted(identity.partition(), spec.bucketName());
    }

    private String objects(String prefix) {
        return bucket() + "/" + prefix + "*";
    }

    private String keys(String id) {
        return "arn:%s:kms:%s:%s:key/%s".formatted(identity.partition(), spec.region(), identity.account(), id);
    }
}
