package dev.replatform.sandbox.aws.s3;

import dev.replatform.sandbox.aws.ServedMembers;
import java.util.List;
import software.amazon.awssdk.services.s3.model.Checksum;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesParts;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesRequest;
import software.amazon.awssdk.services.s3.model.GetObjectAttributesResponse;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectPart;
import software.amazon.awssdk.services.s3.model.StorageClass;

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObjectAttributes.html */
final class Attributes {
    private static final int MOST_PARTS = 1000;

    private final Buckets buckets;
    private final Authorization authorization;
    private final Objects objects;

    Attributes(Buckets buckets, Authorization authorization, Objects objects) {
        this.buckets = buckets;
        this.authorization = authorization;
        this.objects = objects;
    }

    GetObjectAttributesResponse get(GetObjectAttributesRequest get) {
        ServedMembers.only(get, "Bucket", "Key", "VersionId", "ObjectAttributes", "ExpectedBucketOwner");
        var bucket = buckets.open(get.bucket(), get.expectedBucketOwner());
        authorization.requireObject(bucket, "s3:GetObjectAttributes", get.key());
        var version = objects.readable(bucket, get.key(), get.versionId());
        var answer = GetObjectAttributesResponse.builder()
                .lastModified(version.lastModified())
                .versionId(bucket.shownVersionId(version));
        get.objectAttributes().forEach(asked -> tell(asked, version, answer));
        return answer.build();
    }

    private static void tell(
            ObjectAttributes asked, StoredVersion version, GetObjectAttributesResponse.Builder answer) {
        switch (asked) {
            // This answer alone has the ETag without quotes.
            case E_TAG -> answer.eTag(version.eTag());
            case CHECKSUM -> answer.checksum(checksum(version));
            case OBJECT_PARTS -> answer.objectParts(parts(version));
            case STORAGE_CLASS -> answer.storageClass(StorageClass.STANDARD);
            case OBJECT_SIZE -> answer.objectSize(version.size());
            default -> throw S3Faults.invalidArgument("Invalid attribute name specified.");
        }
    }

    private static Checksum checksum(StoredVersion version) {
        var checksum = Checksum.builder();
        version.checksum().writeTo(checksum);
        return checksum.build();
    }

    private static GetObjectAttributesParts parts(StoredVersion version) {
        if (version.parts().isEmpty()) {
            return null;
        }
        var answer = GetObjectAttributesParts.builder()
                .totalPartsCount(version.parts().size());
        // Parts are told one by one only where each has a checksum that counts.
        if (version.checksum().type() == ChecksumType.COMPOSITE) {
            answer.parts(shown(version.parts()))
                    .partNumberMarker(0)
                    .maxParts(MOST_PARTS)
                    .isTruncated(version.parts().size() > MOST_PARTS);
        }
        return answer.build();
    }

    private static List<ObjectPart> shown(List<StoredVersion.Part> parts) {
        return parts.stream()
                .limit(MOST_PARTS)
                .map(part -> {
                    var shown = ObjectPart.builder().partNumber(part.number()).size(part.size());
                    part.checksum().writeTo(shown);
                    return shown.build();
                })
                .toList();
    }
}
