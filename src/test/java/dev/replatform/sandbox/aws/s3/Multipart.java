package dev.replatform.sandbox.aws.s3;

import dev.replatform.sandbox.aws.Account;
import dev.replatform.sandbox.aws.ServedMembers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** Uploads in parts. https://docs.aws.amazon.com/AmazonS3/latest/userguide/mpuoverview.html and, for its limits, qfacts.html beside it. */
final class Multipart {
    private static final int HIGHEST_PART_NUMBER = 10_000;
    private static final int MOST_LISTED = 1000;
    private static final long SMALLEST_PART_IN_BYTES = 5L * 1024 * 1024;

    private final Objects objects;
    private final Map<String, Upload> uploads = new ConcurrentHashMap<>();

    Multipart(Objects objects) {
        this.objects = objects;
    }

    /** @param eTag the MD5 in hexadecimal digits */
    private record UploadedPart(Path content, long size, String eTag, ObjectChecksum checksum) {}

    private record Upload(
            Bucket bucket,
            String key,
            Headers headers,
            Encryption encryption,
            ChecksumAlgorithm algorithm,
            ChecksumType checksumType,
            Instant initiated,
            Map<Integer, UploadedPart> parts) {}

    CreateMultipartUploadResponse create(CreateMultipartUploadRequest create) {
        ServedMembers.only(
                create,
                "Bucket",
                "Key",
                "CacheControl",
                "ContentDisposition",
                "ContentEncoding",
                "ContentLanguage",
                "ContentType",
                "Metadata",
                "ServerSideEncryption",
                "SSEKMSKeyId",
                "ChecksumAlgorithm",
                "ChecksumType",
                "ExpectedBucketOwner");
        var bucket = objects.openForWrite(create.bucket(), create.expectedBucketOwner(), create.key());
        var algorithm = Optional.ofNullable(create.checksumAlgorithm()).orElse(ObjectChecksum.DEFAULT);
        var headers = new Headers(
                create.contentType(),
                create.cacheControl(),
                create.contentDisposition(),
                create.contentEncoding(),
                create.contentLanguage(),
                create.metadata());
        var upload = new Upload(
                bucket,
                create.key(),
                headers,
                Encryption.of(bucket, create.serverSideEncryption(), create.ssekmsKeyId()),
                algorithm,
                Optional.ofNullable(create.checksumType()).orElse(usualType(algorithm)),
                Objects.now(),
                new ConcurrentSkipListMap<>());
        checkType(upload);
        var id = UUID.randomUUID().toString().replace("-", "");
        uploads.put(id, upload);
        return CreateMultipartUploadResponse.builder()
                .bucket(bucket.name)
                .key(create.key())
                .uploadId(id)
                .checksumAlgorithm(algorithm)
                .checksumType(upload.checksumType())
                .serverSideEncryption(upload.encryption().algorithm())
                .build();
    }

    UploadPartResponse upload(UploadPartRequest put, RequestBody body) {
        ServedMembers.only(
                put,
                "Bucket",
                "Key",
                "UploadId",
                "PartNumber",
                "ContentLength",
                "ContentMD5",
                "ChecksumAlgorithm",
                "ChecksumCRC32",
                "ChecksumCRC32C",
                "ChecksumCRC64NVME",
                "ChecksumSHA1",
                "ChecksumSHA256",
                "ExpectedBucketOwner");
        var bucket = objects.openForWrite(put.bucket(), put.expectedBucketOwner(), put.key());
        var upload = find(bucket, put.key(), put.uploadId());
        if (put.partNumber() < 1 || put.partNumber() > HIGHEST_PART_NUMBER) {
            throw S3Faults.invalidArgument("Part number must be an integer between 1 and 10000, inclusive");
        }
        var content = Objects.read(body);
        Objects.checkMd5(put.contentMD5(), content);
        var unused = ObjectChecksum.checked(put, upload.algorithm(), content);
        var checksum = ObjectChecksum.of(upload.algorithm(), content);
        var eTag = HexFormat.of().formatHex(ObjectChecksum.digest("MD5", content));
        var part = new UploadedPart(bucket.keep(content), content.length, eTag, checksum);
        Optional.ofNullable(upload.parts().put(put.partNumber(), part)).ifPresent(Multipart::discard);
        var answer = UploadPartResponse.builder()
                .eTag('"' + eTag + '"')
                .serverSideEncryption(upload.encryption().algorithm());
        checksum.writeTo(answer);
        return answer.build();
    }

