package dev.replatform.sandbox.aws.ssm;

import java.util.List;
import software.amazon.awssdk.services.ssm.model.InvalidResourceIdException;
import software.amazon.awssdk.services.ssm.model.InvalidResourceTypeException;
import software.amazon.awssdk.services.ssm.model.ResourceTypeForTagging;
import software.amazon.awssdk.services.ssm.model.Tag;
import software.amazon.awssdk.services.ssm.model.TooManyTagsErrorException;

/** Tags of parameters; no other resource of SSM is here to be tagged. */
record ParameterTags(Parameters parameters) {
    private static final int MOST = 50;

    void add(ResourceTypeForTagging type, String name, List<Tag> tags) {
        var parameter = parameter(type, name);
        synchronized (parameters) {
            tags.forEach(tag -> parameter.tags().put(tag.key(), tag.value()));
            if (parameter.tags().size() > MOST) {
                tags.forEach(tag -> parameter.tags().remove(tag.key()));
                throw TooManyTagsErrorException.builder().build();
            }
        }
    }

    void remove(ResourceTypeForTagging type, String name, List<String> keys) {
        var parameter = parameter(type, name);
        synchronized (parameters) {
            parameter.tags().keySet().removeAll(keys);
        }
    }

    List<Tag> list(ResourceTypeForTagging type, String name) {
        var parameter = parameter(type, name);
        synchronized (parameters) {
            return parameter.tags().entrySet().stream()
                    .map(tag -> Tag.builder()
                            .key(tag.getKey())
                            .value(tag.getValue())
                            .build())
                    .toList();
        }
    }

    private StoredParameter parameter(ResourceTypeForTagging type, String name) {
        if (type != ResourceTypeForTagging.PARAMETER) {
            throw InvalidResourceTypeException.builder().build();
        }
        return parameters.find(name).orElseThrow(() -> InvalidResourceIdException.builder()
                .build());
    }
}
