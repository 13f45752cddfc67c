package dev.replatform.sandbox.aws.codec;

import java.util.Optional;
import java.util.function.BiConsumer;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;

/** The members of an SDK object that somebody has set. */
final class Members {
    private Members() {}

    /** Visits every member that is set and belongs there. */
    static void inPlace(SdkPojo pojo, MarshallLocation place, BiConsumer<SdkField<?>, Object> visitor) {
        for (var field : pojo.sdkFields()) {
            if (field.location() == place) {
                valueOf(field, pojo).ifPresent(value -> visitor.accept(field, value));
            }
        }
    }

    /** @return the value; empty where nobody set it, which the SDK shows for collections as one that it made itself */
    static Optional<Object> valueOf(SdkField<?> field, SdkPojo pojo) {
        Object value = field.getValueOrDefault(pojo);
        boolean unset = value instanceof SdkAutoConstructList || value instanceof SdkAutoConstructMap;
        return unset ? Optional.empty() : Optional.ofNullable(value);
    }
}
