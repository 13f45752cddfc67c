package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.CreateBucketConfiguration;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.LifecycleRuleFilter;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;

/**
 * S3 buckets and their configuration. Every call names the account that the bucket must belong to, so that a bucket of the
 * same name in another account is never read or changed.
 */
public final class S3Buckets {
    /** The one region that is not named when a bucket is made. */
    private static final String NAMELESS_REGION = "us-east-1";

    private static final String ABORT_RULE = "replatform-abort-incomplete-uploads";
    private static final String NONCURRENT_RULE = "replatform-noncurrent-versions";

    private static final Set<Integer> ELSEWHERE = Set.of(301, 400, 403);

    private static final String ELSEWHERE_TEXT =
            "S3 bucket %s exists in another account or region, or is closed to the operator: choose another spec.bucketName";

    private static final PublicAccessBlockConfiguration BLOCKED = PublicAccessBlockConfiguration.builder()
            .blockPublicAcls(true)
            .ignorePublicAcls(true)
            .blockPublicPolicy(true)
            .restrictPublicBuckets(true)
            .build();

    private final S3Client s3;
    private final String region;

    S3Buckets(S3Client s3, String region) {
        this.s3 = s3;
        this.region = region;
    }

    /**
     * A bucket in the operator's account.
     *
     * @param versioning {@code Enabled}, {@code Suspended}, or null where it never was
     * @param policy empty where it has none
     */
    public record Bucket(
            String name,
            Map<String, String> tags,
            boolean publicAccessBlocked,
            boolean ownerEnforced,
            String versioning,
            Encryption encryption,
            Tidying tidying,
            Optional<PolicyDocument> policy) {}

    /**
     * What new objects are encrypted with.
     *
     * @param algorithm {@code AES256} for S3's own keys, {@code aws:kms} or {@code aws:kms:dsse}
     * @param kmsKeyId null under S3's own keys, and where the account's {@code aws/s3} key serves
     */
    public record Encryption(String algorithm, String kmsKeyId) {
        /** @param kmsKeyId null for S3's own keys */
        public static Encryption with(String kmsKeyId) {
            var algorithm = kmsKeyId == null ? ServerSideEncryption.AES256 : ServerSideEncryption.AWS_KMS;
            return new Encryption(algorithm.toString(), kmsKeyId);
        }

        @Override
        public String toString() {
            return kmsKeyId == null ? algorithm : algorithm + " " + kmsKeyId;
        }
    }

    /** What S3 tidies up by itself, in days; null for never: our rule for it is not there, or is not as we write it. */
    public record Tidying(Integer abortIncompleteUploadsDays, Integer noncurrentVersionDays) {
        @Override
        public String toString() {
            return "unfinished uploads %s, old versions %s"
                    .formatted(inDays(abortIncompleteUploadsDays), inDays(noncurrentVersionDays));
        }

        private static String inDays(Integer days) {
            return days == null ? "never" : days + " days";
        }
    }

    /** @return where the bucket's objects lie: {@code <bucket>.s3.<region>.amazonaws.com} */
    public String domain(String bucket) {
        return "%s.s3.%s.%s"
                .formatted(
                        bucket, region, PartitionMetadata.of(Region.of(region)).dnsSuffix());
    }

    /** @return the region of a bucket that the operator may list; absent where no bucket has that name */
    public Seen<String> regionOf(String name) {
        return AwsCalls.see(
                "HeadBucket",
                () -> s3.headBucket(request -> request.bucket(name)).bucketRegion(),
                NoSuchBucketException.class);
    }

    /** @return the bucket with its configuration; unknown, as a conflict, where it belongs to another account */
    public Seen<Bucket> one(String name, String account) {
        try {
            s3.headBucket(request -> request.bucket(name).expectedBucketOwner(account));
            return Seen.present(read(name, account));
        } catch (NoSuchBucketException e) {
            return Seen.absent();
        } catch (S3Exception e) {
            return ELSEWHERE.contains(e.statusCode())
                    ? elsewhere(name, account)
                    : Seen.unknown(AwsCalls.problem("HeadBucket", e));
        } catch (SdkException e) {
            return Seen.unknown(AwsCalls.problem("HeadBucket", e));
        } catch (ProblemException e) {
            return Seen.unknown(e.problem());
        }
    }

    /** A HEAD has no body that says why it was refused; a GET has one. */
    private Seen<Bucket> elsewhere(String name, String account) {
        try {
            s3.getBucketTagging(request -> request.bucket(name).expectedBucketOwner(account));
        } catch (S3Exception e) {
            if (AwsCalls.isAboutCredentials(e)) {
                return Seen.unknown(AwsCalls.problem("HeadBucket", e));
            }
        } catch (SdkException e) {
            return Seen.unknown(AwsCalls.problem("HeadBucket", e));
        }
        return Seen.unknown(FailureReason.CONFLICT, ELSEWHERE_TEXT.formatted(name));
    }

