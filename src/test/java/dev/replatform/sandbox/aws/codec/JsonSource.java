package dev.replatform.sandbox.aws.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.protocols.jsoncore.JsonNode;

/** A JSON body. */
record JsonSource(JsonNode node) implements Source {
    static JsonSource parse(SdkBytes body) {
        var text = body.asUtf8String();
        try {
            return new JsonSource(
                    text.isBlank()
                            ? JsonNode.emptyObjectNode()
                            : JsonNode.parser().parse(text));
        } catch (RuntimeException e) {
            throw new MalformedCall("the body is not JSON", e);
        }
    }

    @Override
    public Optional<JsonSource> member(SdkField<?> field) {
        return node.field(field.locationName()).filter(value -> !value.isNull()).map(JsonSource::new);
    }

    @Override
    public List<JsonSource> items(ListTrait list) {
        return node.asArray().stream().map(JsonSource::new).toList();
    }

    @Override
    public Map<String, JsonSource> entries(MapTrait map) {
        var entries = new LinkedHashMap<String, JsonSource>();
        node.asObject().forEach((key, value) -> entries.put(key, new JsonSource(value)));
        return entries;
    }

    @Override
    public String text() {
        return node.text();
    }
}
