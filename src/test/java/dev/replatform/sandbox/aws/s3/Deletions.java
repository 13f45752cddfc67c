package dev.replatform.sandbox.aws.s3;

import dev.replatform.sandbox.aws.ServedMembers;
import java.util.ArrayList;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectsResponse;
import software.amazon.awssdk.services.s3.model.DeletedObject;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;

/**
 * Deletes objects, or covers them with a marker where versions are kept.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/DeletingObjectVersions.html
 */
final class Deletions {
    private static final int MOST_AT_ONCE = 1000;

    private final Buckets buckets;
    private final Authorization authorization;

    Deletions(Buckets buckets, Authorization authorization) {
        this.buckets = buckets;
        this.authorization = authorization;
    }

    /**
     * @param versionId of the version that went, or of the marker that came; null without versioning
     * @param marker whether that is a delete marker
     */
    private record Deleted(String versionId, Boolean marker) {}

    DeleteObjectResponse delete(DeleteObjectRequest delete) {
        ServedMembers.only(delete, "Bucket", "Key", "VersionId", "ExpectedBucketOwner");
        var bucket = buckets.open(delete.bucket(), delete.expectedBucketOwner());
        var deleted = delete(bucket, delete.key(), delete.versionId());
        return DeleteObjectResponse.builder()
                .versionId(deleted.versionId())
                .deleteMarker(deleted.marker())
                .build();
    }

    DeleteObjectsResponse delete(DeleteObjectsRequest delete) {
        ServedMembers.only(delete, "Bucket", "Delete", "ExpectedBucketOwner", "ChecksumAlgorithm");
        var bucket = buckets.open(delete.bucket(), delete.expectedBucketOwner());
        var objects = delete.delete().objects();
        if (objects.isEmpty() || objects.size() > MOST_AT_ONCE) {
            throw S3Faults.malformedXml();
        }
        var gone = new ArrayList<DeletedObject>();
        var failed = new ArrayList<S3Error>();
        for (var object : objects) {
            ServedMembers.only(object, "Key", "VersionId");
            try {
                gone.add(shown(object, delete(bucket, object.key(), object.versionId())));
            } catch (S3Exception e) {
                failed.add(shown(object, e));
            }
        }
        boolean quiet = Boolean.TRUE.equals(delete.delete().quiet());
        return DeleteObjectsResponse.builder()
                .deleted(quiet ? null : gone)
                .errors(failed.isEmpty() ? null : failed)
                .build();
    }

    private static DeletedObject shown(ObjectIdentifier object, Deleted deleted) {
        boolean marker = Boolean.TRUE.equals(deleted.marker());
        return DeletedObject.builder()
                .key(object.key())
                .versionId(object.versionId())
                .deleteMarker(deleted.marker())
                .deleteMarkerVersionId(marker ? deleted.versionId() : null)
                .build();
    }

    private static S3Error shown(ObjectIdentifier object, S3Exception refusal) {
        return S3Error.builder()
                .key(object.key())
                .versionId(object.versionId())
                .code(refusal.awsErrorDetails().errorCode())
                .message(refusal.awsErrorDetails().errorMessage())
                .build();
    }

    private Deleted delete(Bucket bucket, String key, String versionId) {
        if (versionId != null) {
            authorization.requireObject(bucket, "s3:DeleteObjectVersion", key);
            boolean wasMarker = bucket.removeVersion(key, versionId)
                    .filter(StoredVersion::isDeleteMarker)
                    .isPresent();
            return new Deleted(versionId, wasMarker ? true : null);
        }
        authorization.requireObject(bucket, "s3:DeleteObject", key);
        if (bucket.versioning.isEmpty()) {
            var unused = bucket.removeVersion(key, StoredVersion.UNVERSIONED);
            return new Deleted(null, null);
        }
        var marker = StoredVersion.deleteMarker(key, bucket.newVersionId(), Objects.now());
        bucket.add(marker);
        return new Deleted(marker.versionId(), true);
    }
}
