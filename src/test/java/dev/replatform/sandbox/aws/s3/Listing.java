package dev.replatform.sandbox.aws.s3;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.ServedMembers;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsRequest;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.ObjectVersionStorageClass;
import software.amazon.awssdk.services.s3.model.Owner;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * What is in a bucket, a page at a time. https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectsV2.html,
 * API_ListObjectVersions.html
 */
final class Listing {
    private static final Owner OWNER = Owner.builder().id(Account.SANDBOX.id()).build();

    private final Buckets buckets;
    private final Authorization authorization;

    Listing(Buckets buckets, Authorization authorization) {
        this.buckets = buckets;
        this.authorization = authorization;
    }

    ListObjectsV2Response objects(ListObjectsV2Request list) {
        ServedMembers.only(
                list,
                "Bucket",
                "Prefix",
                "Delimiter",
                "MaxKeys",
                "ContinuationToken",
                "StartAfter",
                "EncodingType",
                "FetchOwner",
                "ExpectedBucketOwner");
        var prefix = Optional.ofNullable(list.prefix()).orElse("");
        var bucket = buckets.open(list.bucket(), list.expectedBucketOwner());
        authorization.requireListing(bucket, "s3:ListBucket", prefix);
        var after = Optional.ofNullable(list.continuationToken())
                .map(Listing::decodedToken)
                .orElse(Optional.ofNullable(list.startAfter()).orElse(""));
        var page = new ListingPage(prefix, list.delimiter(), list.maxKeys(), after);
        page.fill(bucket.versionsFrom(prefix, after).stream()
                .filter(version ->
                        bucket.newest(version.key()).filter(version::equals).isPresent())
                .filter(version -> !version.isDeleteMarker())
                .filter(version -> KeyOrder.UTF_8.compare(version.key(), after) > 0));
        var encoded = encoding(list.encodingType());
        return ListObjectsV2Response.builder()
                .name(bucket.name)
                .prefix(encoded.apply(prefix))
                .delimiter(encoded.apply(list.delimiter()))
                .startAfter(encoded.apply(list.startAfter()))
                .encodingType(list.encodingType())
                .maxKeys(page.maxKeys())
                .keyCount(page.size())
                .isTruncated(page.isTruncated())
                .continuationToken(list.continuationToken())
                .nextContinuationToken(page.isTruncated() ? encodedToken(page.last()) : null)
                .contents(page.versions().stream()
                        .map(version -> shown(version, encoded, Boolean.TRUE.equals(list.fetchOwner())))
                        .toList())
                .commonPrefixes(page.commonPrefixes().stream()
                        .map(common -> shownPrefix(common, encoded))
                        .toList())
                .build();
    }

    ListObjectVersionsResponse versions(ListObjectVersionsRequest list) {
        ServedMembers.only(
                list,
                "Bucket",
                "Prefix",
                "Delimiter",
                "MaxKeys",
                "KeyMarker",
                "VersionIdMarker",
                "EncodingType",
                "ExpectedBucketOwner");
        var prefix = Optional.ofNullable(list.prefix()).orElse("");
        var bucket = buckets.open(list.bucket(), list.expectedBucketOwner());
        authorization.requireListing(bucket, "s3:ListBucketVersions", prefix);
        var after = Optional.ofNullable(list.keyMarker()).orElse("");
        var page = new ListingPage(prefix, list.delimiter(), list.maxKeys(), after);
        page.fill(afterMarkers(bucket, list, prefix, after));
        var encoded = encoding(list.encodingType());
        return ListObjectVersionsResponse.builder()
                .name(bucket.name)
                .prefix(encoded.apply(prefix))
                .delimiter(encoded.apply(list.delimiter()))
                .keyMarker(encoded.apply(list.keyMarker()))
                .versionIdMarker(list.versionIdMarker())
                .encodingType(list.encodingType())
                .maxKeys(page.maxKeys())
                .isTruncated(page.isTruncated())
                .nextKeyMarker(page.isTruncated() ? encoded.apply(page.last()) : null)
                .nextVersionIdMarker(page.isTruncated() ? page.lastVersionId() : null)
                .versions(page.versions().stream()
                        .filter(version -> !version.isDeleteMarker())
                        .map(version -> shownVersion(bucket, version, encoded))
                        .toList())
                .deleteMarkers(page.versions().stream()
                        .filter(StoredVersion::isDeleteMarker)
                        .map(marker -> shownMarker(bucket, marker, encoded))
                        .toList())
                .commonPrefixes(page.commonPrefixes().stream()
                        .map(common -> shownPrefix(common, encoded))
                        .toList())
                .build();
    }

