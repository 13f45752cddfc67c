package dev.replatform.sandbox.aws.s3;

import dev.replatform.sandbox.aws.Caller;
import dev.replatform.sandbox.aws.ServedMembers;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.BucketVersioningStatus;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketLifecycleRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketLifecycleResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.DeleteBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.DeletePublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.GetBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.GetBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.GetBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.GetBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.GetBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.GetPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.PublicAccessBlockConfiguration;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionRequest;
import software.amazon.awssdk.services.s3.model.PutBucketEncryptionResponse;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationRequest;
import software.amazon.awssdk.services.s3.model.PutBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.PutBucketOwnershipControlsRequest;
import software.amazon.awssdk.services.s3.model.PutBucketOwnershipControlsResponse;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyRequest;
import software.amazon.awssdk.services.s3.model.PutBucketPolicyResponse;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingRequest;
import software.amazon.awssdk.services.s3.model.PutBucketTaggingResponse;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningRequest;
import software.amazon.awssdk.services.s3.model.PutBucketVersioningResponse;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockRequest;
import software.amazon.awssdk.services.s3.model.PutPublicAccessBlockResponse;
import software.amazon.awssdk.services.s3.model.TransitionDefaultMinimumObjectSize;

/** What is set of a bucket beside its objects, read back as it was set. */
final class BucketConfiguration {
    private final Buckets buckets;
    private final Authorization authorization;

    BucketConfiguration(Buckets buckets, Authorization authorization) {
        this.buckets = buckets;
        this.authorization = authorization;
    }

    private Bucket open(String name, String expectedOwner, String action) {
        var bucket = buckets.open(name, expectedOwner);
        authorization.require(bucket, action);
        return bucket;
    }

    private static <T> T orNotFound(Optional<T> set, String code, String text) {
        return set.orElseThrow(() -> S3Faults.notFound(code, text));
    }

    PutBucketPolicyResponse put(PutBucketPolicyRequest put) {
        ServedMembers.only(put, "Bucket", "Policy", "ExpectedBucketOwner", "ContentMD5", "ChecksumAlgorithm");
        var bucket = open(put.bucket(), put.expectedBucketOwner(), "s3:PutBucketPolicy");
        var policy = BucketPolicy.read(bucket, put.policy());
        boolean blocked = bucket.publicAccessBlock
                .filter(PublicAccessBlockConfiguration::blockPublicPolicy)
                .isPresent();
        if (blocked && policy.isPublic()) {
            throw S3Faults.accessDenied("User: " + Caller.current().arn()
                    + " is not authorized to perform: s3:PutBucketPolicy on resource: \"" + bucket.arn()
                    + "\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public "
                    + "Access.");
        }
        bucket.policy = Optional.of(policy);
        return PutBucketPolicyResponse.builder().build();
    }

    GetBucketPolicyResponse get(GetBucketPolicyRequest get) {
        ServedMembers.only(get, "Bucket", "ExpectedBucketOwner");
        var bucket = open(get.bucket(), get.expectedBucketOwner(), "s3:GetBucketPolicy");
        var policy = orNotFound(bucket.policy, "NoSuchBucketPolicy", "The bucket policy does not exist");
        return GetBucketPolicyResponse.builder()
                .policy(BucketPolicy.normalised(policy))
                .build();
    }

    DeleteBucketPolicyResponse delete(DeleteBucketPolicyRequest delete) {
        ServedMembers.only(delete, "Bucket", "ExpectedBucketOwner");
        open(delete.bucket(), delete.expectedBucketOwner(), "s3:DeleteBucketPolicy").policy = Optional.empty();
        return DeleteBucketPolicyResponse.builder().build();
    }

    PutPublicAccessBlockResponse put(PutPublicAccessBlockRequest put) {
        ServedMembers.only(
                put,
                "Bucket",
                "PublicAccessBlockConfiguration",
                "ExpectedBucketOwner",
                "ContentMD5",
                "ChecksumAlgorithm");
        var bucket = open(put.bucket(), put.expectedBucketOwner(), "s3:PutBucketPublicAccessBlock");
        var wanted = Optional.ofNullable(put.publicAccessBlockConfiguration()).orElseThrow(S3Faults::malformedXml);
        // What is left out is off.
        bucket.publicAccessBlock = Optional.of(PublicAccessBlockConfiguration.builder()
                .blockPublicAcls(Boolean.TRUE.equals(wanted.blockPublicAcls()))
                .ignorePublicAcls(Boolean.TRUE.equals(wanted.ignorePublicAcls()))
                .blockPublicPolicy(Boolean.TRUE.equals(wanted.blockPublicPolicy()))
                .restrictPublicBuckets(Boolean.TRUE.equals(wanted.restrictPublicBuckets()))
                .build());
        return PutPublicAccessBlockResponse.builder().build();
    }

