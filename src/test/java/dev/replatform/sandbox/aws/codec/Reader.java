package dev.replatform.sandbox.aws.codec;

import java.util.LinkedHashMap;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Builds the SDK's objects from any notation. */
record Reader(Scalars scalars) {
    /** Sets the members that stand in the body. */
    void fill(SdkPojo builder, Source source) {
        for (var field : builder.sdkFields()) {
            if (field.location() == MarshallLocation.PAYLOAD) {
                source.member(field).ifPresent(value -> field.set(builder, read(field, value)));
            }
        }
    }

    Object read(SdkField<?> field, Source source) {
        return switch (field.marshallingType().getKnownType()) {
            case SDK_POJO -> structure(field, source);
            case LIST -> {
                var list = field.getTrait(ListTrait.class);
                SdkField<?> item = list.memberFieldInfo();
                yield source.items(list).stream()
                        .map(value -> read(item, value))
                        .toList();
            }
            case MAP -> {
                var map = field.getTrait(MapTrait.class);
                SdkField<?> item = map.valueFieldInfo();
                var entries = new LinkedHashMap<String, Object>();
                source.entries(map).forEach((key, value) -> entries.put(key, read(item, value)));
                yield entries;
            }
            default -> scalars.parse(field, source.text());
        };
    }

    private Object structure(SdkField<?> field, Source source) {
        var builder = field.constructor().get();
        fill(builder, source);
        return ((Buildable) builder).build();
    }
}
