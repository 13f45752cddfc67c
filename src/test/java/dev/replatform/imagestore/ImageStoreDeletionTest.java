package dev.replatform.imagestore;

import static dev.replatform.imagestore.AccountForTests.BUCKET;
import static dev.replatform.imagestore.AccountForTests.ROLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.sandbox.aws.Faults.Failure;
import dev.replatform.sandbox.kubernetes.Eventually;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What becomes of bucket, distribution and grant when an ImageStore is deleted. */
class ImageStoreDeletionTest extends ImageStoreOnSandbox {
    private static final String WITH_CDN = WITHOUT_IMPORT + "  cdn: {}\n";

    @Test
    void underDeleteABucketThatHoldsSomethingIsNotDeletedAndAnEmptyOneIs() {
        // given
        apply(WITH_CDN + "  deletionPolicy: Delete\n");
        until(it -> it.isTrue("Ready"));
        aws.put("media/a.jpg", "content");
        aws.s3.deleteObject(delete -> delete.bucket(BUCKET).key("media/a.jpg"));
        var mark = aws.calls().mark();

        // when
        assertThat(cleanup()).isFalse();

        // then
        assertThat(message(current().getStatus(), "Stalled"))
                .startsWith("S3 bucket %s holds objects or old versions, among them media/a.jpg".formatted(BUCKET));
        assertThat(aws.calls().since(mark).writes().calls()).isEmpty();

        // when
        aws.s3
                .listObjectVersions(list -> list.bucket(BUCKET))
                .versions()
                .forEach(version -> aws.s3.deleteObject(
                        delete -> delete.bucket(BUCKET).key(version.key()).versionId(version.versionId())));
        aws.s3
                .listObjectVersions(list -> list.bucket(BUCKET))
                .deleteMarkers()
                .forEach(marker -> aws.s3.deleteObject(
                        delete -> delete.bucket(BUCKET).key(marker.key()).versionId(marker.versionId())));
        untilDeleted();

        // then
        nothingIsLeft();
    }

    @Test
    void withContentsEveryVersionGoesAndAnOperatorThatDiesGoesOn() {
        apply(WITH_CDN + "  deletionPolicy: DeleteWithContents\n");
        until(it -> it.isTrue("Ready"));
        for (int number = 0; number < 1100; number++) {
            aws.put("media/" + number, "one");
        }
        aws.put("media/0", "two");
        aws.s3.deleteObject(delete -> delete.bucket(BUCKET).key("media/1"));
        aws.s3.createMultipartUpload(create -> create.bucket(BUCKET).key("media/unfinished"));
        aws.faults().on("s3", "DeleteObjects").fail(Failure.ACCESS_DENIED);

        while (!reason(current().getStatus(), "Ready").equals("AccessDenied")) {
            assertThat(cleanup()).isFalse();
        }
        startOperator();
        untilDeleted();

        nothingIsLeft();
    }

    @Test
    void whatSomebodyWroteMeanwhileIsSeenAndGoesToo() {
        apply(WITHOUT_IMPORT + "  deletionPolicy: DeleteWithContents\n");
        until(it -> it.isTrue("Ready"));
        aws.faults().on("s3", "DeleteBucket").fail(Failure.ACCESS_DENIED);

        for (int looks = 0; looks < 200 && aws.calls().all().count("s3", "DeleteBucket") == 0; looks++) {
            cleanup();
        }
        aws.put("media/late.jpg", "late");
        untilDeleted();

        nothingIsLeft();
    }

    @Test
    void underRetainAndObserveEverythingLivesOnUntouched() {
        apply(WITH_CDN);
        until(it -> it.isTrue("Ready"));
        var mark = aws.calls().mark();

        assertThat(cleanup()).isTrue();
        apply(WITH_CDN + "  deletionPolicy: DeleteWithContents\n  managementPolicy: Observe\n");
        assertThat(cleanup()).isTrue();

        assertThat(aws.calls().since(mark).calls()).isEmpty();
    }

    private boolean cleanup() {
        return reconciler.cleanup(deleted(), null).isRemoveFinalizer();
    }

    private void untilDeleted() {
        var deadline = System.nanoTime() + Eventually.PATIENCE.toNanos();
        while (!cleanup()) {
            assertThat(System.nanoTime())
                    .as("in time; it stands at %s", current().getStatus())
                    .isLessThan(deadline);
            LockSupport.parkNanos(20_000_000L);
        }
    }

    private void nothingIsLeft() {
        assertThat(aws.s3.listBuckets(list -> {}).buckets()).isEmpty();
        assertThat(aws.cloudFront
                        .listDistributions(list -> {})
                        .distributionList()
                        .items())
                .isEmpty();
        assertThat(aws.cloudFront
                        .listOriginAccessControls(list -> {})
                        .originAccessControlList()
                        .items())
                .isEmpty();
        assertThat(aws.iam.listRolePolicies(list -> list.roleName(ROLE)).policyNames())
                .isEmpty();
    }
}
