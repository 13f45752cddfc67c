package dev.replatform.sandbox.aws.s3;

import dev.replatform.sandbox.aws.ServedMembers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CopyObjectResult;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Objects one at a time: put, read, copied. */
final class Objects {
    private static final int LONGEST_KEY_IN_BYTES = 1024;

    private final Buckets buckets;
    private final Authorization authorization;

    Objects(Buckets buckets, Authorization authorization) {
        this.buckets = buckets;
        this.authorization = authorization;
    }

    PutObjectResponse put(PutObjectRequest put, RequestBody body) {
        ServedMembers.only(
                put,
                "Bucket",
                "Key",
                "CacheControl",
                "ContentDisposition",
                "ContentEncoding",
                "ContentLanguage",
                "ContentLength",
                "ContentMD5",
                "ContentType",
                "ChecksumAlgorithm",
                "ChecksumCRC32",
                "ChecksumCRC32C",
                "ChecksumCRC64NVME",
                "ChecksumSHA1",
                "ChecksumSHA256",
                "IfMatch",
                "IfNoneMatch",
                "Metadata",
                "ServerSideEncryption",
                "SSEKMSKeyId",
                "ExpectedBucketOwner");
        var bucket = openForWrite(put.bucket(), put.expectedBucketOwner(), put.key());
        var content = read(body);
        checkMd5(put.contentMD5(), content);
        var checksum = ObjectChecksum.checked(put, put.checksumAlgorithm(), content);
        var headers = new Headers(
                put.contentType(),
                put.cacheControl(),
                put.contentDisposition(),
                put.contentEncoding(),
                put.contentLanguage(),
                put.metadata());
        var encryption = Encryption.of(bucket, put.serverSideEncryption(), put.ssekmsKeyId());
        var version = newVersion(bucket, put.key(), content, checksum, headers, encryption);
        bucket.add(version, new Conditions(put.ifMatch(), put.ifNoneMatch()));
        var answer = PutObjectResponse.builder()
                .eTag(version.quotedETag())
                .versionId(bucket.shownVersionId(version))
                .serverSideEncryption(encryption.algorithm())
                .ssekmsKeyId(encryption.kmsKeyId());
        checksum.writeTo(answer);
        return answer.build();
    }

    HeadObjectResponse head(HeadObjectRequest head) {
        ServedMembers.only(
                head, "Bucket", "Key", "VersionId", "IfMatch", "IfNoneMatch", "ChecksumMode", "ExpectedBucketOwner");
        var bucket = buckets.open(head.bucket(), head.expectedBucketOwner());
        var version = readable(bucket, head.key(), head.versionId());
        new Conditions(head.ifMatch(), head.ifNoneMatch()).beforeReadOf(version);
        return described(bucket, version, head.checksumMode());
    }

    <T> T get(GetObjectRequest get, ResponseTransformer<GetObjectResponse, T> transformer) {
        ServedMembers.only(
                get,
                "Bucket",
                "Key",
                "VersionId",
                "IfMatch",
                "IfNoneMatch",
                "Range",
                "ChecksumMode",
                "ExpectedBucketOwner");
        var bucket = buckets.open(get.bucket(), get.expectedBucketOwner());
        var version = readable(bucket, get.key(), get.versionId());
        new Conditions(get.ifMatch(), get.ifNoneMatch()).beforeReadOf(version);
        var content = version.read();
        var range = ByteRange.parse(get.range(), content.length);
        var sent = range.map(part -> part.of(content)).orElse(content);
        var answer = GetObjectResponse.builder();
        // A checksum is the whole object's: beside a part of it, it would only be held against that part.
        var checksumMode = range.isPresent() ? null : get.checksumMode();
        copyMembers(described(bucket, version, checksumMode), answer);
        answer.contentLength((long) sent.length)
                .contentRange(range.map(ByteRange::header).orElse(null));
        return transform(transformer, answer.build(), sent);
    }