    GetPublicAccessBlockResponse get(GetPublicAccessBlockRequest get) {
        ServedMembers.only(get, "Bucket", "ExpectedBucketOwner");
        var bucket = open(get.bucket(), get.expectedBucketOwner(), "s3:GetBucketPublicAccessBlock");
        return GetPublicAccessBlockResponse.builder()
                .publicAccessBlockConfiguration(orNotFound(
                        bucket.publicAccessBlock,
                        "NoSuchPublicAccessBlockConfiguration",
                        "The public access block configuration was not found"))
                .build();
    }

    DeletePublicAccessBlockResponse delete(DeletePublicAccessBlockRequest delete) {
        ServedMembers.only(delete, "Bucket", "ExpectedBucketOwner");
        open(delete.bucket(), delete.expectedBucketOwner(), "s3:PutBucketPublicAccessBlock").publicAccessBlock =
                Optional.empty();
        return DeletePublicAccessBlockResponse.builder().build();
    }

    PutBucketOwnershipControlsResponse put(PutBucketOwnershipControlsRequest put) {
        ServedMembers.only(
                put, "Bucket", "OwnershipControls", "ExpectedBucketOwner", "ContentMD5", "ChecksumAlgorithm");
        var bucket = open(put.bucket(), put.expectedBucketOwner(), "s3:PutBucketOwnershipControls");
        if (put.ownershipControls() == null || put.ownershipControls().rules().size() != 1) {
            throw S3Faults.malformedXml();
        }
        bucket.ownership = Optional.of(put.ownershipControls().rules().get(0).objectOwnership());
        return PutBucketOwnershipControlsResponse.builder().build();
    }

    GetBucketOwnershipControlsResponse get(GetBucketOwnershipControlsRequest get) {
        ServedMembers.only(get, "Bucket", "ExpectedBucketOwner");
        var bucket = open(get.bucket(), get.expectedBucketOwner(), "s3:GetBucketOwnershipControls");
        var ownership = orNotFound(
                bucket.ownership, "OwnershipControlsNotFoundError", "The bucket ownership controls were not found");
        var rule = OwnershipControlsRule.builder().objectOwnership(ownership).build();
        return GetBucketOwnershipControlsResponse.builder()
                .ownershipControls(controls -> controls.rules(List.of(rule)))
                .build();
    }

    DeleteBucketOwnershipControlsResponse delete(DeleteBucketOwnershipControlsRequest delete) {
        ServedMembers.only(delete, "Bucket", "ExpectedBucketOwner");
        open(delete.bucket(), delete.expectedBucketOwner(), "s3:PutBucketOwnershipControls").ownership =
                Optional.empty();
        return DeleteBucketOwnershipControlsResponse.builder().build();
    }

    PutBucketVersioningResponse put(PutBucketVersioningRequest put) {
        ServedMembers.only(
                put, "Bucket", "VersioningConfiguration", "ExpectedBucketOwner", "ContentMD5", "ChecksumAlgorithm");
        var bucket = open(put.bucket(), put.expectedBucketOwner(), "s3:PutBucketVersioning");
        ServedMembers.only(put.versioningConfiguration(), "Status");
        bucket.versioning = Optional.of(Optional.ofNullable(
                        put.versioningConfiguration().status())
                .filter(BucketVersioningStatus.knownValues()::contains)
                .orElseThrow(() -> S3Faults.badRequest(
                        "IllegalVersioningConfigurationException", "The Versioning element must be specified")));
        return PutBucketVersioningResponse.builder().build();
    }

    GetBucketVersioningResponse get(GetBucketVersioningRequest get) {
        ServedMembers.only(get, "Bucket", "ExpectedBucketOwner");
        var bucket = open(get.bucket(), get.expectedBucketOwner(), "s3:GetBucketVersioning");
        return GetBucketVersioningResponse.builder()
                .status(bucket.versioning.orElse(null))
                .build();
    }

    PutBucketEncryptionResponse put(PutBucketEncryptionRequest put) {
        ServedMembers.only(
                put,
                "Bucket",
                "ServerSideEncryptionConfiguration",
                "ExpectedBucketOwner",
                "ContentMD5",
                "ChecksumAlgorithm");
        var bucket = open(put.bucket(), put.expectedBucketOwner(), "s3:PutEncryptionConfiguration");
        Encryption.check(put.serverSideEncryptionConfiguration());
        bucket.encryption = put.serverSideEncryptionConfiguration();
        return PutBucketEncryptionResponse.builder().build();
    }

