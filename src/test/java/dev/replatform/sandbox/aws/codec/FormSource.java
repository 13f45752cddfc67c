package dev.replatform.sandbox.aws.codec;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** The query protocol's form, {@code Tags.Tag.1.Key=owner}, as the tree that its dots describe. */
final class FormSource implements Source {
    private final Map<String, FormSource> children = new LinkedHashMap<>();
    private String text = "";

    static FormSource of(Map<String, List<String>> form) {
        var root = new FormSource();
        form.forEach((name, values) -> {
            var node = root;
            for (var part : name.split("\\.", -1)) {
                node = node.children.computeIfAbsent(part, unused -> new FormSource());
            }
            node.text = values.get(0);
        });
        return root;
    }

    @Override
    public Optional<FormSource> member(SdkField<?> field) {
        return child(field.locationName());
    }

    @Override
    public List<FormSource> items(ListTrait list) {
        return child(Source.memberName(list)).orElse(this).numbered();
    }

    @Override
    public Map<String, FormSource> entries(MapTrait map) {
        return child("entry").orElse(this).numbered().stream()
                .collect(Collectors.toMap(
                        entry -> entry.children.get(map.keyLocationName()).text,
                        entry -> entry.children.get(map.valueLocationName())));
    }

    @Override
    public String text() {
        return text;
    }

    /** @return what {@code name} says; empty where it was not sent */
    String textOf(String name) {
        return child(name).map(FormSource::text).orElse("");
    }

    private Optional<FormSource> child(String name) {
        return Optional.ofNullable(children.get(name));
    }

    /** Flattened and EC2 lists number the member itself, others a child of it: whoever has numbers below is the list. */
    private List<FormSource> numbered() {
        var byNumber = new TreeMap<Integer, FormSource>();
        children.forEach((name, child) -> byNumber.put(Integer.valueOf(name), child));
        return List.copyOf(byNumber.values());
    }
}
