package dev.replatform.aws;

import dev.replatform.aws.AwsCallListener.Outcome;
import java.time.Duration;
import java.util.Objects;
import software.amazon.awssdk.core.metrics.CoreMetric;
import software.amazon.awssdk.http.HttpMetric;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricPublisher;
import software.amazon.awssdk.metrics.SdkMetric;

/**
 * Tells a listener what the SDK has measured of a call and of its attempts
 * (<a href="https://docs.aws.amazon.com/sdk-for-java/latest/developer-guide/metrics-list.html">service client metrics</a>).
 */
final class AwsCallMetrics implements MetricPublisher {
    private static final int SERVER_ERROR = 500;

    private final AwsCallListener listener;

    AwsCallMetrics(AwsCallListener listener) {
        this.listener = listener;
    }

    @Override
    public void publish(MetricCollection call) {
        var attempts = call.children();
        var throttles = (int) attempts.stream()
                .filter(attempt -> "Throttling".equals(first(attempt, CoreMetric.ERROR_TYPE)))
                .count();
        listener.called(
                first(call, CoreMetric.SERVICE_ID),
                first(call, CoreMetric.OPERATION_NAME),
                outcome(call),
                Objects.requireNonNullElse(first(call, CoreMetric.API_CALL_DURATION), Duration.ZERO),
                throttles);
    }

    @Override
    public void close() {}

    private static Outcome outcome(MetricCollection call) {
        if (Boolean.TRUE.equals(first(call, CoreMetric.API_CALL_SUCCESSFUL))) {
            return Outcome.OK;
        }
        if (Boolean.TRUE.equals(first(call, CallBudget.HELD_BACK))) {
            return Outcome.HELD_BACK;
        }
        var attempts = call.children();
        if (attempts.isEmpty()) {
            return Outcome.UNANSWERED;
        }
        var last = attempts.get(attempts.size() - 1);
        if ("Throttling".equals(first(last, CoreMetric.ERROR_TYPE))) {
            return Outcome.THROTTLED;
        }
        var status = first(last, HttpMetric.HTTP_STATUS_CODE);
        if (status == null) {
            return Outcome.UNANSWERED;
        }
        return status >= SERVER_ERROR ? Outcome.FAILED : Outcome.REFUSED;
    }

    private static <T> T first(MetricCollection metrics, SdkMetric<T> metric) {
        var values = metrics.metricValues(metric);
        return values.isEmpty() ? null : values.get(0);
    }
}
