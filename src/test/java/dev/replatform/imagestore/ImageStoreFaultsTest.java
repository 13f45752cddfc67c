package dev.replatform.imagestore;

import static dev.replatform.imagestore.AccountForTests.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.sandbox.aws.Faults.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS refuses, or does not answer: it is told, it is not asked for without end, and the object ends right. */
class ImageStoreFaultsTest extends ImageStoreOnSandbox {
    /** Of one call by the SDK: an error of AWS is answered by its own retries. */
    private static final int ATTEMPTS = 4;

    private static final String STORE = WITHOUT_IMPORT + """
              cdn: {priceClass: PriceClass_100}
              verification: {mode: BestEffort}
            """;

    @ParameterizedTest
    @CsvSource(textBlock = """
            THROTTLING,          s3,         CreateBucket,       Throttled
            CONNECTION_RESET,    s3,         CreateBucket,       AwsUnavailable
            INTERNAL_ERROR,      s3,         HeadBucket,         AwsUnavailable
            ACCESS_DENIED,       iam,        PutRolePolicy,      AccessDenied
            ACCESS_DENIED,       cloudfront, CreateDistributionWithTags, AccessDenied
            EXPIRED_CREDENTIALS, s3,         *,                  AccessDenied
            WRONG_STATE,         s3,         CreateBucket,       WrongState
            NOT_FOUND,           s3,         PutBucketPolicy,    RefusedByAws
            QUOTA_EXCEEDED,      s3,         CreateBucket,       QuotaExceeded
            QUOTA_EXCEEDED,      cloudfront, CreateDistributionWithTags, QuotaExceeded
            """)
    void whatAwsDoesNotDoIsToldAndDoneOnceItDoes(Failure failure, String service, String operation, String reason) {
        // given
        aws.faults().on(service, operation).always().fail(failure);
        apply(STORE);

        // then
        until(it -> it.conditions() != null && reason(it, "Ready").equals(reason));

        // when it is looked at again
        var mark = aws.calls().mark();
        var status = look();

        // then
        assertThat(status.isTrue("Ready")).isFalse();
        assertThat(reason(status, "Ready")).isEqualTo(reason);
        assertThat(aws.calls().since(mark).count(service, operation)).isLessThanOrEqualTo(ATTEMPTS);

        // when
        aws.faults().clear();
        until(it -> it.isTrue("Ready"));

        // then
        assertThat(aws.s3.listBuckets().buckets()).hasSize(1);
        assertThat(distributions()).isEqualTo(1);
    }

    @Test
    void whatWasDoneWithoutAnAnswerIsNotDoneAgain() {
        aws.faults().on("s3", "CreateBucket").afterItsEffect().times(ATTEMPTS).fail(Failure.CONNECTION_RESET);
        for (var operation : new String[] {"CreateDistributionWithTags", "CreateOriginAccessControl"}) {
            aws.faults().on("cloudfront", operation).afterItsEffect().fail(Failure.INTERNAL_ERROR);
        }
        apply(STORE);

        until(it -> it.isTrue("Ready"));

        assertThat(aws.s3.listBuckets().buckets()).singleElement().satisfies(bucket -> assertThat(bucket.name())
                .isEqualTo(BUCKET));
        assertThat(distributions()).isEqualTo(1);
        assertThat(aws.cloudFront
                        .listOriginAccessControls(list -> {})
                        .originAccessControlList()
                        .items())
                .hasSize(1);
    }

    private int distributions() {
        return aws.cloudFront
                .listDistributions(list -> {})
                .distributionList()
                .items()
                .size();
    }
}
