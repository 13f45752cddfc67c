package dev.replatform.sandbox.aws.box;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Gateway;
import dev.replatform.sandbox.aws.iam.SandboxIam;
import dev.replatform.sandbox.aws.s3.SandboxS3;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/** {@code aws s3} on the box: over the wire, as the role of the box. */
class BoxS3Test {
    private static final String ROLE = "cloudtalents-ec2";
    private static final String BUCKET = "startup-images";

    private static final String TRUST = """
            {"Version": "2012-10-17", "Statement": [
                {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ec2.amazonaws.com"}}]}""";

    @TempDir
    private Path folder;

    private final Gateway gateway = new Gateway();
    private final SandboxIam iam = new SandboxIam();
    private final BoxHost host = new BoxHost(new Boxes(), gateway.endpoint(), gateway::accessKeyFor);
    private SandboxS3 s3;
    private Box box;

    @BeforeEach
    void start() throws IOException {
        var nowhere = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        s3 = new SandboxS3(folder.resolve("s3"), iam.policies(), new Addresses(), nowhere);
        gateway.serve(S3Client.class, s3);
        s3.createBucket(create ->
                create.bucket(BUCKET).createBucketConfiguration(location -> location.locationConstraint("eu-west-1")));
        iam.createRole(create -> create.roleName(ROLE).assumeRolePolicyDocument(TRUST));
        allow("s3:*");
        box = new Box(
                "i-0abc1234def567890", Files.createDirectories(folder.resolve("box")), ROLE, "10.0.0.1", Map.of());
        host.add(box);
        write("a b.jpg", "eins");
        write("ü/zwei.PNG", "zwei");
        write("drei.unknown", "drei");
    }

    @AfterEach
    void stop() {
        host.close();
        gateway.close();
    }

    private void allow(String action) {
        iam.putRolePolicy(put -> put.roleName(ROLE).policyName("images").policyDocument("""
                        {"Version": "2012-10-17", "Statement": [
                            {"Effect": "Allow", "Action": "%s", "Resource": "*"}]}""".formatted(action)));
    }

    /** S3 keeps whole seconds: a file of the same second as its object would count as younger, as it does for the CLI. */
    private Path write(String name, String content) throws IOException {
        var file = box.folder().resolve("opt/app/media").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(10)));
    }

    private Script.Outcome run(String command) throws InterruptedException {
        return Script.start(box, "test", "cd /opt/app/media\n" + command, "").await(Duration.ofMinutes(2));
    }

    private Script.Outcome sync(String options) throws InterruptedException {
        return run("aws s3 sync . s3://" + BUCKET + "/media --no-progress " + options);
    }

    private List<String> keys() {
        return s3.listObjectsV2(list -> list.bucket(BUCKET)).contents().stream()
                .map(S3Object::key)
                .toList();
    }

    private String contentType(String key) {
        return s3.headObject(head -> head.bucket(BUCKET).key(key)).contentType();
    }

    @Test
    void syncUploadsEveryFileWithItsNameAndType() throws InterruptedException {
        var outcome = sync("");

        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.output().lines())
                .containsExactlyInAnyOrder(
                        "upload: ./a b.jpg to s3://startup-images/media/a b.jpg",
                        "upload: ./drei.unknown to s3://startup-images/media/drei.unknown",
                        "upload: ü/zwei.PNG to s3://startup-images/media/ü/zwei.PNG");
        assertThat(keys()).containsExactly("media/a b.jpg", "media/drei.unknown", "media/ü/zwei.PNG");
        assertThat(contentType("media/a b.jpg")).isEqualTo("image/jpeg");
        assertThat(contentType("media/ü/zwei.PNG")).isEqualTo("image/png");
        assertThat(contentType("media/drei.unknown")).isEqualTo("binary/octet-stream");
    }

    @Test
    void aSecondSyncUploadsOnlyWhatHasChanged() throws IOException, InterruptedException {
        sync("");
        int mark = gateway.calls().mark();
        var touched = write("a b.jpg", "EINS");
        Files.setLastModifiedTime(touched, FileTime.from(Instant.now().plusSeconds(5)));
        write("vier.gif", "vier");

        var outcome = sync("");

        assertThat(outcome.output().lines())
                .containsExactlyInAnyOrder(
                        "upload: ./a b.jpg to s3://startup-images/media/a b.jpg",
                        "upload: ./vier.gif to s3://startup-images/media/vier.gif");
        assertThat(gateway.calls().since(mark).byOperation())
                .containsEntry("s3:PutObject", 2L)
                .containsEntry("s3:ListObjectsV2", 1L)
                .hasSize(2);
    }

    @Test
    void whatHasGoneFromTheBoxGoesFromTheBucketOnlyWhenAsked() throws IOException, InterruptedException {
        sync("");
        Files.delete(box.folder().resolve("opt/app/media/a b.jpg"));

        assertThat(sync("").output()).isEmpty();
        assertThat(sync("--delete --exclude '*.unknown'").output())
                .isEqualTo("delete: s3://startup-images/media/a b.jpg\n");
        assertThat(keys()).containsExactly("media/drei.unknown", "media/ü/zwei.PNG");
    }

    @Test
    void theLastFilterThatMatchesDecides() throws InterruptedException {
        sync("--exclude '*' --include '*/*'");

        assertThat(keys()).containsExactly("media/ü/zwei.PNG");
    }

    @Test
    void whatTheRoleMayNotDoFailsWithAwssText() throws InterruptedException {
        allow("s3:ListBucket");

        var outcome = run("aws s3 sync . s3://startup-images/media --only-show-errors --exclude 'd*' --exclude 'ü*'");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).isEmpty();
        assertThat(outcome.error())
                .startsWith("upload failed: ./a b.jpg to s3://startup-images/media/a b.jpg An error occurred"
                        + " (AccessDenied) when calling the PutObject operation: ")
                .contains("s3:PutObject");
    }

    @Test
    void aMissingBucketIsAFatalError() throws InterruptedException {
        var outcome = run("aws s3 sync . s3://nobodys/");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.error())
                .isEqualTo("fatal error: An error occurred (NoSuchBucket) when calling the ListObjectsV2 operation:"
                        + " The specified bucket does not exist\n");
    }

    @Test
    void filesAreCopiedListedReadAndRemoved() throws InterruptedException {
        var outcome = run("""
                printf '[]' | aws s3 cp - s3://startup-images/m/manifest.json --content-type application/json
                aws s3 cp 'a b.jpg' s3://startup-images/m/ --quiet
                aws s3 ls s3://startup-images/ | tr -s ' '
                aws s3 ls s3://startup-images/m/ | cut -c20-
                aws s3 cp s3://startup-images/m/manifest.json -
                aws s3 cp 's3://startup-images/m/a b.jpg' copy.jpg
                cat copy.jpg; echo
                aws s3 rm s3://startup-images/m/manifest.json
                aws s3 rm s3://startup-images/m/ --recursive
                aws s3 ls s3://startup-images/m/ || echo none
                """);

        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.output()).isEqualTo("""
                        upload: - to s3://startup-images/m/manifest.json
                         PRE m/
                                  4 a b.jpg
                                  2 manifest.json
                        []
                        download: s3://startup-images/m/a b.jpg to ./copy.jpg
                        eins
                        delete: s3://startup-images/m/manifest.json
                        delete: s3://startup-images/m/a b.jpg
                        none
                        """);
    }
}
