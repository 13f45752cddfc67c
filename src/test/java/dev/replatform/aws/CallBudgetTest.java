package dev.replatform.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.metrics.MetricCollector;

/** How many calls are sent in how much time. */
class CallBudgetTest {
    private long now;
    private final CallBudget budget = new CallBudget(() -> now);

    @Test
    void threeParametersAreWrittenAtOnceAndThreeMoreInEachSecond() {
        assertThat(sent("Ssm", "PutParameter", 10)).isEqualTo(3);

        now += Duration.ofMillis(400).toNanos();
        assertThat(sent("Ssm", "PutParameter", 10)).isEqualTo(1);

        now += Duration.ofMinutes(5).toNanos();
        assertThat(sent("Ssm", "PutParameter", 10)).isEqualTo(3);
    }

    @Test
    void whatTheSdkRepeatsCountsAndIsSent() {
        var call = call("Ssm", "PutParameter");
        budget.beforeExecution(null, call);
        budget.beforeTransmission(null, call);
        budget.beforeTransmission(null, call);

        assertThat(sent("Ssm", "PutParameter", 10)).isEqualTo(1);
    }

    @Test
    void dmsTakesAllItsCallsOutOfOneBudget() {
        assertThat(sent("DatabaseMigration", "DescribeEndpoints", 150)).isEqualTo(150);
        assertThat(sent("DatabaseMigration", "DescribeReplicationTasks", 100)).isEqualTo(50);

        now += Duration.ofSeconds(2).toNanos();
        assertThat(sent("DatabaseMigration", "DescribeConnections", 100)).isEqualTo(16);
    }

    @Test
    void whatHasNoPublishedLimitIsNeverHeldBack() {
        assertThat(sent("RDS", "DescribeDBInstances", 1_000)).isEqualTo(1_000);
        assertThat(sent("Ssm", "GetParametersByPath", 1_000)).isEqualTo(1_000);
    }

    private long sent(String service, String operation, int calls) {
        var sent = 0;
        for (int number = 0; number < calls; number++) {
            var call = call(service, operation);
            try {
                budget.beforeExecution(null, call);
                sent++;
            } catch (CallBudget.Spent e) {
                assertThat(call.getAttribute(SdkExecutionAttribute.API_CALL_METRIC_COLLECTOR)
                                .collect()
                                .metricValues(CallBudget.HELD_BACK))
                        .containsExactly(true);
            }
        }
        return sent;
    }

    private static ExecutionAttributes call(String service, String operation) {
        return new ExecutionAttributes()
                .putAttribute(SdkExecutionAttribute.SERVICE_NAME, service)
                .putAttribute(SdkExecutionAttribute.OPERATION_NAME, operation)
                .putAttribute(SdkExecutionAttribute.API_CALL_METRIC_COLLECTOR, MetricCollector.create("ApiCall"));
    }
}
