package dev.replatform.sandbox.aws.codec;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.TimestampFormatTrait;
import software.amazon.awssdk.core.traits.TimestampFormatTrait.Format;
import software.amazon.awssdk.utils.DateUtils;

/**
 * Scalars as text and back.
 *
 * @param bodyTimestamps how a protocol writes time in a body where a member does not say otherwise
 */
record Scalars(Format bodyTimestamps) {

    Object parse(SdkField<?> field, String text) {
        try {
            return switch (field.marshallingType().getKnownType()) {
                case STRING -> text;
                case INTEGER -> Integer.valueOf(text);
                case LONG -> Long.valueOf(text);
                case SHORT -> Short.valueOf(text);
                case BYTE -> Byte.valueOf(text);
                case FLOAT -> Float.valueOf(text);
                case DOUBLE -> Double.valueOf(text);
                case BIG_DECIMAL -> new BigDecimal(text);
                case BOOLEAN -> Boolean.valueOf(text);
                case SDK_BYTES ->
                    SdkBytes.fromByteArrayUnsafe(Base64.getDecoder().decode(text));
                case INSTANT -> parseInstant(format(field), text);
                default -> throw new IllegalStateException(field.memberName() + " is no scalar");
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new MalformedCall(field.memberName() + " cannot be read", e);
        }
    }

    String write(SdkField<?> field, Object value) {
        return switch (field.marshallingType().getKnownType()) {
            case SDK_BYTES -> Base64.getEncoder().encodeToString(((SdkBytes) value).asByteArrayUnsafe());
            case INSTANT -> writeInstant(format(field), (Instant) value);
            default -> value.toString();
        };
    }

    /** @return whether a notation that knows numbers puts quotes around it */
    boolean isText(SdkField<?> field) {
        return switch (field.marshallingType().getKnownType()) {
            case STRING, SDK_BYTES -> true;
            case INSTANT -> format(field) == Format.ISO_8601 || format(field) == Format.RFC_822;
            default -> false;
        };
    }

    private Format format(SdkField<?> field) {
        return field.getOptionalTrait(TimestampFormatTrait.class)
                .map(TimestampFormatTrait::format)
                .orElseGet(() -> defaultFormat(field.location()));
    }

    private Format defaultFormat(MarshallLocation location) {
        return switch (location) {
            case HEADER -> Format.RFC_822;
            case PAYLOAD -> bodyTimestamps;
            default -> Format.ISO_8601;
        };
    }

    private static Instant parseInstant(Format format, String text) {
        return switch (format) {
            case ISO_8601 -> DateUtils.parseIso8601Date(text);
            case RFC_822 -> DateUtils.parseRfc822Date(text);
            case UNIX_TIMESTAMP -> DateUtils.parseUnixTimestampInstant(text);
            case UNIX_TIMESTAMP_MILLIS -> DateUtils.parseUnixTimestampMillisInstant(text);
        };
    }

    private static String writeInstant(Format format, Instant time) {
        return switch (format) {
            case ISO_8601 -> DateUtils.formatIso8601Date(time);
            case RFC_822 -> DateUtils.formatRfc822Date(time);
            case UNIX_TIMESTAMP -> DateUtils.formatUnixTimestampInstant(time);
            case UNIX_TIMESTAMP_MILLIS -> String.valueOf(time.toEpochMilli());
        };
    }
}