    CompleteMultipartUploadResponse complete(CompleteMultipartUploadRequest complete) {
        ServedMembers.only(
                complete,
                "Bucket",
                "Key",
                "UploadId",
                "MultipartUpload",
                "ChecksumCRC32",
                "ChecksumCRC32C",
                "ChecksumCRC64NVME",
                "ChecksumSHA1",
                "ChecksumSHA256",
                "ChecksumType",
                "MpuObjectSize",
                "IfMatch",
                "IfNoneMatch",
                "ExpectedBucketOwner");
        var bucket = objects.openForWrite(complete.bucket(), complete.expectedBucketOwner(), complete.key());
        var upload = find(bucket, complete.key(), complete.uploadId());
        if (complete.multipartUpload() == null
                || complete.multipartUpload().parts().isEmpty()) {
            throw S3Faults.malformedXml();
        }
        var chosen = complete.multipartUpload().parts();
        checkOrder(chosen);
        var parts = chosen.stream().map(part -> uploaded(upload, part)).toList();
        checkSizes(parts);
        var content = joined(parts);
        var version = new StoredVersion(
                upload.key(),
                bucket.newVersionId(),
                bucket.keep(content),
                content.length,
                eTag(parts),
                checksum(upload, parts, content),
                shown(chosen, parts),
                upload.headers(),
                upload.encryption(),
                Objects.now());
        bucket.add(version, new Conditions(complete.ifMatch(), complete.ifNoneMatch()));
        forget(complete.uploadId());
        var host = bucket.name + ".s3." + Account.SANDBOX.region() + ".amazonaws.com";
        var answer = CompleteMultipartUploadResponse.builder()
                .bucket(bucket.name)
                .key(upload.key())
                .location("https://" + host + "/" + upload.key())
                .eTag(version.quotedETag())
                .versionId(bucket.shownVersionId(version))
                .serverSideEncryption(upload.encryption().algorithm());
        version.checksum().writeTo(answer);
        return answer.build();
    }

    AbortMultipartUploadResponse abort(AbortMultipartUploadRequest abort) {
        ServedMembers.only(abort, "Bucket", "Key", "UploadId", "ExpectedBucketOwner");
        var bucket = objects.openForAbort(abort.bucket(), abort.expectedBucketOwner(), abort.key());
        var unused = find(bucket, abort.key(), abort.uploadId());
        forget(abort.uploadId());
        return AbortMultipartUploadResponse.builder().build();
    }

    /** By key, and those of one key by the time they began. */
    ListMultipartUploadsResponse list(ListMultipartUploadsRequest list) {
        ServedMembers.only(list, "Bucket", "Prefix", "MaxUploads", "EncodingType", "ExpectedBucketOwner");
        var prefix = Optional.ofNullable(list.prefix()).orElse("");
        var bucket = objects.openForUploads(list.bucket(), list.expectedBucketOwner(), prefix);
        var encoded = Listing.encoding(list.encodingType());
        var found = uploads.entrySet().stream()
                .filter(upload -> upload.getValue().bucket() == bucket)
                .filter(upload -> upload.getValue().key().startsWith(prefix))
                .sorted(Comparator.comparing(
                                (Map.Entry<String, Upload> upload) ->
                                        upload.getValue().key(),
                                KeyOrder.UTF_8)
                        .thenComparing(upload -> upload.getValue().initiated()))
                .map(upload -> MultipartUpload.builder()
                        .uploadId(upload.getKey())
                        .key(encoded.apply(upload.getValue().key()))
                        .initiated(upload.getValue().initiated())
                        .build())
                .toList();
        int most = Optional.ofNullable(list.maxUploads()).orElse(MOST_LISTED);
        if (found.size() > most) {
            throw new UnsupportedOperationException("a second page of uploads is not served by the sandbox");
        }
        return ListMultipartUploadsResponse.builder()
                .bucket(bucket.name)
                .prefix(encoded.apply(prefix))
                .encodingType(list.encodingType())
                .maxUploads(most)
                .isTruncated(false)
                .uploads(found)
                .build();
    }

