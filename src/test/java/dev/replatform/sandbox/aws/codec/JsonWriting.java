package dev.replatform.sandbox.aws.codec;

import java.util.List;
import java.util.Map;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.protocols.jsoncore.JsonWriter;

/** The SDK's objects as JSON. */
record JsonWriting(JsonWriter json, Scalars scalars) {
    void members(SdkPojo pojo) {
        Members.inPlace(pojo, MarshallLocation.PAYLOAD, (field, value) -> {
            json.writeFieldName(field.locationName());
            value(field, value);
        });
    }

    private void structure(SdkPojo pojo) {
        json.writeStartObject();
        members(pojo);
        json.writeEndObject();
    }

    private void value(SdkField<?> field, Object value) {
        switch (field.marshallingType().getKnownType()) {
            case SDK_POJO -> structure((SdkPojo) value);
            case LIST -> list(field.getTrait(ListTrait.class).memberFieldInfo(), (List<?>) value);
            case MAP -> map(field.getTrait(MapTrait.class).valueFieldInfo(), (Map<?, ?>) value);
            case BOOLEAN -> json.writeValue((boolean) value);
            default -> scalar(field, scalars.write(field, value));
        }
    }

    private void scalar(SdkField<?> field, String text) {
        if (scalars.isText(field)) {
            json.writeValue(text);
        } else {
            // Not writeValue(BigDecimal): that one puts numbers, and so timestamps, in quotes.
            json.writeNumber(text);
        }
    }

    private void list(SdkField<?> item, List<?> items) {
        json.writeStartArray();
        items.forEach(value -> value(item, value));
        json.writeEndArray();
    }

    private void map(SdkField<?> item, Map<?, ?> entries) {
        json.writeStartObject();
        entries.forEach((key, value) -> {
            json.writeFieldName(key.toString());
            value(item, value);
        });
        json.writeEndObject();
    }
}
