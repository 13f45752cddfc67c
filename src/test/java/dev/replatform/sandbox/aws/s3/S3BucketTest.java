package dev.replatform.sandbox.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.iam.SandboxIam;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.BucketAlreadyExistsException;
import software.amazon.awssdk.services.s3.model.BucketAlreadyOwnedByYouException;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.ObjectOwnership;
import software.amazon.awssdk.services.s3.model.OwnershipControlsRule;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;
import software.amazon.awssdk.services.s3.model.ServerSideEncryptionRule;
import software.amazon.awssdk.services.s3.model.Tag;

class S3BucketTest {
    private static final String BUCKET = "cloudtalents-images";
    private static final String POLICY = """
            {
              "Version": "2012-10-17",
              "Statement": [{"Sid": "Cdn", "Effect": "Allow", "Principal": {"Service": "cloudfront.amazonaws.com"},
                             "Action": ["s3:GetObject"], "Resource": "arn:aws:s3:::cloudtalents-images/*",
                             "Condition": {"StringEquals": {"AWS:SourceArn": "arn:aws:cloudfront::123456789012:distribution/E1"}}}]
            }""";
    private static final String PUBLIC_POLICY = """
            {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::cloudtalents-images/*"}]}""";

    @TempDir
    private Path folder;

    private final Addresses addresses = new Addresses();
    private final InetSocketAddress edge = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4443);
    private SandboxS3 s3;

    @BeforeEach
    void aBucketExists() {
        s3 = new SandboxS3(folder, new SandboxIam().policies(), addresses, edge);
        create(BUCKET);
    }

    @Test
    void aNewBucketHasTheDefaultsOfToday() {
        var block = s3.getPublicAccessBlock(get -> get.bucket(BUCKET)).publicAccessBlockConfiguration();
        assertThat(block.blockPublicAcls()).isTrue();
        assertThat(block.blockPublicPolicy()).isTrue();
        assertThat(block.ignorePublicAcls()).isTrue();
        assertThat(block.restrictPublicBuckets()).isTrue();
        assertThat(s3.getBucketOwnershipControls(get -> get.bucket(BUCKET))
                        .ownershipControls()
                        .rules())
                .extracting(OwnershipControlsRule::objectOwnership)
                .containsExactly(ObjectOwnership.BUCKET_OWNER_ENFORCED);
        assertThat(s3.getBucketEncryption(get -> get.bucket(BUCKET)).serverSideEncryptionConfiguration())
                .isEqualTo(Encryption.DEFAULT);
        assertThat(s3.getBucketVersioning(get -> get.bucket(BUCKET)).status()).isNull();
        refused(404, "NoSuchBucketPolicy", () -> s3.getBucketPolicy(get -> get.bucket(BUCKET)));
        refused(404, "NoSuchTagSet", () -> s3.getBucketTagging(get -> get.bucket(BUCKET)));
        refused(
                404,
                "NoSuchLifecycleConfiguration",
                () -> s3.getBucketLifecycleConfiguration(get -> get.bucket(BUCKET)));
    }

    @Test
    void itsNameLeadsToTheEdge() {
        var host = BUCKET + ".s3.eu-west-1.amazonaws.com";
        assertThat(addresses.lookUp(host, 443)).contains(edge);

        s3.deleteBucket(delete -> delete.bucket(BUCKET));

        assertThat(addresses.lookUp(host, 443)).isEmpty();
        assertThat(addresses.lookUp("s3.eu-west-1.amazonaws.com", 443)).contains(edge);
    }

    @Test
    void aNameIsTakenByYouOrByAnother() {
        s3.bucketOfAnotherAccount("somebody-elses");

        assertThatThrownBy(() -> create(BUCKET)).isInstanceOf(BucketAlreadyOwnedByYouException.class);
        assertThatThrownBy(() -> create("somebody-elses")).isInstanceOf(BucketAlreadyExistsException.class);
        refused(403, "AccessDenied", () -> s3.headBucket(head -> head.bucket("somebody-elses")));
        assertThatThrownBy(() -> s3.headBucket(head -> head.bucket("nobodys")))
                .isInstanceOf(NoSuchBucketException.class);
        assertThat(s3.listBuckets().buckets())
                .extracting(bucket -> bucket.name())
                .containsExactly(BUCKET);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ab", "Images", "images_1", "-images", "images-", "a..b", "10.0.0.1", "xn--images", "a-s3alias"})
    void aNameThatBreaksTheRulesIsRefused(String name) {
        refused(400, "InvalidBucketName", () -> create(name));
    }

    @Test
    void aBucketIsMadeInItsRegionOnly() {
        refused(400, "IllegalLocationConstraintException", () -> s3.createBucket(create -> create.bucket("images-2")));
        refused(400, "IllegalLocationConstraintException", () -> create("images-2", "us-west-2"));
        refused(400, "InvalidLocationConstraint", () -> create("images-2", "atlantis-1"));
        assertThat(s3.getBucketLocation(get -> get.bucket(BUCKET)).locationConstraintAsString())
                .isEqualTo("eu-west-1");
    }

    @Test
    void anotherOwnerThanExpectedIsDenied() {
        s3.headBucket(head -> head.bucket(BUCKET).expectedBucketOwner("123456789012"));

        refused(
                403,
                "AccessDenied",
                () -> s3.headBucket(head -> head.bucket(BUCKET).expectedBucketOwner("999999999999")));
    }

    @Test
    void aPolicyComesBackInTheNotationOfS3() {
        s3.putBucketPolicy(put -> put.bucket(BUCKET).policy(POLICY));

        assertThat(s3.getBucketPolicy(get -> get.bucket(BUCKET)).policy())
                .contains("\"Action\":\"s3:GetObject\"")
                .contains("\"Sid\":\"Cdn\"")
                .doesNotContain("\n");
        s3.deleteBucketPolicy(delete -> delete.bucket(BUCKET));
        refused(404, "NoSuchBucketPolicy", () -> s3.getBucketPolicy(get -> get.bucket(BUCKET)));
    }

    @Test
    void aPublicPolicyIsBlockedUntilTheBlockIsLifted() {
        refused(
                403,
                "AccessDenied",
                () -> s3.putBucketPolicy(put -> put.bucket(BUCKET).policy(PUBLIC_POLICY)));

        s3.putPublicAccessBlock(put -> put.bucket(BUCKET).publicAccessBlockConfiguration(b -> b.blockPublicAcls(true)));
        s3.putBucketPolicy(put -> put.bucket(BUCKET).policy(PUBLIC_POLICY));

        var block = s3.getPublicAccessBlock(get -> get.bucket(BUCKET)).publicAccessBlockConfiguration();
        assertThat(block.blockPublicAcls()).isTrue();
        assertThat(block.blockPublicPolicy()).isFalse();
        s3.deletePublicAccessBlock(delete -> delete.bucket(BUCKET));
        refused(404, "NoSuchPublicAccessBlockConfiguration", () -> s3.getPublicAccessBlock(get -> get.bucket(BUCKET)));
    }

    @Test
    void aMalformedPolicyIsRefused() {
        malformed("[]", "first byte must be '{'");
        malformed(POLICY.replace("cloudtalents-images/*", "other/*"), "Policy has invalid resource");
        malformed(POLICY.replace("images/*", "images"), "Action does not apply to any resource(s) in statement");
        malformed(POLICY.replace("Principal", "Sid"), "Principal cannot be empty");
        malformed(POLICY.replace("s3:GetObject", "ec2:RunInstances"), "Policy has invalid action");
    }

    @Test
    void whatIsSetIsReadBack() {
        var rule = LifecycleRule.builder()
                .id("abort")
                .status(ExpirationStatus.ENABLED)
                .filter(filter -> filter.prefix(""))
                .abortIncompleteMultipartUpload(abort -> abort.daysAfterInitiation(7))
                .build();
        var kms = ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(
                        by -> by.sseAlgorithm(ServerSideEncryption.AWS_KMS).kmsMasterKeyID("alias/images"))
                .bucketKeyEnabled(true)
                .build();
        var tags = new Tag[] {tag("replatform.dev/owner", "demo/cloudtalents/images"), tag("App", "mvp")};

        s3.putBucketLifecycleConfiguration(
                put -> put.bucket(BUCKET).lifecycleConfiguration(lifecycle -> lifecycle.rules(rule)));
        s3.putBucketEncryption(
                put -> put.bucket(BUCKET).serverSideEncryptionConfiguration(encryption -> encryption.rules(kms)));
        s3.putBucketTagging(put -> put.bucket(BUCKET).tagging(tagging -> tagging.tagSet(tags)));
        s3.putBucketVersioning(put -> put.bucket(BUCKET).versioningConfiguration(v -> v.status("Enabled")));

        assertThat(s3.getBucketLifecycleConfiguration(get -> get.bucket(BUCKET)).rules())
                .containsExactly(rule);
        assertThat(s3.getBucketEncryption(get -> get.bucket(BUCKET))
                        .serverSideEncryptionConfiguration()
                        .rules())
                .containsExactly(kms);
        assertThat(s3.getBucketTagging(get -> get.bucket(BUCKET)).tagSet()).containsExactly(tags);
        assertThat(s3.getBucketVersioning(get -> get.bucket(BUCKET)).statusAsString())
                .isEqualTo("Enabled");

        s3.deleteBucketEncryption(delete -> delete.bucket(BUCKET));
        s3.deleteBucketLifecycle(delete -> delete.bucket(BUCKET));
        s3.deleteBucketTagging(delete -> delete.bucket(BUCKET));
        s3.deleteBucketOwnershipControls(delete -> delete.bucket(BUCKET));

        assertThat(s3.getBucketEncryption(get -> get.bucket(BUCKET)).serverSideEncryptionConfiguration())
                .isEqualTo(Encryption.DEFAULT);
        refused(404, "NoSuchTagSet", () -> s3.getBucketTagging(get -> get.bucket(BUCKET)));
        refused(404, "OwnershipControlsNotFoundError", () -> s3.getBucketOwnershipControls(get -> get.bucket(BUCKET)));
    }

    @Test
    void aBucketIsDeletedOnlyWithoutVersionsAndMarkers() {
        s3.putBucketVersioning(put -> put.bucket(BUCKET).versioningConfiguration(v -> v.status("Enabled")));
        var put = s3.putObject(object -> object.bucket(BUCKET).key("a"), RequestBody.fromString("x"));
        var marker = s3.deleteObject(delete -> delete.bucket(BUCKET).key("a"));

        refused(409, "BucketNotEmpty", () -> s3.deleteBucket(delete -> delete.bucket(BUCKET)));
        s3.deleteObject(delete -> delete.bucket(BUCKET).key("a").versionId(put.versionId()));
        refused(409, "BucketNotEmpty", () -> s3.deleteBucket(delete -> delete.bucket(BUCKET)));
        s3.deleteObject(delete -> delete.bucket(BUCKET).key("a").versionId(marker.versionId()));
        s3.deleteBucket(delete -> delete.bucket(BUCKET));

        assertThat(s3.listBuckets().buckets()).isEmpty();
    }

    @Test
    void whatIsNotServedIsRefused() {
        assertThatThrownBy(
                        () -> s3.createBucket(create -> create.bucket("locked").objectLockEnabledForBucket(true)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("ObjectLockEnabledForBucket");
        assertThatThrownBy(() -> s3.getBucketCors(get -> get.bucket(BUCKET)))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private void create(String name) {
        create(name, "eu-west-1");
    }

    private void create(String name, String region) {
        s3.createBucket(
                create -> create.bucket(name).createBucketConfiguration(where -> where.locationConstraint(region)));
    }

    private void malformed(String policy, String text) {
        refused(
                400,
                "MalformedPolicy",
                () -> s3.putBucketPolicy(put -> put.bucket(BUCKET).policy(policy)),
                text);
    }

    private static void refused(int status, String code, ThrowingCallable call) {
        refused(status, code, call, "");
    }

    private static void refused(int status, String code, ThrowingCallable call, String text) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, refusal -> {
            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
            assertThat(refusal.awsErrorDetails().errorMessage()).contains(text);
            assertThat(refusal.statusCode()).isEqualTo(status);
        });
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
