package dev.replatform.sandbox.aws.codec;

import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkRequest;

/** Serves one implementation of an SDK client interface over the wire. */
public final class ServiceCodec {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceCodec.class);

    /** Stands around every call that reached the service: counts it, lets it fail. */
    @FunctionalInterface
    public interface Around {
        /**
         * @param operation as AWS writes it: {@code DescribeDBInstances}
         * @param request what it is asked to do
         * @param effect carries the call out; may be run or not
         */
        <T> T call(String operation, SdkRequest request, Supplier<T> effect);
    }

    private final Class<? extends SdkClient> api;
    private final Object service;

    public <T extends SdkClient> ServiceCodec(Class<T> api, T service) {
        this.api = api;
        this.service = service;
    }

    /** @return the service's name in a signature's credential scope: {@code rds}, {@code dms}, {@code s3} */
    public String signingName() {
        return ServiceModel.signingName(api);
    }

    /**
     * @return the service's answer; its exceptions are answers too
     * @throws ConnectionReset where {@code around} wants no answer to be sent
     */
    public HttpAnswer serve(HttpCall call, Around around) {
        var model = ServiceModel.of(api);
        var protocol = model.protocol();
        try {
            var incoming = protocol.read(AwsChunked.unframe(call));
            var operation = incoming.operation();
            var result = around.call(
                    operation.name(),
                    incoming.request(),
                    () -> operation.call(service, incoming.request(), incoming.content()));
            return protocol.answer(operation, result);
        } catch (ConnectionReset e) {
            throw e;
        } catch (RuntimeException e) {
            var fault = model.fault(e);
            if (fault.status() >= 500) {
                LOG.warn("{} {} of {} fails", call.method(), call.path(), signingName(), e);
            }
            return protocol.fault(fault);
        }
    }
}
