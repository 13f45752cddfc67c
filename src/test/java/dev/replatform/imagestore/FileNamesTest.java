package dev.replatform.imagestore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.replatform.api.v1alpha1.ImageStoreStatus;
import dev.replatform.api.v1alpha1.ImageStoreStatus.SkippedFile;
import dev.replatform.sandbox.kubernetes.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Names of files as media folders have them: what S3 can hold goes, and every other file is named with its reason. */
class FileNamesTest extends ImageStoreOnSandbox {
    private static final String PREFIX = "media/user_image/";

    private static final String STORE = """
            apiVersion: replatform.dev/v1alpha1
            kind: ImageStore
            metadata: {name: images, namespace: cloudtalents}
            spec:
              bucketName: cloudtalents-startup-images
              deletionPolicy: DeleteWithContents
              access: {roleName: cloudtalents-ec2, prefix: media/}
              import: {from: {ec2: {instanceId: i-0abc1234def567890, path: /opt/app/media/user_image/}}, to: media/user_image/}
            """;

    @Test
    void namesWithControlCharactersGo() throws IOException {
        aws.image("bell\b.jpg", "a");
        aws.image("tab\there.jpg", "b");
        aws.image("cr\rhere.jpg", "c");
        aws.image("new\nline.jpg", "d");
        aws.image("u\uFFFE.jpg", "e");

        var status = imported();

        assertThat(status.imports().skipped()).isZero();
        assertThat(aws.objects())
                .containsOnly(
                        entry(PREFIX + "bell\b.jpg", "a"),
                        entry(PREFIX + "tab\there.jpg", "b"),
                        entry(PREFIX + "cr\rhere.jpg", "c"),
                        entry(PREFIX + "new\nline.jpg", "d"),
                        entry(PREFIX + "u\uFFFE.jpg", "e"));
    }

    @Test
    void objectsWithControlCharactersAreDeletedWithTheBucket() throws IOException {
        aws.image("bell\b.jpg", "a");
        aws.image("u\uFFFE.jpg", "b");
        imported();

        Eventually.until(() -> reconciler.cleanup(deleted(), null).isRemoveFinalizer());

        assertThat(aws.s3.listBuckets(list -> {}).buckets()).isEmpty();
    }

    @Test
    void linksAreNotFollowedAndTheRestOfTheFolderGoes() throws IOException {
        aws.image("a/1.jpg", "one");
        Files.createSymbolicLink(aws.images.resolve("a/loop"), Path.of("../a"));
        Files.createSymbolicLink(aws.images.resolve("avatar.jpg"), Path.of("/etc/hostname"));
        Files.createSymbolicLink(aws.images.resolve("dead.jpg"), Path.of("/nowhere"));

        var status = imported();

        var reason = "a symbolic link, which is not followed";
        assertThat(aws.objects()).containsOnly(entry(PREFIX + "a/1.jpg", "one"));
        assertThat(status.imports().skipped()).isEqualTo(3);
        assertThat(status.imports().skippedFiles())
                .containsExactly(
                        new SkippedFile("a/loop", reason),
                        new SkippedFile("avatar.jpg", reason),
                        new SkippedFile("dead.jpg", reason));
        assertThat(message(status, "Imported"))
                .startsWith("Every copied file is in the bucket with its content. 3 files are not copied, among them"
                        + " a/loop (a symbolic link, which is not followed), avatar.jpg");
    }

    @Test
    void aNameThatIsNotUtf8IsNamedAndTheRestGoes() throws Exception {
        aws.image("ok.jpg", "fine");
        new ProcessBuilder("bash", "-c", "printf x > $'caf\\xe9.jpg'; mkdir $'d\\xff'; printf x > $'d\\xff/in.jpg'")
                .directory(aws.images.toFile())
                .start()
                .waitFor();

        var status = imported();

        assertThat(aws.objects()).containsOnly(entry(PREFIX + "ok.jpg", "fine"));
        assertThat(status.imports().skippedFiles())
                .extracting(SkippedFile::reason)
                .containsOnly("a name that is not UTF-8, which no S3 key can hold")
                .hasSize(2);
        assertThat(status.imports().skippedFiles())
                .extracting(SkippedFile::path)
                .anyMatch(path -> path.contains("caf\\351.jpg"));
    }

    @Test
    void aKeyThatIsTooLongIsNamedAndTheRestGoes() throws IOException {
        aws.image("ok.jpg", "fine");
        aws.image(("d".repeat(240) + "/").repeat(5) + "f.jpg", "deep");

        var status = imported();

        assertThat(aws.objects()).containsOnly(entry(PREFIX + "ok.jpg", "fine"));
        assertThat(status.imports().skippedFiles()).singleElement().satisfies(file -> {
            assertThat(file.path()).endsWith("d/f.jpg").contains("...");
            assertThat(file.reason()).isEqualTo("a key of more than 1,024 bytes, which S3 does not take");
        });
    }

    private ImageStoreStatus imported() {
        apply(STORE);
        return until(status -> status.isTrue("Ready"));
    }
}
