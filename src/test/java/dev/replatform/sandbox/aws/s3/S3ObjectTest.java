package dev.replatform.sandbox.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.iam.SandboxIam;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.ChecksumType;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.DeleteMarkerEntry;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.NoSuchUploadException;
import software.amazon.awssdk.services.s3.model.ObjectAttributes;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.ObjectVersion;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3ObjectTest {
    private static final String BUCKET = "images";
    private static final String HELLO_MD5 = "\"5d41402abc4b2a76b9719d911017c592\"";
    private static final int FIVE_MIB = 5 * 1024 * 1024;

    @TempDir
    private Path folder;

    private SandboxS3 s3;

    @BeforeEach
    void aBucketExists() {
        s3 = new SandboxS3(
                folder,
                new SandboxIam().policies(),
                new Addresses(),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 4443));
        s3.createBucket(create ->
                create.bucket(BUCKET).createBucketConfiguration(where -> where.locationConstraint("eu-west-1")));
    }

    @Test
    void anObjectComesBackWithWhatItsUploadSaid() {
        var put = s3.putObject(
                object -> object.bucket(BUCKET)
                        .key("media/Zoë's Foto 😀.png")
                        .contentType("image/png")
                        .cacheControl("max-age=60")
                        .metadata(Map.of("owner", "zoe")),
                RequestBody.fromString("hello"));

        var got = s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("media/Zoë's Foto 😀.png"));

        assertThat(put.eTag()).isEqualTo(HELLO_MD5);
        assertThat(put.versionId()).isNull();
        assertThat(got.asUtf8String()).isEqualTo("hello");
        assertThat(got.response().contentType()).isEqualTo("image/png");
        assertThat(got.response().cacheControl()).isEqualTo("max-age=60");
        assertThat(got.response().metadata()).containsEntry("owner", "zoe");
        assertThat(got.response().eTag()).isEqualTo(HELLO_MD5);
        assertThat(got.response().serverSideEncryptionAsString()).isEqualTo("AES256");
        assertThat(s3.headObject(head -> head.bucket(BUCKET).key("media/Zoë's Foto 😀.png"))
                        .contentLength())
                .isEqualTo(5);
    }

    @Test
    void aKeyOfDotsStaysAKey() {
        put("../../escape", "x");

        assertThat(read("../../escape")).isEqualTo("x");
        assertThat(folder.resolveSibling("escape")).doesNotExist();
    }

    @Test
    void checksumsAreKeptAsAskedAndComparedAsSent() {
        // The check values of the CRC catalogue: what each makes of "123456789".
        var plain = s3.putObject(object -> object.bucket(BUCKET).key("plain"), RequestBody.fromString("123456789"));
        assertThat(plain.checksumCRC64NVME()).isEqualTo("rosUhgp5mIg=");
        var crc = s3.putObject(
                object -> object.bucket(BUCKET).key("crc").checksumAlgorithm(ChecksumAlgorithm.CRC32),
                RequestBody.fromString("123456789"));
        assertThat(crc.checksumCRC32()).isEqualTo("y/Q5Jg==");
        var sha256 = "FeKw05z6s6/wmNn00szixMyF9lMIyvoYBkW7qwDjl9U=";
        code(
                "BadDigest",
                () -> s3.putObject(
                        object -> object.bucket(BUCKET).key("sha").checksumSHA256(sha256),
                        RequestBody.fromString("123456789")));

        var head = s3.headObject(h -> h.bucket(BUCKET).key("crc").checksumMode(ChecksumMode.ENABLED));

        assertThat(head.checksumCRC32()).isEqualTo("y/Q5Jg==");
        assertThat(head.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
        assertThat(s3.headObject(h -> h.bucket(BUCKET).key("crc")).checksumCRC32())
                .isNull();
    }

    @Test
    void aWrongContentMd5IsABadDigest() {
        code(
                "BadDigest",
                () -> s3.putObject(
                        object -> object.bucket(BUCKET).key("a").contentMD5("AAAAAAAAAAAAAAAAAAAAAA=="),
                        RequestBody.fromString("x")));
    }

    @Test
    void aWriteThatWantsNothingThereLeavesWhatIsThere() {
        s3.putObject(o -> o.bucket(BUCKET).key("a").ifNoneMatch("*"), RequestBody.fromString("first"));

        code(
                "PreconditionFailed",
                () -> s3.putObject(o -> o.bucket(BUCKET).key("a").ifNoneMatch("*"), RequestBody.fromString("second")));

        assertThat(read("a")).isEqualTo("first");
    }

    @Test
    void aWriteOverOneETagLeavesAnyOther() {
        var eTag = put("a", "hello").eTag();
        s3.putObject(o -> o.bucket(BUCKET).key("a").ifMatch(eTag), RequestBody.fromString("mine"));

        code(
                "PreconditionFailed",
                () -> s3.putObject(o -> o.bucket(BUCKET).key("a").ifMatch(eTag), RequestBody.fromString("late")));
        assertThatThrownBy(
                        () -> s3.putObject(o -> o.bucket(BUCKET).key("b").ifMatch(eTag), RequestBody.fromString("x")))
                .isInstanceOf(NoSuchKeyException.class);

        assertThat(read("a")).isEqualTo("mine");
    }

    @Test
    void aReadHasConditionsAndRanges() {
        var eTag = put("a", "0123456789").eTag();

        code(
                "PreconditionFailed",
                () -> s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("a").ifMatch("\"other\"")));
        assertThatThrownBy(() ->
                        s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("a").ifNoneMatch(eTag)))
                .isInstanceOfSatisfying(S3Exception.class, unmodified -> assertThat(unmodified.statusCode())
                        .isEqualTo(304));
        assertThat(range("bytes=2-4")).isEqualTo("234");
        assertThat(range("bytes=7-")).isEqualTo("789");
        assertThat(range("bytes=-2")).isEqualTo("89");
        code("InvalidRange", () -> range("bytes=10-"));
    }

    @Test
    void versionsStayUntilTheyAreDeletedOneByOne() {
        put("a", "unversioned");
        versioning("Enabled");
        var first = put("a", "first").versionId();
        put("a", "second");
        var marker = s3.deleteObject(delete -> delete.bucket(BUCKET).key("a"));

        assertThat(marker.deleteMarker()).isTrue();
        assertThatThrownBy(() -> read("a")).isInstanceOf(NoSuchKeyException.class);
        assertThat(s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("a").versionId(first))
                        .asUtf8String())
                .isEqualTo("first");
        assertThat(s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("a").versionId("null"))
                        .asUtf8String())
                .isEqualTo("unversioned");
        code(
                "MethodNotAllowed",
                () -> s3.headObject(head -> head.bucket(BUCKET).key("a").versionId(marker.versionId())));

        s3.deleteObject(delete -> delete.bucket(BUCKET).key("a").versionId(marker.versionId()));

        assertThat(read("a")).isEqualTo("second");
    }

    @Test
    void withVersioningSuspendedTheNullVersionIsReplaced() {
        versioning("Enabled");
        put("a", "kept");
        versioning("Suspended");
        put("a", "one");
        put("a", "two");

        var versions = s3.listObjectVersions(list -> list.bucket(BUCKET)).versions();

        assertThat(versions).hasSize(2);
        assertThat(versions.get(0).versionId()).isEqualTo("null");
        assertThat(versions.get(0).isLatest()).isTrue();
        assertThat(read("a")).isEqualTo("two");
    }

    @Test
    void keysAreListedInTheOrderOfTheirBytesPageByPage() {
        // In UTF-16 the last two would change places.
        var keys = List.of("a", "a b", "a+b", "b/1", "b/2", "c", "ä", "\uFF21", "😀");
        keys.forEach(key -> put(key, key));

        var pages = s3.listObjectsV2Paginator(list -> list.bucket(BUCKET).maxKeys(2));

        assertThat(pages.stream().count()).isEqualTo(5);
        assertThat(pages.contents()).extracting(S3Object::key).containsExactlyElementsOf(keys);
        assertThat(pages.contents().stream().findFirst().orElseThrow().eTag())
                .isEqualTo("\"0cc175b9c0f1b6a831c399e269772661\"");
    }

    @Test
    void aDelimiterRollsKeysUpAndACommonPrefixIsToldOnce() {
        List.of("m/a/1", "m/a/2", "m/b", "m/c/1", "n").forEach(key -> put(key, key));
        var prefixes = new ArrayList<String>();
        var keys = new ArrayList<String>();

        s3.listObjectsV2Paginator(
                        list -> list.bucket(BUCKET).prefix("m/").delimiter("/").maxKeys(1))
                .forEach(page -> {
                    assertThat(page.keyCount()).isEqualTo(1);
                    page.commonPrefixes().stream().map(CommonPrefix::prefix).forEach(prefixes::add);
                    page.contents().stream().map(S3Object::key).forEach(keys::add);
                });

        assertThat(prefixes).containsExactly("m/a/", "m/c/");
        assertThat(keys).containsExactly("m/b");
        assertThat(s3.listObjectsV2(list -> list.bucket(BUCKET).startAfter("m/b"))
                        .contents())
                .extracting(S3Object::key)
                .containsExactly("m/c/1", "n");
    }

    @Test
    void aPageHasAtMostAThousandKeys() {
        IntStream.range(0, 1001).forEach(i -> put("k%04d".formatted(i), ""));

        var first = s3.listObjectsV2(list -> list.bucket(BUCKET).maxKeys(5000));
        var second = s3.listObjectsV2(list -> list.bucket(BUCKET).continuationToken(first.nextContinuationToken()));

        assertThat(first.contents()).hasSize(1000);
        assertThat(first.isTruncated()).isTrue();
        assertThat(second.contents()).extracting(S3Object::key).containsExactly("k1000");
        assertThat(second.isTruncated()).isFalse();
        code(
                "InvalidArgument",
                () -> s3.listObjectsV2(list -> list.bucket(BUCKET).continuationToken("§")));
    }

    @Test
    void keysAreUrlEncodedWhereAsked() {
        put("ä b/c+d", "x");

        var page = s3.listObjectsV2(list -> list.bucket(BUCKET).prefix("ä ").encodingType(EncodingType.URL));

        assertThat(page.contents()).extracting(S3Object::key).containsExactly("%C3%A4+b/c%2Bd");
        assertThat(page.prefix()).isEqualTo("%C3%A4+");
        assertThat(page.encodingType()).isEqualTo(EncodingType.URL);
    }

    @Test
    void versionsAndMarkersAreListedPageByPage() {
        versioning("Enabled");
        put("a", "1");
        put("a", "2");
        put("b", "1");
        s3.deleteObject(delete -> delete.bucket(BUCKET).key("b"));
        var versions = new ArrayList<ObjectVersion>();
        var markers = new ArrayList<DeleteMarkerEntry>();

        s3.listObjectVersionsPaginator(list -> list.bucket(BUCKET).maxKeys(1)).forEach(page -> {
            versions.addAll(page.versions());
            markers.addAll(page.deleteMarkers());
        });

        assertThat(versions).extracting(ObjectVersion::key).containsExactly("a", "a", "b");
        assertThat(versions).extracting(ObjectVersion::isLatest).containsExactly(true, false, false);
        assertThat(markers).extracting(DeleteMarkerEntry::key).containsExactly("b");
    }

    @Test
    void manyObjectsAreDeletedInOneCall() {
        put("a", "x");
        put("b", "x");
        var named = ObjectIdentifier.builder().key("a").build();
        var unknown = ObjectIdentifier.builder().key("never").build();

        var answer = s3.deleteObjects(delete -> delete.bucket(BUCKET).delete(all -> all.objects(named, unknown)));

        assertThat(answer.deleted()).hasSize(2);
        assertThat(answer.errors()).isEmpty();
        assertThat(s3.listObjectsV2(list -> list.bucket(BUCKET)).contents())
                .extracting(S3Object::key)
                .containsExactly("b");
        var tooMany = IntStream.range(0, 1001)
                .mapToObj(i -> ObjectIdentifier.builder().key("k" + i).build())
                .toList();
        code(
                "MalformedXML",
                () -> s3.deleteObjects(delete -> delete.bucket(BUCKET).delete(d -> d.objects(tooMany))));
    }

    @Test
    void aCopyKeepsOrReplacesItsMetadata() {
        s3.putObject(
                o -> o.bucket(BUCKET).key("ä 1").contentType("image/png").metadata(Map.of("a", "1")),
                RequestBody.fromString("x"));

        s3.copyObject(copy -> copy.sourceBucket(BUCKET)
                .sourceKey("ä 1")
                .destinationBucket(BUCKET)
                .destinationKey("2"));
        s3.copyObject(copy -> copy.sourceBucket(BUCKET)
                .sourceKey("ä 1")
                .destinationBucket(BUCKET)
                .destinationKey("ä 1")
                .metadataDirective(MetadataDirective.REPLACE)
                .contentType("image/webp"));

        assertThat(s3.headObject(head -> head.bucket(BUCKET).key("2")).metadata())
                .containsEntry("a", "1");
        assertThat(s3.headObject(head -> head.bucket(BUCKET).key("ä 1")).contentType())
                .isEqualTo("image/webp");
        code(
                "InvalidRequest",
                () -> s3.copyObject(copy -> copy.sourceBucket(BUCKET)
                        .sourceKey("2")
                        .destinationBucket(BUCKET)
                        .destinationKey("2")));
    }

    @Test
    void aMultipartUploadHasACompositeETagAndChecksum() {
        var upload = s3.createMultipartUpload(create -> create.bucket(BUCKET)
                        .key("big")
                        .contentType("video/mp4")
                        .checksumAlgorithm(ChecksumAlgorithm.SHA256))
                .uploadId();
        var first = part(upload, 1, "a".repeat(FIVE_MIB));
        var second = part(upload, 2, "b");

        var done = complete(upload, first, second);

        assertThat(done.eTag()).matches("\"[0-9a-f]{32}-2\"");
        assertThat(done.checksumSHA256()).endsWith("-2");
        assertThat(done.checksumType()).isEqualTo(ChecksumType.COMPOSITE);
        assertThat(read("big")).hasSize(FIVE_MIB + 1).endsWith("ab");
        var attributes = s3.getObjectAttributes(get -> get.bucket(BUCKET)
                .key("big")
                .objectAttributes(ObjectAttributes.OBJECT_PARTS, ObjectAttributes.OBJECT_SIZE, ObjectAttributes.E_TAG));
        assertThat(attributes.objectParts().totalPartsCount()).isEqualTo(2);
        assertThat(attributes.objectParts().parts().get(1).checksumSHA256()).isNotBlank();
        assertThat(attributes.objectSize()).isEqualTo(FIVE_MIB + 1L);
        assertThat('"' + attributes.eTag() + '"').isEqualTo(done.eTag());
        assertThatThrownBy(() -> part(upload, 3, "late")).isInstanceOf(NoSuchUploadException.class);
    }

    @Test
    void aMultipartUploadThatAsksForNothingHasAChecksumOfTheWhole() {
        var upload = s3.createMultipartUpload(create -> create.bucket(BUCKET).key("big"))
                .uploadId();

        var done = complete(upload, part(upload, 1, "123456789"));

        assertThat(done.checksumCRC64NVME()).isEqualTo("rosUhgp5mIg=");
        assertThat(done.checksumType()).isEqualTo(ChecksumType.FULL_OBJECT);
    }

    @Test
    void aMultipartUploadIsStrictAboutItsParts() {
        var upload = s3.createMultipartUpload(create -> create.bucket(BUCKET).key("big"))
                .uploadId();
        var first = part(upload, 1, "small");
        var second = part(upload, 2, "last");

        code("EntityTooSmall", () -> complete(upload, first, second));
        code("InvalidPartOrder", () -> complete(upload, second, first));
        code(
                "InvalidPart",
                () -> complete(upload, first.toBuilder().eTag("\"other\"").build()));
        s3.abortMultipartUpload(abort -> abort.bucket(BUCKET).key("big").uploadId(upload));
        assertThatThrownBy(() -> complete(upload, first)).isInstanceOf(NoSuchUploadException.class);
        assertThat(s3.listObjectsV2(list -> list.bucket(BUCKET)).contents()).isEmpty();
    }

    @Test
    void underKmsAnETagIsNoMd5() {
        var put = s3.putObject(
                o -> o.bucket(BUCKET).key("a").serverSideEncryption("aws:kms"), RequestBody.fromString("hello"));

        assertThat(put.eTag()).matches("\"[0-9a-f]{32}\"").isNotEqualTo(HELLO_MD5);
    }

    @Test
    void aKeyHasAtMost1024Bytes() {
        put("ä".repeat(512), "x");

        code("KeyTooLongError", () -> put("ä".repeat(513), "x"));
    }

    private PutObjectResponse put(String key, String content) {
        return s3.putObject(object -> object.bucket(BUCKET).key(key), RequestBody.fromString(content));
    }

    private String read(String key) {
        return s3.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asString(StandardCharsets.UTF_8);
    }

    private String range(String range) {
        return s3.getObjectAsBytes(get -> get.bucket(BUCKET).key("a").range(range))
                .asUtf8String();
    }

    private void versioning(String status) {
        s3.putBucketVersioning(put -> put.bucket(BUCKET).versioningConfiguration(v -> v.status(status)));
    }

    private CompletedPart part(String upload, int number, String content) {
        var answer = s3.uploadPart(
                part -> part.bucket(BUCKET).key("big").uploadId(upload).partNumber(number),
                RequestBody.fromString(content));
        return CompletedPart.builder().partNumber(number).eTag(answer.eTag()).build();
    }

    private CompleteMultipartUploadResponse complete(String upload, CompletedPart... parts) {
        return s3.completeMultipartUpload(complete ->
                complete.bucket(BUCKET).key("big").uploadId(upload).multipartUpload(all -> all.parts(parts)));
    }

    private static void code(String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, refusal -> assertThat(
                        refusal.awsErrorDetails().errorCode())
                .isEqualTo(code));
    }
}
