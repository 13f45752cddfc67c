package dev.replatform.sandbox.aws.codec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.protocol.MarshallingKnownType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.PayloadTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;

/**
 * REST-XML: CloudFront, and S3 with its buckets and its bare errors. https://smithy.io/2.0/aws/protocols/aws-restxml-protocol.html
 *
 * @param s3 S3 cuts a bucket from the path, and sends errors without an envelope
 */
record RestXmlProtocol(RestRouter router, boolean s3) implements Protocol {
    private static final Scalars SCALARS = new Scalars(Format.ISO_8601);
    private static final Reader READER = new Reader(SCALARS);

    @Override
    public Incoming read(HttpCall call) {
        var target = s3 ? RestTarget.ofS3(call) : RestTarget.withoutBucket(call);
        var match = router.route(call, target);
        var labels = new LinkedHashMap<>(match.labels());
        target.bucket().ifPresent(bucket -> labels.put("Bucket", bucket));
        var request = match.operation().newRequest();
        var members = (SdkPojo) request;
        for (var field : members.sdkFields()) {
            outsideTheBody(field, call, labels).ifPresent(value -> field.set(members, value));
        }
        if (!match.operation().takesContent() && call.body().asByteArrayUnsafe().length > 0) {
            readBody(members, call.body());
        }
        return new Incoming(match.operation(), request.build(), call.body());
    }

    private static Optional<Object> outsideTheBody(SdkField<?> field, HttpCall call, Map<String, String> labels) {
        return switch (field.location()) {
            case PATH, GREEDY_PATH ->
                Optional.ofNullable(labels.get(field.locationName())).map(value -> SCALARS.parse(field, value));
            case QUERY_PARAM ->
                Optional.ofNullable(call.query().get(field.locationName())).map(values -> fromTexts(field, values));
            case HEADER ->
                field.marshallingType().getKnownType() == MarshallingKnownType.MAP
                        ? prefixed(field.locationName(), call.headers())
                        : call.header(field.locationName())
                                .map(value -> fromTexts(field, isList(field) ? splitAtCommas(value) : List.of(value)));
            default -> Optional.empty();
        };
    }

    private static boolean isList(SdkField<?> field) {
        return field.containsTrait(ListTrait.class);
    }

    private static List<String> splitAtCommas(String value) {
        return Arrays.stream(value.split(",")).map(String::strip).toList();
    }

    private static Object fromTexts(SdkField<?> field, List<String> texts) {
        if (!isList(field)) {
            return SCALARS.parse(field, texts.get(0));
        }
        SdkField<?> item = field.getTrait(ListTrait.class).memberFieldInfo();
        return texts.stream().map(text -> SCALARS.parse(item, text)).toList();
    }

    /** {@code x-amz-meta-*}: one map of all headers that begin so. */
    private static Optional<Object> prefixed(String prefix, Map<String, String> headers) {
        var map = new LinkedHashMap<String, String>();
        headers.forEach((name, value) -> {
            if (name.regionMatches(true, 0, prefix, 0, prefix.length())) {
                map.put(name.substring(prefix.length()), value);
            }
        });
        return Optional.<Object>of(map).filter(unused -> !map.isEmpty());
    }

    private static void readBody(SdkPojo members, SdkBytes body) {
        var payload = payload(members);
        if (payload.isEmpty()) {
            READER.fill(members, XmlSource.parse(body));
            return;
        }
        var field = payload.get();
        var value =
                switch (field.marshallingType().getKnownType()) {
                    case SDK_POJO -> READER.read(field, XmlSource.parse(body));
                    case SDK_BYTES -> body;
                    default -> SCALARS.parse(field, body.asUtf8String());
                };
        field.set(members, value);
    }

    private static Optional<SdkField<?>> payload(SdkPojo pojo) {
        return pojo.sdkFields().stream()
                .filter(field -> field.containsTrait(PayloadTrait.class))
                .findAny();
    }

    @Override
    public HttpAnswer answer(Operation operation, Operation.Result result) {
        var headers = new LinkedHashMap<String, String>();
        Members.inPlace(result.response(), MarshallLocation.HEADER, (field, value) -> putHeader(headers, field, value));
        headers.putIfAbsent("Content-Type", "application/xml");
        var body = result.content() == null ? body(operation, result.response()) : result.content();
        return new HttpAnswer(200, headers, body);
    }

    private static void putHeader(Map<String, String> headers, SdkField<?> field, Object value) {
        var name = field.locationName();
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, text) -> headers.put(name + key, text.toString()));
        } else if (value instanceof List<?> list) {
            headers.put(name, list.stream().map(Object::toString).collect(Collectors.joining(",")));
        } else {
            headers.put(name, SCALARS.write(field, value));
        }
    }

    private static SdkBytes body(Operation operation, SdkPojo response) {
        var payload = payload(response);
        var xml = new XmlWriter(SCALARS);
        if (payload.isEmpty()) {
            boolean hasBody =
                    response.sdkFields().stream().anyMatch(field -> field.location() == MarshallLocation.PAYLOAD);
            return hasBody
                    ? bytes(xml.structure(operation.name() + "Result", response))
                    : SdkBytes.fromByteArray(new byte[0]);
        }
        var field = payload.get();
        var value = Members.valueOf(field, response).orElse("");
        if (value instanceof SdkPojo pojo) {
            return bytes(xml.structure(field.unmarshallLocationName(), pojo));
        }
        if (operation.name().equals("GetBucketLocation")) {
            // The metadata says that the body is this text; S3 sends it in an element, and clients parse that.
            return bytes(xml.element(field.locationName(), value.toString()));
        }
        return value instanceof SdkBytes bytes ? bytes : SdkBytes.fromUtf8String(value.toString());
    }

    private static SdkBytes bytes(XmlWriter xml) {
        return SdkBytes.fromUtf8String(xml.toString());
    }

    @Override
    public HttpAnswer fault(Fault fault) {
        var xml = new XmlWriter(SCALARS);
        if (!s3) {
            xml.open("ErrorResponse");
        }
        xml.open("Error").element("Code", fault.code()).element("Message", fault.messageOrEmpty());
        fault.details().ifPresent(xml::members);
        xml.close("Error");
        if (!s3) {
            xml.element("RequestId", UUID.randomUUID().toString()).close("ErrorResponse");
        }
        return HttpAnswer.text(fault.status(), "application/xml", xml.toString());
    }
}
