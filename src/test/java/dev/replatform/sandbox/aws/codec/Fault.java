package dev.replatform.sandbox.aws.codec;

import java.util.Optional;
import software.amazon.awssdk.core.SdkPojo;

/**
 * An error as it goes over the wire.
 *
 * @param code AWS's error code
 * @param message null where AWS sends none
 * @param members what the modelled exception says besides; null for an unmodelled one
 */
record Fault(int status, String code, String message, SdkPojo members) {
    Fault(int status, String code, String message) {
        this(status, code, message, null);
    }

    Optional<SdkPojo> details() {
        return Optional.ofNullable(members);
    }

    String messageOrEmpty() {
        return message == null ? "" : message;
    }
}