    GetBucketEncryptionResponse get(GetBucketEncryptionRequest get) {
        ServedMembers.only(get, "Bucket", "ExpectedBucketOwner");
        var bucket = open(get.bucket(), get.expectedBucketOwner(), "s3:GetEncryptionConfiguration");
        return GetBucketEncryptionResponse.builder()
                .serverSideEncryptionConfiguration(bucket.encryption)
                .build();
    }

    /** No bucket is without encryption since 2023: taking it away brings the default back. */
    DeleteBucketEncryptionResponse delete(DeleteBucketEncryptionRequest delete) {
        ServedMembers.only(delete, "Bucket", "ExpectedBucketOwner");
        open(delete.bucket(), delete.expectedBucketOwner(), "s3:PutEncryptionConfiguration").encryption =
                Encryption.DEFAULT;
        return DeleteBucketEncryptionResponse.builder().build();
    }

    PutBucketLifecycleConfigurationResponse put(PutBucketLifecycleConfigurationRequest put) {
        ServedMembers.only(
                put,
                "Bucket",
                "LifecycleConfiguration",
                "TransitionDefaultMinimumObjectSize",
                "ExpectedBucketOwner",
                "ChecksumAlgorithm");
        var bucket = open(put.bucket(), put.expectedBucketOwner(), "s3:PutLifecycleConfiguration");
        var wanted = Optional.ofNullable(put.lifecycleConfiguration()).orElseThrow(S3Faults::malformedXml);
        bucket.lifecycle = Lifecycle.checked(wanted.rules());
        bucket.smallestToMove = Optional.ofNullable(put.transitionDefaultMinimumObjectSize())
                .orElse(TransitionDefaultMinimumObjectSize.ALL_STORAGE_CLASSES_128_K);
        return PutBucketLifecycleConfigurationResponse.builder()
                .transitionDefaultMinimumObjectSize(bucket.smallestToMove)
                .build();
    }

    GetBucketLifecycleConfigurationResponse get(GetBucketLifecycleConfigurationRequest get) {
        ServedMembers.only(get, "Bucket", "ExpectedBucketOwner");
        var bucket = open(get.bucket(), get.expectedBucketOwner(), "s3:GetLifecycleConfiguration");
        return GetBucketLifecycleConfigurationResponse.builder()
                .rules(orNotFound(
                        Optional.of(bucket.lifecycle).filter(rules -> !rules.isEmpty()),
                        "NoSuchLifecycleConfiguration",
                        "The lifecycle configuration does not exist"))
                .transitionDefaultMinimumObjectSize(bucket.smallestToMove)
                .build();
    }

    DeleteBucketLifecycleResponse delete(DeleteBucketLifecycleRequest delete) {
        ServedMembers.only(delete, "Bucket", "ExpectedBucketOwner");
        open(delete.bucket(), delete.expectedBucketOwner(), "s3:PutLifecycleConfiguration").lifecycle = List.of();
        return DeleteBucketLifecycleResponse.builder().build();
    }

    PutBucketTaggingResponse put(PutBucketTaggingRequest put) {
        ServedMembers.only(put, "Bucket", "Tagging", "ExpectedBucketOwner", "ContentMD5", "ChecksumAlgorithm");
        var bucket = open(put.bucket(), put.expectedBucketOwner(), "s3:PutBucketTagging");
        var wanted = Optional.ofNullable(put.tagging()).orElseThrow(S3Faults::malformedXml);
        bucket.tags = BucketTags.checked(wanted.tagSet());
        return PutBucketTaggingResponse.builder().build();
    }

    GetBucketTaggingResponse get(GetBucketTaggingRequest get) {
        ServedMembers.only(get, "Bucket", "ExpectedBucketOwner");
        var bucket = open(get.bucket(), get.expectedBucketOwner(), "s3:GetBucketTagging");
        return GetBucketTaggingResponse.builder()
                .tagSet(orNotFound(
                        Optional.of(bucket.tags).filter(tags -> !tags.isEmpty()),
                        "NoSuchTagSet",
                        "The TagSet does not exist"))
                .build();
    }

    DeleteBucketTaggingResponse delete(DeleteBucketTaggingRequest delete) {
        ServedMembers.only(delete, "Bucket", "ExpectedBucketOwner");
        open(delete.bucket(), delete.expectedBucketOwner(), "s3:PutBucketTagging").tags = List.of();
        return DeleteBucketTaggingResponse.builder().build();
    }
}
