package dev.replatform.aws;

import dev.replatform.aws.AwsCallListener.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.w3c.dom.Element;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * Reads from EC2 without its client, whose jar is a third of all libraries and of which one call is used. Signature,
 * credentials, endpoint and retries are the SDK's, as for every other service; what is repeated here of its clients is how
 * they go together. Only reading is possible, so no leader is asked for.
 */
final class Ec2Query {
    private static final int SERVER_ERROR = 500;

    private final Ec2Requests requests;
    private final Duration timeout;
    private final AwsCallListener listener;
    private final RetryStrategy retries = AwsRetryStrategy.forRetryMode(RetryMode.defaultRetryMode());

    /** @param timeout of a call with all its retries */
    Ec2Query(Region region, SdkHttpClient http, Duration timeout, AwsCallListener listener) {
        this.requests = new Ec2Requests(
                region, http, DefaultCredentialsProvider.builder().build());
        this.timeout = timeout;
        this.listener = listener;
    }

    /**
     * Asks.
     *
     * @param action begins with Describe
     * @throws SdkException as the SDK's clients throw it
     */
    Element read(String action, Map<String, String> parameters) {
        if (!action.startsWith("Describe")) {
            throw new IllegalArgumentException(action + " may change something");
        }
        return new Call(action, parameters).run();
    }

    private final class Call {
        private final String action;
        private final Map<String, String> parameters;
        private final long started = System.nanoTime();
        private int throttles;

        Call(String action, Map<String, String> parameters) {
            this.action = action;
            this.parameters = parameters;
        }

        Element run() {
            try {
                var answer = untilAnswered();
                tell(Outcome.OK);
                return answer;
            } catch (SdkException e) {
                tell(outcome(e));
                throw e;
            }
        }

        private Element untilAnswered() {
            var first = retries.acquireInitialToken(AcquireInitialTokenRequest.create("ec2"));
            var token = first.token();
            pause(first.delay());
            while (true) {
                try {
                    var answer = attempt();
                    retries.recordSuccess(RecordSuccessRequest.create(token));
                    return answer;
                } catch (SdkException e) {
                    try {
                        var again = retries.refreshRetryToken(RefreshRetryTokenRequest.builder()
                                .token(token)
                                .failure(e)
                                .suggestedDelay(Duration.ZERO)
                                .build());
                        token = again.token();
                        pause(again.delay());
                    } catch (TokenAcquisitionFailedException enough) {
                        throw e;
                    }
                }
            }
        }

        private Element attempt() {
            try {
                return requests.send(action, parameters, left());
            } catch (AwsServiceException e) {
                throttles += e.isThrottlingException() ? 1 : 0;
                throw e;
            } catch (IOException e) {
                left();
                throw RetryableException.create("EC2 did not answer: " + e.getMessage(), e);
            }
        }

        private void pause(Duration delay) {
            if (delay.compareTo(left()) >= 0) {
                throw tooLate();
            }
            try {
                Thread.sleep(delay.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw SdkClientException.create("interrupted", e);
            }
        }

        private Duration left() {
            var left = timeout.minus(sinceStart());
            if (left.isNegative() || left.isZero()) {
                throw tooLate();
            }
            return left;
        }

        private Duration sinceStart() {
            return Duration.ofNanos(System.nanoTime() - started);
        }

        private ApiCallTimeoutException tooLate() {
            return ApiCallTimeoutException.create(timeout.toMillis());
        }

        private void tell(Outcome outcome) {
            listener.called("EC2", action, outcome, sinceStart(), throttles);
        }
    }

    private static Outcome outcome(SdkException e) {
        if (!(e instanceof AwsServiceException answer)) {
            return Outcome.UNANSWERED;
        }
        if (answer.isThrottlingException()) {
            return Outcome.THROTTLED;
        }
        return answer.statusCode() >= SERVER_ERROR ? Outcome.FAILED : Outcome.REFUSED;
    }
}