    private Bucket read(String name, String account) {
        var tags = ask("GetBucketTagging", "NoSuchTagSet", () -> s3.getBucketTagging(
                        request -> request.bucket(name).expectedBucketOwner(account))
                .tagSet());
        var block = ask("GetPublicAccessBlock", "NoSuchPublicAccessBlockConfiguration", () -> s3.getPublicAccessBlock(
                        request -> request.bucket(name).expectedBucketOwner(account))
                .publicAccessBlockConfiguration());
        var ownership =
                ask("GetBucketOwnershipControls", "OwnershipControlsNotFoundError", () -> s3.getBucketOwnershipControls(
                                request -> request.bucket(name).expectedBucketOwner(account))
                        .ownershipControls());
        var versioning = AwsCalls.act(
                "GetBucketVersioning",
                () -> s3.getBucketVersioning(request -> request.bucket(name).expectedBucketOwner(account)));
        var policy = ask("GetBucketPolicy", "NoSuchBucketPolicy", () -> s3.getBucketPolicy(
                        request -> request.bucket(name).expectedBucketOwner(account))
                .policy());
        return new Bucket(
                name,
                tags.orElse(List.of()).stream().collect(Collectors.toMap(Tag::key, Tag::value)),
                block.filter(BLOCKED::equals).isPresent(),
                ownership
                        .filter(controls -> controls.rules().stream()
                                .anyMatch(rule -> rule.objectOwnership() == ObjectOwnership.BUCKET_OWNER_ENFORCED))
                        .isPresent(),
                versioning.statusAsString(),
                encryption(name, account),
                tidying(lifecycle(name, account).rules()),
                policy.map(PolicyDocument::parse));
    }

    private Encryption encryption(String name, String account) {
        var rules = ask(
                "GetBucketEncryption", "ServerSideEncryptionConfigurationNotFoundError", () -> s3.getBucketEncryption(
                                request -> request.bucket(name).expectedBucketOwner(account))
                        .serverSideEncryptionConfiguration()
                        .rules());
        return rules.orElse(List.of()).stream()
                .map(ServerSideEncryptionRule::applyServerSideEncryptionByDefault)
                .map(byDefault -> new Encryption(byDefault.sseAlgorithmAsString(), byDefault.kmsMasterKeyID()))
                .findFirst()
                .orElse(Encryption.with(null));
    }

    private GetBucketLifecycleConfigurationResponse lifecycle(String name, String account) {
        return ask(
                        "GetBucketLifecycleConfiguration",
                        "NoSuchLifecycleConfiguration",
                        () -> s3.getBucketLifecycleConfiguration(
                                request -> request.bucket(name).expectedBucketOwner(account)))
                .orElse(GetBucketLifecycleConfigurationResponse.builder().build());
    }

    /** Creates it, with its tags from the first moment; one that is ours already is left alone. */
    public void create(String name, Map<String, String> tags) {
        var configuration = CreateBucketConfiguration.builder().tags(tagSet(tags));
        if (!region.equals(NAMELESS_REGION)) {
            configuration.locationConstraint(region);
        }
        AwsCalls.actUnless(
                BucketAlreadyOwnedByYouException.class,
                "CreateBucket",
                () -> s3.createBucket(
                        request -> request.bucket(name).createBucketConfiguration(configuration.build())));
    }

    /** Sets the tags, all of them. */
    public void tag(String name, String account, Map<String, String> tags) {
        AwsCalls.act(
                "PutBucketTagging",
                () -> s3.putBucketTagging(request -> request.bucket(name)
                        .expectedBucketOwner(account)
                        .tagging(tagging -> tagging.tagSet(tagSet(tags)))));
    }

    /** Blocks public access in all four ways. */
    public void blockPublicAccess(String name, String account) {
        AwsCalls.act(
                "PutPublicAccessBlock",
                () -> s3.putPublicAccessBlock(request ->
                        request.bucket(name).expectedBucketOwner(account).publicAccessBlockConfiguration(BLOCKED)));
    }

    /** Makes access control lists void: the bucket's owner owns every object. */
    public void enforceOwner(String name, String account) {
        var rule = OwnershipControlsRule.builder()
                .objectOwnership(ObjectOwnership.BUCKET_OWNER_ENFORCED)
                .build();
        AwsCalls.act(
                "PutBucketOwnershipControls",
                () -> s3.putBucketOwnershipControls(request -> request.bucket(name)
                        .expectedBucketOwner(account)
                        .ownershipControls(controls -> controls.rules(rule))));
    }

    /** @param status {@code Enabled} or {@code Suspended} */
    public void setVersioning(String name, String account, String status) {
        AwsCalls.act(
                "PutBucketVersioning",
                () -> s3.putBucketVersioning(request -> request.bucket(name)
                        .expectedBucketOwner(account)
                        .versioningConfiguration(
                                versioning -> versioning.status(BucketVersioningStatus.fromValue(status)))));
    }