    CopyObjectResponse copy(CopyObjectRequest copy) {
        ServedMembers.only(
                copy,
                "Bucket",
                "Key",
                "DestinationBucket",
                "DestinationKey",
                "CopySource",
                "SourceBucket",
                "SourceKey",
                "SourceVersionId",
                "MetadataDirective",
                "Metadata",
                "ContentType",
                "CacheControl",
                "ContentDisposition",
                "ContentEncoding",
                "ContentLanguage",
                "ChecksumAlgorithm",
                "IfMatch",
                "IfNoneMatch",
                "ServerSideEncryption",
                "SSEKMSKeyId",
                "ExpectedBucketOwner",
                "ExpectedSourceBucketOwner");
        var source = CopySource.of(copy);
        var from = buckets.open(source.bucket(), copy.expectedSourceBucketOwner());
        var original = readable(from, source.key(), source.versionId());
        var bucket = openForWrite(copy.destinationBucket(), copy.expectedBucketOwner(), copy.destinationKey());
        boolean replaces = copy.metadataDirective() == MetadataDirective.REPLACE;
        boolean ontoItself = from == bucket && source.key().equals(copy.destinationKey()) && source.versionId() == null;
        if (ontoItself && !replaces && copy.serverSideEncryption() == null) {
            throw S3Faults.badRequest(
                    "InvalidRequest",
                    "This copy request is illegal because it is trying to copy an object to itself without changing the "
                            + "object's metadata, storage class, website redirect location or encryption attributes.");
        }
        var headers = replaces ? newHeaders(copy) : original.headers();
        var content = original.read();
        var algorithm = Optional.ofNullable(copy.checksumAlgorithm())
                .orElse(original.checksum().algorithm());
        var checksum = ObjectChecksum.of(algorithm, content);
        var encryption = Encryption.of(bucket, copy.serverSideEncryption(), copy.ssekmsKeyId());
        var version = newVersion(bucket, copy.destinationKey(), content, checksum, headers, encryption);
        bucket.add(version, new Conditions(copy.ifMatch(), copy.ifNoneMatch()));
        var result = CopyObjectResult.builder().eTag(version.quotedETag()).lastModified(version.lastModified());
        checksum.writeTo(result);
        return CopyObjectResponse.builder()
                .copyObjectResult(result.build())
                .versionId(bucket.shownVersionId(version))
                .serverSideEncryption(encryption.algorithm())
                .build();
    }

    /**
     * @param bucket to come from {@code copySource()} or {@code sourceBucket()}: the wire knows only the former
     * @param versionId null for the newest
     */
    private record CopySource(String bucket, String key, String versionId) {
        private static final String VERSION = "?versionId=";

        static CopySource of(CopyObjectRequest copy) {
            if (copy.sourceBucket() != null) {
                return new CopySource(copy.sourceBucket(), copy.sourceKey(), copy.sourceVersionId());
            }
            var header = copy.getValueForField("CopySource", String.class)
                    .orElseThrow(() -> S3Faults.invalidArgument("Copy Source must mention the source bucket and key"));
            int version = header.lastIndexOf(VERSION);
            var versionId = version < 0 ? null : header.substring(version + VERSION.length());
            var path = decoded(version < 0 ? header : header.substring(0, version));
            int slash = path.indexOf('/');
            return new CopySource(path.substring(0, slash), path.substring(slash + 1), versionId);
        }

        private static String decoded(String header) {
            var path = header.startsWith("/") ? header.substring(1) : header;
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        }
    }

    Bucket openForWrite(String bucketName, String expectedOwner, String key) {
        var bucket = buckets.open(bucketName, expectedOwner);
        authorization.requireObject(bucket, "s3:PutObject", key);
        if (key.getBytes(StandardCharsets.UTF_8).length > LONGEST_KEY_IN_BYTES) {
            throw S3Faults.badRequest("KeyTooLongError", "Your key is too long");
        }
        return bucket;
    }

    Bucket openForUploads(String name, String expectedOwner, String prefix) {
        var bucket = buckets.open(name, expectedOwner);
        authorization.requireListing(bucket, "s3:ListBucketMultipartUploads", prefix);
        return bucket;
    }

