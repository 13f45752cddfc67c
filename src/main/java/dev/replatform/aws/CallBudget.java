package dev.replatform.aws;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.metrics.MetricCategory;
import software.amazon.awssdk.metrics.MetricLevel;
import software.amazon.awssdk.metrics.SdkMetric;

/**
 * Keeps the calls of all objects together within what AWS takes of an account in a region, where it says how much that is.
 * A call beyond it is not sent: its object comes again later, as if AWS had said so.
 */
final class CallBudget implements ExecutionInterceptor {
    /** True of a call that was not sent. */
    static final SdkMetric<Boolean> HELD_BACK =
            SdkMetric.create("HeldBack", Boolean.class, MetricLevel.INFO, MetricCategory.CUSTOM);

    private static final String ANY = "*";
    private static final ExecutionAttribute<Boolean> SENT = new ExecutionAttribute<>("replatform.sent");

    private final List<Bucket> buckets;

    CallBudget(LongSupplier nanoTime) {
        buckets = List.of(
                // https://docs.aws.amazon.com/general/latest/gr/ssm.html, and no more for an account that has not asked
                new Bucket(
                        "Ssm", "PutParameter", SsmParameters.WRITES_A_SECOND, SsmParameters.WRITES_A_SECOND, nanoTime),
                // https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Limits.html: all its calls together
                new Bucket("DatabaseMigration", ANY, 200, 8, nanoTime));
    }

    /** The call was not sent. */
    static final class Spent extends SdkClientException {
        private static final long serialVersionUID = 1L;

        private Spent() {
            super(builder().message("the budget of calls is spent"));
        }
    }

    /** @throws Spent where nothing is left for this call */
    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        for (var bucket : buckets) {
            if (bucket.isFor(attributes) && !bucket.take()) {
                attributes
                        .getAttribute(SdkExecutionAttribute.API_CALL_METRIC_COLLECTOR)
                        .reportMetric(HELD_BACK, true);
                throw new Spent();
            }
        }
    }

    /** The SDK's own repetitions are sent, and count. */
    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        if (attributes.getAttribute(SENT) != null) {
            buckets.stream().filter(bucket -> bucket.isFor(attributes)).forEach(Bucket::overdraw);
        }
        attributes.putAttribute(SENT, true);
    }

    /** Fills steadily up to what it holds. */
    private static final class Bucket {
        private final String service;
        private final String operation;
        private final double holds;
        private final double perNano;
        private final LongSupplier nanoTime;
        private double left;
        private long filledAt;

        Bucket(String service, String operation, int holds, int perSecond, LongSupplier nanoTime) {
            this.service = service;
            this.operation = operation;
            this.holds = holds;
            this.perNano = (double) perSecond / Duration.ofSeconds(1).toNanos();
            this.nanoTime = nanoTime;
            this.left = holds;
            this.filledAt = nanoTime.getAsLong();
        }

        boolean isFor(ExecutionAttributes call) {
            return service.equals(call.getAttribute(SdkExecutionAttribute.SERVICE_NAME))
                    && (operation.equals(ANY)
                            || operation.equals(call.getAttribute(SdkExecutionAttribute.OPERATION_NAME)));
        }

        synchronized boolean take() {
            fill();
            if (left < 1) {
                return false;
            }
            left--;
            return true;
        }

        synchronized void overdraw() {
            fill();
            left--;
        }

        private void fill() {
            var now = nanoTime.getAsLong();
            left = Math.min(holds, left + (now - filledAt) * perNano);
            filledAt = now;
        }
    }
}
