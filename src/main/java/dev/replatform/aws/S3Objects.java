package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectVersionsResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Objects in S3. */
public final class S3Objects {
    private final S3Client s3;

    S3Objects(S3Client s3) {
        this.s3 = s3;
    }

    /**
     * One object in a listing.
     *
     * @param bytes its size
     * @param etag without quotes; the MD5 of the content only where it came in one part under SSE-S3
     */
    public record Listed(String key, long bytes, String etag) {}

    /**
     * What an object holds.
     *
     * @param sha256 lower-case hexadecimal
     * @param contentType as S3 gives it; may be null
     */
    public record Content(String sha256, String contentType) {}

    /** @return ETags by key, below a prefix that holds few objects; absent where the bucket is */
    public Seen<Map<String, String>> etags(String bucket, String prefix) {
        return AwsCalls.see(
                "ListObjectsV2",
                () -> s3
                        .listObjectsV2(
                                request -> request.bucket(bucket).prefix(prefix).encodingType(EncodingType.URL))
                        .contents()
                        .stream()
                        .collect(Collectors.toMap(S3Object::key, object -> unquoted(object.eTag()))),
                NoSuchBucketException.class);
    }

    /** @return an object that is small; absent where it is not there */
    public Seen<byte[]> content(String bucket, String key) {
        return AwsCalls.see(
                "GetObject",
                () -> s3.getObjectAsBytes(request -> request.bucket(bucket).key(key))
                        .asByteArray(),
                NoSuchKeyException.class);
    }

    /**
     * Goes through all objects below a prefix, in the order of their keys' UTF-8.
     *
     * @throws ProblemException where S3 refuses or does not answer
     */
    public void list(String bucket, String prefix, Consumer<Listed> each) {
        AwsCalls.act("ListObjectsV2", () -> {
            s3.listObjectsV2Paginator(
                            request -> request.bucket(bucket).prefix(prefix).encodingType(EncodingType.URL))
                    .contents()
                    .forEach(object -> each.accept(new Listed(object.key(), object.size(), unquoted(object.eTag()))));
            return bucket;
        });
    }

    /**
     * Reads an object, however large, without keeping it.
     *
     * @return empty where it is not there
     * @throws ProblemException where S3 refuses or does not answer
     */
    public Optional<Content> digest(String bucket, String key) {
        Seen<ResponseInputStream<GetObjectResponse>> opened = AwsCalls.see(
                "GetObject",
                () -> s3.getObject(request -> request.bucket(bucket).key(key)),
                NoSuchKeyException.class);
        opened.problem().ifPresent(problem -> {
            throw new ProblemException(problem);
        });
        return opened.value().map(S3Objects::digest);
    }

    /** Writes a small object. */
    public void put(String bucket, String account, String key, String contentType, byte[] content) {
        AwsCalls.act(
                "PutObject",
                () -> s3.putObject(
                        request -> request.bucket(bucket)
                                .expectedBucketOwner(account)
                                .key(key)
                                .contentType(contentType),
                        RequestBody.fromBytes(content)));
    }

    /**
     * @return the key of an object, an old version or a delete marker that does not lie below the prefix; absent where there
     *     is none
     */
    public Seen<String> anythingOutside(String bucket, String prefix) {
        Seen<Optional<String>> found =
                AwsCalls.see(
                        "ListObjectVersions", () -> s3
                                .listObjectVersionsPaginator(
                                        request -> request.bucket(bucket).encodingType(EncodingType.URL))
                                .stream()
                                .flatMap(S3Objects::identifiers)
                                .map(ObjectIdentifier::key)
                                .filter(key -> !key.startsWith(prefix))
                                .findFirst());
        return found.then(key -> key.map(Seen::present).orElseGet(Seen::absent));
    }

    /**
     * Removes every version and delete marker below a prefix for good, and aborts unfinished uploads. What was removed before
     * it was cut off is not listed again.
     *
     * @param each told how many versions are gone, now and then
     * @throws ProblemException where S3 refuses or does not answer
     */
    public long removeForGood(String bucket, String account, String prefix, LongConsumer each) {
        return AwsCalls.act("DeleteObjects", () -> {
            s3.listMultipartUploadsPaginator(
                            request -> request.bucket(bucket).prefix(prefix).encodingType(EncodingType.URL))
                    .uploads()
                    .forEach(upload -> s3.abortMultipartUpload(request -> request.bucket(bucket)
                            .expectedBucketOwner(account)
                            .key(upload.key())
                            .uploadId(upload.uploadId())));
            long gone = 0;
            for (var page : s3.listObjectVersionsPaginator(
                    request -> request.bucket(bucket).prefix(prefix).encodingType(EncodingType.URL))) {
                gone += removeForGood(bucket, account, identifiers(page).toList());
                each.accept(gone);
            }
            return gone;
        });
    }

    /** A list of keys travels as XML 1.0, which cannot hold every character that a key may have; a single key is in the URL. */
    private int removeForGood(String bucket, String account, List<ObjectIdentifier> versions) {
        var inXml = versions.stream()
                .filter(version -> canStandInXml(version.key()))
                .toList();
        removeTogether(bucket, account, inXml);
        versions.stream()
                .filter(version -> !canStandInXml(version.key()))
                .forEach(version -> s3.deleteObject(request -> request.bucket(bucket)
                        .expectedBucketOwner(account)
                        .key(version.key())
                        .versionId(version.versionId())));
        return versions.size();
    }

    /** See <a href="https://www.w3.org/TR/xml/#charsets">characters of XML 1.0</a>. */
    private static boolean canStandInXml(String key) {
        return key.codePoints()
                .allMatch(it -> it == '\t'
                        || it == '\n'
                        || it == '\r'
                        || (it >= ' ' && it <= 0xD7FF)
                        || (it >= 0xE000 && it <= 0xFFFD)
                        || it >= 0x10000);
    }

    private void removeTogether(String bucket, String account, List<ObjectIdentifier> versions) {
        if (versions.isEmpty()) {
            return;
        }
        var errors = s3.deleteObjects(request -> request.bucket(bucket)
                        .expectedBucketOwner(account)
                        .delete(delete -> delete.objects(versions).quiet(true)))
                .errors();
        if (!errors.isEmpty()) {
            var first = errors.get(0);
            throw new ProblemException(
                    FailureReason.REFUSED_BY_AWS,
                    "DeleteObjects: %s: %s (%s)".formatted(first.key(), first.message(), first.code()));
        }
    }

    private static Stream<ObjectIdentifier> identifiers(ListObjectVersionsResponse page) {
        return Stream.concat(
                page.versions().stream().map(version -> identifier(version.key(), version.versionId())),
                page.deleteMarkers().stream().map(marker -> identifier(marker.key(), marker.versionId())));
    }

    private static ObjectIdentifier identifier(String key, String versionId) {
        return ObjectIdentifier.builder().key(key).versionId(versionId).build();
    }

    private static Content digest(ResponseInputStream<GetObjectResponse> object) {
        try (object) {
            return new Content(sha256(object), object.response().contentType());
        } catch (IOException e) {
            throw new ProblemException(FailureReason.AWS_UNAVAILABLE, "GetObject: the answer broke off");
        }
    }

    /** @return lower-case hexadecimal SHA-256 of what is left in the stream */
    public static String sha256(InputStream content) throws IOException {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            new DigestInputStream(content, digest).transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private static String unquoted(String etag) {
        return etag.replace("\"", "");
    }
}