    public void setEncryption(String name, String account, Encryption encryption) {
        var rule = ServerSideEncryptionRule.builder()
                .bucketKeyEnabled(encryption.kmsKeyId() != null)
                .applyServerSideEncryptionByDefault(byDefault ->
                        byDefault.sseAlgorithm(encryption.algorithm()).kmsMasterKeyID(encryption.kmsKeyId()))
                .build();
        AwsCalls.act(
                "PutBucketEncryption",
                () -> s3.putBucketEncryption(request -> request.bucket(name)
                        .expectedBucketOwner(account)
                        .serverSideEncryptionConfiguration(all -> all.rules(rule))));
    }

    /** Sets our lifecycle rules, or takes away those that are not wanted; others live on, and so does the smallest size that S3 moves. */
    public void tidy(String name, String account, Tidying tidying) {
        AwsCalls.act("PutBucketLifecycleConfiguration", () -> {
            var before = lifecycle(name, account);
            var rules = new ArrayList<LifecycleRule>();
            before.rules().stream()
                    .filter(rule -> !Set.of(ABORT_RULE, NONCURRENT_RULE).contains(rule.id()))
                    .forEach(rules::add);
            if (tidying.abortIncompleteUploadsDays() != null) {
                rules.add(rule(ABORT_RULE)
                        .abortIncompleteMultipartUpload(
                                abort -> abort.daysAfterInitiation(tidying.abortIncompleteUploadsDays()))
                        .build());
            }
            if (tidying.noncurrentVersionDays() != null) {
                rules.add(rule(NONCURRENT_RULE)
                        .noncurrentVersionExpiration(expiry -> expiry.noncurrentDays(tidying.noncurrentVersionDays()))
                        .build());
            }
            if (rules.isEmpty()) { // S3 takes no configuration without a rule
                return s3.deleteBucketLifecycle(request -> request.bucket(name).expectedBucketOwner(account));
            }
            return s3.putBucketLifecycleConfiguration(request -> request.bucket(name)
                    .expectedBucketOwner(account)
                    .transitionDefaultMinimumObjectSize(before.transitionDefaultMinimumObjectSize())
                    .lifecycleConfiguration(lifecycle -> lifecycle.rules(rules)));
        });
    }

    /** Sets the policy, whole; one without statements, which S3 would refuse, is taken away. */
    public void setPolicy(String name, String account, PolicyDocument policy) {
        if (policy.isEmpty()) {
            AwsCalls.act(
                    "DeleteBucketPolicy",
                    () -> s3.deleteBucketPolicy(request -> request.bucket(name).expectedBucketOwner(account)));
            return;
        }
        AwsCalls.act(
                "PutBucketPolicy",
                () -> s3.putBucketPolicy(request ->
                        request.bucket(name).expectedBucketOwner(account).policy(policy.toJson())));
    }

    /**
     * Deletes it; one that is gone already is as good.
     *
     * @throws ProblemException also while it holds objects, versions or delete markers
     */
    public void delete(String name, String account) {
        AwsCalls.actUnless(
                NoSuchBucketException.class,
                "DeleteBucket",
                () -> s3.deleteBucket(request -> request.bucket(name).expectedBucketOwner(account)));
    }

    /** @return the answer; empty where the service says by that code that nothing is set */
    private static <T> Optional<T> ask(String call, String notSet, Supplier<T> read) {
        var seen = AwsCalls.seeByCode(call, read, Set.of(notSet));
        seen.problem().ifPresent(problem -> {
            throw new ProblemException(problem);
        });
        return seen.value();
    }

    private static Tidying tidying(List<LifecycleRule> rules) {
        Integer abort = null;
        Integer noncurrent = null;
        for (var rule : rules) {
            boolean isAsWritten =
                    rule(rule.id()).build().filter().equals(rule.filter()) && rule.status() == ExpirationStatus.ENABLED;
            if (isAsWritten && ABORT_RULE.equals(rule.id()) && rule.abortIncompleteMultipartUpload() != null) {
                abort = rule.abortIncompleteMultipartUpload().daysAfterInitiation();
            }
            if (isAsWritten && NONCURRENT_RULE.equals(rule.id()) && rule.noncurrentVersionExpiration() != null) {
                noncurrent = rule.noncurrentVersionExpiration().noncurrentDays();
            }
        }
        return new Tidying(abort, noncurrent);
    }

    private static LifecycleRule.Builder rule(String id) {
        var everything = LifecycleRuleFilter.builder().prefix("").build();
        return LifecycleRule.builder().id(id).status(ExpirationStatus.ENABLED).filter(everything);
    }

    private static List<Tag> tagSet(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
