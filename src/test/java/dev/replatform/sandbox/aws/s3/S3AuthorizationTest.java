package dev.replatform.sandbox.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Gateway;
import dev.replatform.sandbox.aws.iam.SandboxIam;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Over the wire, for there callers differ by what they sign with; and so the unchanged client meets the service as well. */
class S3AuthorizationTest {
    private static final String BUCKET = "images";
    private static final String ROLE = "cloudtalents-ec2";

    @TempDir
    private Path folder;

    private final SandboxIam iam = new SandboxIam();
    private final Gateway gateway = new Gateway();
    private S3Client administrator;
    private S3Client application;
    private S3Client stranger;

    @BeforeEach
    void aBucketWithAnObjectAndARoleExist() {
        gateway.serve(
                S3Client.class,
                new SandboxS3(
                        folder,
                        iam.policies(),
                        new Addresses(),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 4443)));
        administrator = client(StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAX", "x")));
        application = client(StaticCredentialsProvider.create(gateway.accessKeyFor(ROLE)));
        stranger = client(AnonymousCredentialsProvider.create());
        iam.createRole(role -> role.roleName(ROLE).assumeRolePolicyDocument("""
                        {"Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}]}"""));
        administrator.createBucket(create ->
                create.bucket(BUCKET).createBucketConfiguration(where -> where.locationConstraint("eu-west-1")));
        administrator.putObject(
                put -> put.bucket(BUCKET).key("media/ä b+c/1.png").contentType("image/png"),
                RequestBody.fromString("png"));
    }

    @AfterEach
    void everythingStops() {
        administrator.close();
        application.close();
        stranger.close();
        gateway.close();
    }

    @Test
    void aRoleWithoutAPolicyMayNothing() {
        denied(
                () -> read(application, "media/ä b+c/1.png"),
                "is not authorized to perform: s3:GetObject on resource: \"arn:aws:s3:::images/media/ä b+c/1.png\" "
                        + "because no identity-based policy allows the s3:GetObject action");
        denied(() -> application.listObjectsV2(list -> list.bucket(BUCKET)), "s3:ListBucket");
        denied(
                () -> application.putObject(put -> put.bucket(BUCKET).key("media/2.png"), RequestBody.fromString("x")),
                "s3:PutObject");
    }

    @Test
    void aRoleMayWhatItsInlinePolicyAllows() {
        grant("\"s3:GetObject\", \"s3:PutObject\"", "arn:aws:s3:::images/media/*");

        application.putObject(put -> put.bucket(BUCKET).key("media/2.png"), RequestBody.fromString("x"));

        assertThat(read(application, "media/2.png")).isEqualTo("x");
        assertThat(read(application, "media/ä b+c/1.png")).isEqualTo("png");
        denied(() -> application.deleteObject(d -> d.bucket(BUCKET).key("media/2.png")), "s3:DeleteObject");
        denied(() -> read(application, "private/1"), "s3:GetObject");
    }

    @Test
    void onlyWhoMayListIsToldThatAKeyIsMissing() {
        grant("\"s3:GetObject\"", "arn:aws:s3:::images/*");
        denied(() -> read(application, "media/none"), "s3:ListBucket");

        grant("\"s3:GetObject\", \"s3:ListBucket\"", "arn:aws:s3:::images*");

        assertThatThrownBy(() -> read(application, "media/none")).isInstanceOf(NoSuchKeyException.class);
        assertThat(application.listObjectsV2(list -> list.bucket(BUCKET)).contents())
                .extracting(S3Object::key)
                .containsExactly("media/ä b+c/1.png");
    }

    @Test
    void ofManyDeletionsThoseThatAreDeniedAreNamed() {
        grant("\"s3:DeleteObject\"", "arn:aws:s3:::images/media/*");
        var mine = ObjectIdentifier.builder().key("media/ä b+c/1.png").build();
        var others = ObjectIdentifier.builder().key("private/1").build();

        var answer = application.deleteObjects(delete -> delete.bucket(BUCKET)
                .delete(Delete.builder().objects(mine, others).build()));

        assertThat(answer.deleted()).hasSize(1);
        assertThat(answer.errors()).extracting(S3Error::code).containsExactly("AccessDenied");
    }

    @Test
    void aStrangerIsDeniedUnlessThePolicyIsPublicAndNothingBlocksIt() {
        denied(() -> read(stranger, "media/ä b+c/1.png"), "Access Denied");
        administrator.deletePublicAccessBlock(delete -> delete.bucket(BUCKET));
        administrator.putBucketPolicy(put -> put.bucket(BUCKET).policy("""
                                {"Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::images/*"}]}"""));
        assertThat(read(stranger, "media/ä b+c/1.png")).isEqualTo("png");
        denied(() -> stranger.listObjectsV2(list -> list.bucket(BUCKET)), "Access Denied");

        administrator.putPublicAccessBlock(
                put -> put.bucket(BUCKET).publicAccessBlockConfiguration(block -> block.restrictPublicBuckets(true)));

        denied(() -> read(stranger, "media/ä b+c/1.png"), "Access Denied");
    }

    @Test
    void anExplicitDenyBindsTheAdministratorTooButNeverLocksHimOut() {
        administrator.putBucketPolicy(put -> put.bucket(BUCKET).policy("""
                                {"Statement": [{"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": ["arn:aws:s3:::images", "arn:aws:s3:::images/*"]}]}"""));

        denied(() -> read(administrator, "media/ä b+c/1.png"), "with an explicit deny");
        administrator.deleteBucketPolicy(delete -> delete.bucket(BUCKET));

        assertThat(read(administrator, "media/ä b+c/1.png")).isEqualTo("png");
    }

    @Test
    void copiesAndConfigurationsCrossTheWire() {
        administrator.copyObject(copy -> copy.sourceBucket(BUCKET)
                .sourceKey("media/ä b+c/1.png")
                .destinationBucket(BUCKET)
                .destinationKey("copy 2")
                .metadataDirective(MetadataDirective.COPY));

        assertThat(administrator
                        .headObject(head -> head.bucket(BUCKET).key("copy 2"))
                        .contentType())
                .isEqualTo("image/png");
        assertThat(administrator.getBucketLocation(get -> get.bucket(BUCKET)).locationConstraintAsString())
                .isEqualTo("eu-west-1");
        assertThat(administrator.getBucketEncryption(get -> get.bucket(BUCKET)).serverSideEncryptionConfiguration())
                .isEqualTo(Encryption.DEFAULT);
        assertThat(administrator
                        .getPublicAccessBlock(get -> get.bucket(BUCKET))
                        .publicAccessBlockConfiguration()
                        .restrictPublicBuckets())
                .isTrue();
    }

    private void grant(String actions, String resource) {
        iam.putRolePolicy(
                put -> put.roleName(ROLE).policyName("images").policyDocument("""
                        {"Statement": [{"Effect": "Allow", "Action": [%s], "Resource": "%s"}]}""".formatted(actions, resource)));
    }

    private S3Client client(AwsCredentialsProvider credentials) {
        return S3Client.builder()
                .endpointOverride(gateway.endpoint())
                .region(Region.EU_WEST_1)
                .credentialsProvider(credentials)
                .build();
    }

    private static String read(S3Client client, String key) {
        return client.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asUtf8String();
    }

    private static void denied(ThrowingCallable call, String text) {
        assertThatThrownBy(call).isInstanceOfSatisfying(S3Exception.class, refusal -> {
            assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo("AccessDenied");
            assertThat(refusal.awsErrorDetails().errorMessage()).contains(text);
        });
    }
}
