package dev.replatform.sandbox.aws.codec;

import java.util.LinkedHashMap;
import java.util.UUID;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/**
 * The query protocol of RDS, IAM and STS, and EC2's variant of it.
 * https://smithy.io/2.0/aws/protocols/aws-query-protocol.html, https://smithy.io/2.0/aws/protocols/aws-ec2-query-protocol.html
 *
 * @param ec2 EC2 wraps no result and envelopes errors otherwise
 */
record QueryProtocol(Function<String, Operation> operations, boolean ec2) implements Protocol {
    private static final Scalars SCALARS = new Scalars(Format.ISO_8601);

    @Override
    public Incoming read(HttpCall call) {
        var form = new LinkedHashMap<>(call.query());
        form.putAll(HttpCall.parseQuery(call.body().asUtf8String()));
        var source = FormSource.of(form);
        var operation = operations.apply(source.textOf("Action"));
        var request = operation.newRequest();
        new Reader(SCALARS).fill((SdkPojo) request, source);
        return new Incoming(operation, request.build(), call.body());
    }

    @Override
    public HttpAnswer answer(Operation operation, Operation.Result result) {
        var xml = new XmlWriter(SCALARS);
        var response = operation.name() + "Response";
        xml.open(response);
        if (ec2) {
            xml.element("requestId", requestId()).members(result.response());
        } else {
            xml.structure(operation.name() + "Result", result.response());
            xml.open("ResponseMetadata").element("RequestId", requestId()).close("ResponseMetadata");
        }
        return xml(200, xml.close(response));
    }

    @Override
    public HttpAnswer fault(Fault fault) {
        var xml = new XmlWriter(SCALARS);
        if (ec2) {
            xml.open("Response").open("Errors").open("Error");
            codeAndMessage(xml, fault).close("Error").close("Errors");
            xml.element("RequestID", requestId()).close("Response");
        } else {
            xml.open("ErrorResponse").open("Error").element("Type", fault.status() < 500 ? "Sender" : "Receiver");
            codeAndMessage(xml, fault);
            fault.details().ifPresent(xml::members);
            xml.close("Error").element("RequestId", requestId()).close("ErrorResponse");
        }
        return xml(fault.status(), xml);
    }

    private static XmlWriter codeAndMessage(XmlWriter xml, Fault fault) {
        return xml.element("Code", fault.code()).element("Message", fault.messageOrEmpty());
    }

    private static String requestId() {
        return UUID.randomUUID().toString();
    }

    private static HttpAnswer xml(int status, XmlWriter xml) {
        return HttpAnswer.text(status, "text/xml", xml.toString());
    }
}
