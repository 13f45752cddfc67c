package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Namespaced;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.model.annotation.Group;
import io.fabric8.kubernetes.model.annotation.Version;
import java.util.List;
import java.util.Map;

/** The kind of {@code widgets.yaml}, as far as the tests look at it. */
@Group("sandbox.example.dev")
@Version("v1")
public class Widget extends CustomResource<Widget.Spec, Widget.Status> implements Namespaced {
    private static final long serialVersionUID = 1;

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Spec(
            Integer size, String colour, String code, List<String> tags, Map<String, String> extra, List<Part> parts) {
        static Spec ofSize(int size) {
            return new Spec(size, null, null, null, null, null);
        }

        Spec withColour(String other) {
            return new Spec(size, other, code, tags, extra, parts);
        }

        Spec withCode(String other) {
            return new Spec(size, colour, other, tags, extra, parts);
        }

        Spec withTags(String... others) {
            return new Spec(size, colour, code, List.of(others), extra, parts);
        }

        Spec withParts(Part... others) {
            return new Spec(size, colour, code, tags, extra, List.of(others));
        }
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Part(String name, Integer count, String label) {}

    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Status(Long observedGeneration, String note, List<Condition> conditions) {
        static Status noted(String note) {
            return new Status(null, note, null);
        }
    }

    static Widget named(String name, Spec spec) {
        var widget = new Widget();
        widget.getMetadata().setName(name);
        widget.setSpec(spec);
        return widget;
    }
}
