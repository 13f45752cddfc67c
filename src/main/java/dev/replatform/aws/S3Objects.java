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
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
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
                () -> s3.listObjectsV2(request -> request.bucket(bucket).prefix(prefix)).contents().stream()
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
            s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix))
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