    /** Without a version marker the key marker's own versions are passed over, with one only those up to it. */
    private static Stream<StoredVersion> afterMarkers(
            Bucket bucket, ListObjectVersionsRequest list, String prefix, String after) {
        var versions = bucket.versionsFrom(prefix, after);
        if (list.versionIdMarker() == null) {
            return versions.stream().filter(version -> KeyOrder.UTF_8.compare(version.key(), after) > 0);
        }
        return versions.stream()
                .dropWhile(version ->
                        version.key().equals(after) && !version.versionId().equals(list.versionIdMarker()))
                .dropWhile(version ->
                        version.key().equals(after) && version.versionId().equals(list.versionIdMarker()));
    }

    private static S3Object shown(StoredVersion version, UnaryOperator<String> encoded, boolean withOwner) {
        return S3Object.builder()
                .key(encoded.apply(version.key()))
                .size(version.size())
                .eTag(version.quotedETag())
                .lastModified(version.lastModified())
                .checksumAlgorithm(version.checksum().algorithm())
                .checksumType(version.checksum().type())
                .storageClass(ObjectVersionStorageClass.STANDARD.toString())
                .owner(withOwner ? OWNER : null)
                .build();
    }

    private static ObjectVersion shownVersion(Bucket bucket, StoredVersion version, UnaryOperator<String> encoded) {
        return ObjectVersion.builder()
                .key(encoded.apply(version.key()))
                .versionId(version.versionId())
                .isLatest(isNewest(bucket, version))
                .size(version.size())
                .eTag(version.quotedETag())
                .lastModified(version.lastModified())
                .checksumAlgorithm(version.checksum().algorithm())
                .checksumType(version.checksum().type())
                .storageClass(ObjectVersionStorageClass.STANDARD)
                .owner(OWNER)
                .build();
    }

    private static DeleteMarkerEntry shownMarker(Bucket bucket, StoredVersion marker, UnaryOperator<String> encoded) {
        return DeleteMarkerEntry.builder()
                .key(encoded.apply(marker.key()))
                .versionId(marker.versionId())
                .isLatest(isNewest(bucket, marker))
                .lastModified(marker.lastModified())
                .owner(OWNER)
                .build();
    }

    private static CommonPrefix shownPrefix(String common, UnaryOperator<String> encoded) {
        return CommonPrefix.builder().prefix(encoded.apply(common)).build();
    }

    private static boolean isNewest(Bucket bucket, StoredVersion version) {
        return bucket.newest(version.key()).filter(version::equals).isPresent();
    }

    /** {@code url} writes a space as + and leaves slashes alone, as S3 does; XML 1.0 could not carry some keys otherwise. */
    static UnaryOperator<String> encoding(EncodingType type) {
        return type == EncodingType.URL
                ? text -> text == null
                        ? null
                        : URLEncoder.encode(text, StandardCharsets.UTF_8).replace("%2F", "/")
                : UnaryOperator.identity();
    }

    private static String encodedToken(String last) {
        return Base64.getUrlEncoder().encodeToString(last.getBytes(StandardCharsets.UTF_8));
    }

    private static String decodedToken(String token) {
        try {
            return new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw S3Faults.invalidArgument("The continuation token provided is incorrect");
        }
    }
}