    Bucket openForAbort(String bucketName, String expectedOwner, String key) {
        var bucket = buckets.open(bucketName, expectedOwner);
        authorization.requireObject(bucket, "s3:AbortMultipartUpload", key);
        return bucket;
    }

    /** @throws software.amazon.awssdk.services.s3.model.S3Exception for what is not there, or not for the caller */
    StoredVersion readable(Bucket bucket, String key, String versionId) {
        authorization.requireObject(bucket, versionId == null ? "s3:GetObject" : "s3:GetObjectVersion", key);
        if (versionId == null) {
            return bucket.current(key).orElseThrow(() -> authorization.missing(Requester.current(), bucket));
        }
        var version = bucket.version(key, versionId).orElseThrow(S3Faults::noSuchVersion);
        if (version.isDeleteMarker()) {
            throw S3Faults.plain(405, "MethodNotAllowed", "The specified method is not allowed against this resource.");
        }
        return version;
    }

    private static HeadObjectResponse described(Bucket bucket, StoredVersion version, ChecksumMode checksumMode) {
        var headers = version.headers();
        var answer = HeadObjectResponse.builder()
                .acceptRanges("bytes")
                .contentLength(version.size())
                .contentType(headers.contentType())
                .cacheControl(headers.cacheControl())
                .contentDisposition(headers.contentDisposition())
                .contentEncoding(headers.contentEncoding())
                .contentLanguage(headers.contentLanguage())
                .metadata(headers.metadata())
                .eTag(version.quotedETag())
                .lastModified(version.lastModified())
                .versionId(bucket.shownVersionId(version))
                .serverSideEncryption(version.encryption().algorithm())
                .ssekmsKeyId(version.encryption().kmsKeyId());
        if (checksumMode == ChecksumMode.ENABLED) {
            version.checksum().writeTo(answer);
        }
        return answer.build();
    }

    /** GetObject answers with what HeadObject answers, and the content. */
    private static void copyMembers(SdkPojo from, SdkPojo to) {
        for (var member : from.sdkFields()) {
            to.sdkFields().stream()
                    .filter(field -> field.memberName().equals(member.memberName()))
                    .forEach(field -> field.set(to, member.getValueOrDefault(from)));
        }
    }

    private static Headers newHeaders(CopyObjectRequest copy) {
        return new Headers(
                copy.contentType(),
                copy.cacheControl(),
                copy.contentDisposition(),
                copy.contentEncoding(),
                copy.contentLanguage(),
                copy.metadata());
    }

    private static StoredVersion newVersion(
            Bucket bucket,
            String key,
            byte[] content,
            ObjectChecksum checksum,
            Headers headers,
            Encryption encryption) {
        return new StoredVersion(
                key,
                bucket.newVersionId(),
                bucket.keep(content),
                content.length,
                eTag(content, encryption),
                checksum,
                List.of(),
                headers,
                encryption,
                now());
    }

    /** @return whole seconds: S3 tells no more */
    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS);
    }

    /** The MD5, unless KMS encrypts: then it is nothing that a client could compute. */
    private static String eTag(byte[] content, Encryption encryption) {
        return encryption.isKms()
                ? UUID.randomUUID().toString().replace("-", "")
                : HexFormat.of().formatHex(ObjectChecksum.digest("MD5", content));
    }

    static void checkMd5(String contentMd5, byte[] content) {
        if (contentMd5 != null && !contentMd5.equals(ObjectChecksum.base64(ObjectChecksum.digest("MD5", content)))) {
            throw S3Faults.badRequest("BadDigest", "The Content-MD5 you specified did not match what we received.");
        }
    }

    static byte[] read(RequestBody body) {
        try (var in = body.contentStreamProvider().newStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T transform(
            ResponseTransformer<GetObjectResponse, T> transformer, GetObjectResponse answer, byte[] content) {
        try {
            return transformer.transform(answer, AbortableInputStream.create(new ByteArrayInputStream(content)));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the answer could not be handed over", e);
        }
    }
}
