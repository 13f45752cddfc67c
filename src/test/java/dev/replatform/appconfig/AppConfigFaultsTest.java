package dev.replatform.appconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.sandbox.aws.Faults.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What AWS refuses, or does not answer: it is told, it is not asked for without end, and the object ends right. */
class AppConfigFaultsTest extends AppConfigOnSandbox {
    /** Of one call by the SDK: an error of AWS is answered by its own retries. */
    private static final int ATTEMPTS = 4;

    @ParameterizedTest
    @CsvSource(textBlock = """
            THROTTLING,          ssm, PutParameter,        Throttled
            CONNECTION_RESET,    ssm, PutParameter,        AwsUnavailable
            INTERNAL_ERROR,      ssm, GetParametersByPath, AwsUnavailable
            ACCESS_DENIED,       ssm, PutParameter,        AccessDenied
            ACCESS_DENIED,       iam, PutRolePolicy,       AccessDenied
            EXPIRED_CREDENTIALS, ssm, GetParametersByPath, AccessDenied
            EXPIRED_CREDENTIALS, ec2, DescribeInstances,   AccessDenied
            QUOTA_EXCEEDED,      ssm, PutParameter,        QuotaExceeded
            """)
    void whatAwsDoesNotDoIsToldAndDoneOnceItDoes(Failure failure, String service, String operation, String reason) {
        // given
        migration();
        active("10.10.10.10", "mvp", "Source");
        aws.faults().on(service, operation).always().fail(failure);
        appConfig();

        // then
        until(it -> it.conditions() != null && reason(it, "Ready").equals(reason));

        // when it is looked at again
        var mark = aws.calls().mark();
        var status = look();

        // then
        assertThat(status.isTrue("Ready")).isFalse();
        assertThat(reason(status, "Ready"))
                .as("or our own limit of writes a second")
                .isIn(reason, "Throttled");
        assertThat(aws.calls().since(mark).count(service, operation)).isLessThanOrEqualTo(ATTEMPTS);

        // when
        aws.faults().clear();
        until(it -> it.isTrue("Ready"));

        // then
        assertThat(values()).hasSize(6);
        assertThat(restarts).hasValue(1);
    }

    @Test
    void whatWasDoneWithoutAnAnswerIsNotDoneAgain() {
        aws.faults().on("ssm", "PutParameter").afterItsEffect().times(ATTEMPTS).fail(Failure.CONNECTION_RESET);
        aws.faults().on("ssm", "SendCommand").afterItsEffect().times(ATTEMPTS).fail(Failure.CONNECTION_RESET);
        aws.faults().on("iam", "PutRolePolicy").afterItsEffect().fail(Failure.INTERNAL_ERROR);

        ready();

        assertThat(inSsm()).hasSize(6).allSatisfy(parameter -> assertThat(parameter.version())
                .isEqualTo(1));
    }
}
