package dev.replatform.sandbox.aws.codec;

import java.util.Map;
import java.util.function.Function;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** AWS JSON 1.0 and 1.1: SSM, DMS. https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
record JsonProtocol(Function<String, Operation> operations) implements Protocol {
    private static final Scalars SCALARS = new Scalars(Format.UNIX_TIMESTAMP);

    @Override
    public Incoming read(HttpCall call) {
        var target = call.header("X-Amz-Target").orElse("");
        var operation = operations.apply(target.substring(target.lastIndexOf('.') + 1));
        var request = operation.newRequest();
        new Reader(SCALARS).fill((SdkPojo) request, JsonSource.parse(call.body()));
        return new Incoming(operation, request.build(), call.body());
    }

    @Override
    public HttpAnswer answer(Operation operation, Operation.Result result) {
        var json = JsonWriter.create();
        json.writeStartObject();
        new JsonWriting(json, SCALARS).members(result.response());
        json.writeEndObject();
        return json(200, json);
    }

    @Override
    public HttpAnswer fault(Fault fault) {
        var json = JsonWriter.create();
        json.writeStartObject().writeFieldName("__type").writeValue(fault.code());
        if (fault.message() != null) {
            json.writeFieldName("message").writeValue(fault.message());
        }
        fault.details().ifPresent(details -> new JsonWriting(json, SCALARS).members(details));
        json.writeEndObject();
        return json(fault.status(), json);
    }

    private static HttpAnswer json(int status, JsonWriter json) {
        return new HttpAnswer(
                status,
                Map.of("Content-Type", "application/x-amz-json-1.1"),
                SdkBytes.fromByteArrayUnsafe(json.getBytes()));
    }
}
