package dev.replatform.imagestore;

import static dev.replatform.imagestore.AccountForTests.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.ImageStoreStatus;
import dev.replatform.sandbox.aws.Faults.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Bucket, access and import, look by look. */
class ImageStoreTest extends ImageStoreOnSandbox {
    private static final String ODD = "ünï côdé/ 'a' \"b\" \\n $(c) [1] 日本 ";

    @Test
    void aBucketIsPrivateOwnedEncryptedVersionedAndTidied() {
        apply(WITHOUT_IMPORT);

        var status = until(it -> it.isTrue("Ready"));

        assertThat(status.isTrue("BucketReady")).isTrue();
        assertThat(reason(status, "Ready")).isEqualTo("Available");
        assertThat(aws.s3
                        .getPublicAccessBlock(get -> get.bucket(BUCKET))
                        .publicAccessBlockConfiguration()
                        .restrictPublicBuckets())
                .isTrue();
        assertThat(aws.s3.getBucketVersioning(get -> get.bucket(BUCKET)).statusAsString())
                .isEqualTo("Enabled");
        assertThat(aws.s3
                        .getBucketLifecycleConfiguration(get -> get.bucket(BUCKET))
                        .rules())
                .extracting(rule -> rule.id())
                .containsExactly("replatform-abort-incomplete-uploads", "replatform-noncurrent-versions");
    }

    @Test
    void aBucketThatSomebodyElseMadeIsNeverTouched() {
        aws.s3.createBucket(create ->
                create.bucket(BUCKET).createBucketConfiguration(where -> where.locationConstraint("eu-west-1")));
        apply(WITHOUT_IMPORT);
        var mark = aws.calls().mark();

        var status = until(it -> it.isTrue("Stalled"));

        assertThat(reason(status, "Stalled")).isEqualTo("Conflict");
        assertThat(aws.calls().since(mark).writes().calls()).isEmpty();
    }

    @Test
    void aBucketWhoseCreationWasAnsweredByAFailureIsFoundAgain() {
        aws.faults().on("s3", "CreateBucket").afterItsEffect().fail(Failure.ACCESS_DENIED);
        apply(WITHOUT_IMPORT);

        var status = until(it -> it.isTrue("Ready"));

        assertThat(status.bucket().name()).isEqualTo(BUCKET);
    }

    @Test
    void everyFileIsCopiedOnceAndTheImportIsNeverDoneAgain() throws IOException {
        images();
        apply(ONCE);

        var status = until(it -> it.isTrue("Ready"));

        assertThat(reason(status, "Ready")).isEqualTo("Finished");
        assertThat(status.imports()).isEqualTo(new ImageStoreStatus.Import("Finished", 3, 13L, 0, 0, List.of()));
        assertThat(aws.objects())
                .containsOnly(
                        Map.entry("media/user_image/a.jpg", "first"),
                        Map.entry("media/user_image/deep/b.png", "second"),
                        Map.entry("media/user_image/" + ODD, "xx"));
        var mark = aws.calls().mark();
        aws.image("later.jpg", "later");

        assertThat(reconciler.cleanup(deleted(), null).isRemoveFinalizer()).isTrue();
        client.resource(current()).delete();
        startOperator();
        apply(ONCE);
        var again = until(it -> it.isTrue("Ready"));

        assertThat(aws.calls().since(mark).writes().calls()).isEmpty();
        assertThat(again.imports()).isEqualTo(status.imports());
    }

    @Test
    void theFolderIsFollowedUntilTheMigrationHasSwitchedAndOnceMore() throws IOException {
        images();
        apply(FOLLOWED);
        var waiting =
                until(it -> it.imports() != null && "InSync".equals(it.imports().state()));
        assertThat(waiting.isTrue("Imported")).isTrue();
        assertThat(waiting.isTrue("Ready")).as("there is no Migration yet").isFalse();
        apply(MIGRATION);
        until(it -> it.isTrue("Ready"));

        aws.image("a.jpg", "changed");
        aws.image("new.jpg", "new");
        Files.delete(aws.images.resolve("deep/b.png"));
        clock.forward(Duration.ofSeconds(40));
        var followed = until(it -> it.isTrue("Ready") && !aws.objects().containsKey("media/user_image/deep/b.png"));

        assertThat(followed.isTrue("Imported")).isTrue();
        assertThat(aws.objects())
                .as("what is deleted on the box goes last")
                .containsEntry("media/user_image/a.jpg", "changed")
                .containsEntry("media/user_image/new.jpg", "new");

        aws.image("last.jpg", "from the box");
        aws.image("a.jpg", "changed on the box again");
        aws.put("media/user_image/a.jpg", "the application's own");
        aws.put("media/user_image/after.jpg", "written after the switch");
        Files.delete(aws.images.resolve("new.jpg"));
        switched();
        var finished = until(it -> "Finished".equals(it.imports().state()));

        assertThat(finished.isTrue("Ready")).isTrue();
        assertThat(finished.imports().failed()).isZero();
        assertThat(aws.objects())
                .containsEntry("media/user_image/last.jpg", "from the box")
                .containsEntry("media/user_image/a.jpg", "the application's own")
                .containsEntry("media/user_image/after.jpg", "written after the switch")
                .containsEntry("media/user_image/new.jpg", "new");
        var mark = aws.calls().mark();
        clock.forward(Duration.ofSeconds(100));
        look();
        assertThat(aws.calls().since(mark).writes().calls()).isEmpty();
    }

