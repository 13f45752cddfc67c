package dev.replatform.sandbox.aws.codec;

import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkRequest;

/** One of AWS's wire protocols, for one service. */
interface Protocol {
    /** A call as the service takes it; the content matters only to operations that stream it in. */
    record Incoming(Operation operation, SdkRequest request, SdkBytes content) {}

    /**
     * @throws UnsupportedOperationException where the SDK knows no such operation
     * @throws MalformedCall where the call cannot be read
     */
    Incoming read(HttpCall call);

    HttpAnswer answer(Operation operation, Operation.Result result);

    HttpAnswer fault(Fault fault);
}
