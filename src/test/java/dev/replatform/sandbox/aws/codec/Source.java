package dev.replatform.sandbox.aws.codec;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;

/** A value as one notation writes it: form, XML or JSON. */
interface Source {
    /** @return the member of a structure; empty where it was not sent */
    Optional<? extends Source> member(SdkField<?> field);

    List<? extends Source> items(ListTrait list);

    Map<String, ? extends Source> entries(MapTrait map);

    /** @return a scalar, as written */
    String text();

    /** The metadata names no list member where AWS's own default name holds. */
    static String memberName(ListTrait list) {
        return list.memberLocationName() == null ? "member" : list.memberLocationName();
    }
}
