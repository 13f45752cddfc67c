package dev.replatform.aws;

import java.util.Set;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/**
 * Lets out what changes something only while this process may act, asked anew for every attempt: a process that was paused
 * wakes in the middle of whatever it was doing.
 */
final class LeadersOnly implements ExecutionInterceptor {
    private static final Set<String> READING = Set.of("Describe", "Get", "List", "Head");

    private final BooleanSupplier mayAct;

    LeadersOnly(BooleanSupplier mayAct) {
        this.mayAct = mayAct;
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        var operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        if (READING.stream().noneMatch(operation::startsWith) && !mayAct.getAsBoolean()) {
            throw SdkClientException.create(operation + " is not sent: another operator may act");
        }
    }
}