    private Upload find(Bucket bucket, String key, String uploadId) {
        return Optional.ofNullable(uploads.get(uploadId))
                .filter(upload -> upload.bucket() == bucket && upload.key().equals(key))
                .orElseThrow(S3Faults::noSuchUpload);
    }

    private void forget(String uploadId) {
        uploads.remove(uploadId).parts().values().forEach(Multipart::discard);
    }

    private static ChecksumType usualType(ChecksumAlgorithm algorithm) {
        return algorithm == ChecksumAlgorithm.CRC64_NVME ? ChecksumType.FULL_OBJECT : ChecksumType.COMPOSITE;
    }

    /** The SHA family cannot be put together from parts, CRC-64/NVME is never told part by part. */
    private static void checkType(Upload upload) {
        boolean valid =
                switch (upload.algorithm()) {
                    case SHA1, SHA256 -> upload.checksumType() == ChecksumType.COMPOSITE;
                    case CRC64_NVME -> upload.checksumType() == ChecksumType.FULL_OBJECT;
                    default -> true;
                };
        if (!valid) {
            throw S3Faults.badRequest(
                    "InvalidRequest",
                    "The " + upload.checksumType() + " checksum type cannot be used with the "
                            + upload.algorithm().toString().toLowerCase(Locale.ROOT)
                            + " checksum algorithm.");
        }
    }

    private static void checkOrder(List<CompletedPart> chosen) {
        for (int i = 1; i < chosen.size(); i++) {
            if (chosen.get(i).partNumber() <= chosen.get(i - 1).partNumber()) {
                throw S3Faults.badRequest(
                        "InvalidPartOrder",
                        "The list of parts was not in ascending order. The parts list must be specified in order by part "
                                + "number.");
            }
        }
    }

    private static UploadedPart uploaded(Upload upload, CompletedPart chosen) {
        return Optional.ofNullable(upload.parts().get(chosen.partNumber()))
                .filter(part -> part.eTag().equals(chosen.eTag().replace("\"", "")))
                .orElseThrow(() -> S3Faults.badRequest(
                        "InvalidPart",
                        "One or more of the specified parts could not be found. The part may not have been uploaded, or "
                                + "the specified entity tag may not match the part's entity tag."));
    }

    private static void checkSizes(List<UploadedPart> parts) {
        boolean tooSmall =
                parts.stream().limit(parts.size() - 1L).anyMatch(part -> part.size() < SMALLEST_PART_IN_BYTES);
        if (tooSmall) {
            throw S3Faults.badRequest(
                    "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size");
        }
    }

    private static byte[] joined(List<UploadedPart> parts) {
        var all = new ByteArrayOutputStream();
        try {
            for (var part : parts) {
                all.write(Files.readAllBytes(part.content()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return all.toByteArray();
    }

    /** The MD5 of the parts' MD5s, and how many they were. */
    private static String eTag(List<UploadedPart> parts) {
        var digests = new ByteArrayOutputStream();
        parts.forEach(part -> digests.writeBytes(HexFormat.of().parseHex(part.eTag())));
        return HexFormat.of().formatHex(ObjectChecksum.digest("MD5", digests.toByteArray())) + "-" + parts.size();
    }

    private static ObjectChecksum checksum(Upload upload, List<UploadedPart> parts, byte[] content) {
        if (upload.checksumType() == ChecksumType.FULL_OBJECT) {
            return ObjectChecksum.of(upload.algorithm(), content);
        }
        var digests = new ByteArrayOutputStream();
        parts.forEach(part -> digests.writeBytes(part.checksum().bytes()));
        return ObjectChecksum.composite(upload.algorithm(), digests.toByteArray(), parts.size());
    }

    private static List<StoredVersion.Part> shown(List<CompletedPart> chosen, List<UploadedPart> parts) {
        var shown = new ArrayList<StoredVersion.Part>();
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            shown.add(new StoredVersion.Part(chosen.get(i).partNumber(), part.size(), part.checksum()));
        }
        return List.copyOf(shown);
    }

    private static void discard(UploadedPart part) {
        try {
            Files.deleteIfExists(part.content());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