    @Test
    void anObjectStaysReadyWhileItsFolderIsFollowed() throws IOException {
        images();
        apply(MIGRATION);
        apply(FOLLOWED);
        until(it -> it.isTrue("Ready"));
        var mark = aws.calls().mark();

        for (int pass = 0; pass < 3; pass++) {
            aws.image("more.jpg", "pass " + pass);
            clock.forward(Duration.ofSeconds(40));
            var content = "pass " + pass;
            until(it -> {
                assertThat(it.isTrue("Ready")).isTrue();
                assertThat(it.isTrue("Imported")).isTrue();
                return content.equals(aws.objects().get("media/user_image/more.jpg"));
            });
        }

        assertThat(aws.calls().since(mark).byOperation()).containsEntry("ssm:SendCommand", 3L);
    }

    @Test
    void anOperatorThatDiesWhileTheBoxCopiesFindsTheCommandAgain() throws IOException {
        images();
        apply(ONCE);
        until(it -> "Copying".equals(it.imports().state()));

        startOperator();
        until(it -> it.isTrue("Ready"));

        assertThat(aws.calls().all().byOperation()).containsEntry("ssm:SendCommand", 1L);
    }

    @Test
    void aCommandWhoseAnswerWasLostIsNotSentTwice() throws IOException {
        images();
        aws.faults().on("ssm", "SendCommand").afterItsEffect().fail(Failure.ACCESS_DENIED);
        apply(ONCE);

        until(it -> it.isTrue("Ready"));

        assertThat(aws.calls().all().byOperation()).containsEntry("ssm:SendCommand", 1L);
    }

    @Test
    void anObjectThatIsLostBeforeTheProofIsCopiedAgain() throws IOException {
        images();
        apply(ONCE);
        until(it -> aws.calls().all().byOperation().containsKey("ssm:SendCommand"));
        aws.awaitCommands();
        aws.s3.deleteObject(delete -> delete.bucket(BUCKET).key("media/user_image/a.jpg"));

        var lost = until(it -> it.imports().failed() != null && it.imports().failed() == 1);
        assertThat(reason(lost, "Imported")).isEqualTo("ObjectsDiffer");
        assertThat(lost.isTrue("Stalled")).as("nobody has to act").isFalse();
        clock.forward(Duration.ofSeconds(15));
        until(it -> it.isTrue("Ready"));

        assertThat(aws.objects()).containsEntry("media/user_image/a.jpg", "first");
    }

    @Test
    void aSilentAgentIsTold() throws IOException {
        images();
        aws.box.goOffline();
        apply(ONCE);

        var status = until(it -> it.isTrue("Stalled"));

        assertThat(reason(status, "Stalled")).isEqualTo("AgentOffline");
        assertThat(reason(status, "Imported")).isEqualTo("AgentOffline");
        assertThat(status.imports().state()).isEqualTo("Failed");
        aws.box.comeOnline();
        until(it -> it.isTrue("Ready"));
    }

    @Test
    void aFolderThatIsNotThereIsTold() {
        apply(ONCE.replace("user_image", "no_such"));

        var status = until(it -> it.isTrue("Stalled"));

        assertThat(reason(status, "Stalled")).isEqualTo("CommandFailed");
        assertThat(message(status, "Stalled"))
                .isEqualTo("Run Command on EC2 instance i-0abc1234def567890 ended as Failed: "
                        + "/opt/app/media/no_such/ is no folder");
        look();
        look();
        assertThat(aws.calls().all().byOperation()).as("not repeated hot").containsEntry("ssm:SendCommand", 1L);
    }

    private static final String ONCE = WITHOUT_IMPORT + """
              import:
                from: {ec2: {instanceId: i-0abc1234def567890, path: /opt/app/media/user_image/}}
                to: media/user_image/
            """;

    private static final String FOLLOWED = ONCE + """
                until: {migrationRef: {name: mvp}}
            """;

    private static final String MIGRATION = """
            apiVersion: replatform.dev/v1alpha1
            kind: Migration
            metadata: {name: mvp, namespace: cloudtalents}
            spec:
              source:
                host: 10.10.10.10
                database: mvp
                credentials: {secretRef: {name: mvp-dms}}
                adminCredentials: {secretRef: {name: mvp-admin}}
                appCredentials: {secretRef: {name: mvp-app}}
              target: {databaseRef: {name: mvp}}
              replicationInstance: {create: {class: dms.t3.medium, subnetIds: [a, b]}}
            """;

    private void images() throws IOException {
        aws.image("a.jpg", "first");
        aws.image("deep/b.png", "second");
        aws.image(ODD, "xx");
    }
}
