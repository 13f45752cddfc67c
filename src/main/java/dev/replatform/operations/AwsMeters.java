package dev.replatform.operations;

import dev.replatform.aws.AwsCallListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/** Counts and times calls to AWS. The labels are what this operator calls: some sixty operations of eight services. */
final class AwsMeters implements AwsCallListener {
    private final MeterRegistry registry;

    AwsMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void called(String service, String operation, Outcome outcome, Duration duration, int throttles) {
        Timer.builder("replatform.aws.call")
                .description("Calls to AWS, with the SDK's own retries")
                .tag("service", service)
                .tag("operation", operation)
                .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                .register(registry)
                .record(duration);
        if (throttles > 0) {
            Counter.builder("replatform.aws.throttles")
                    .description("Answers of AWS that it is asked too often, those that the SDK repeated included")
                    .tag("service", service)
                    .register(registry)
                    .increment(throttles);
        }
    }
}
