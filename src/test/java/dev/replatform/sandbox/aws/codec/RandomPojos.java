package dev.replatform.sandbox.aws.codec;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.core.traits.RequiredTrait;
import software.amazon.awssdk.core.traits.XmlAttributeTrait;
import software.amazon.awssdk.utils.builder.Buildable;

/** Fills requests and responses with values that are hard to carry: markup, pluses, percent signs, characters of every length. */
final class RandomPojos {
    private static final int DEEPEST = 3;

    private final Random random;
    private final boolean requiredOnly;
    private final Set<String> leftOut;

    /** @param leftOut members that the client changes or refuses by itself */
    RandomPojos(Random random, boolean requiredOnly, Set<String> leftOut) {
        this.random = random;
        this.requiredOnly = requiredOnly;
        this.leftOut = leftOut;
    }

    Object fill(SdkPojo builder) {
        return fill(builder, 0);
    }

    private Object fill(SdkPojo builder, int depth) {
        for (var field : builder.sdkFields()) {
            boolean wanted = !requiredOnly || isRequired(field);
            if (wanted && !leftOut.contains(field.memberName())) {
                var value = value(field, field.location(), depth);
                if (value != null) {
                    field.set(builder, value);
                }
            }
        }
        return ((Buildable) builder).build();
    }

    /** Path members are required even where the metadata forgets to say so. */
    private static boolean isRequired(SdkField<?> field) {
        return field.containsTrait(RequiredTrait.class)
                || field.location() == MarshallLocation.PATH
                || field.location() == MarshallLocation.GREEDY_PATH;
    }

    private Object value(SdkField<?> field, MarshallLocation location, int depth) {
        return switch (field.marshallingType().getKnownType()) {
            // The client does not escape attributes.
            case STRING -> text(field.containsTrait(XmlAttributeTrait.class) ? MarshallLocation.HEADER : location);
            case INTEGER -> random.nextInt();
            case LONG -> random.nextLong();
            case SHORT -> (short) random.nextInt();
            case BYTE -> (byte) random.nextInt();
            case FLOAT -> random.nextFloat();
            case DOUBLE -> random.nextDouble();
            case BIG_DECIMAL -> BigDecimal.valueOf(random.nextLong(), 3);
            case BOOLEAN -> random.nextBoolean();
            case INSTANT -> Instant.ofEpochSecond(1_700_000_000L + random.nextInt(100_000_000));
            case SDK_BYTES -> SdkBytes.fromUtf8String(text(MarshallLocation.PAYLOAD));
            case SDK_POJO -> depth == DEEPEST ? null : fill(field.constructor().get(), depth + 1);
            case LIST -> list(field.getTrait(ListTrait.class).memberFieldInfo(), location, depth);
            case MAP -> map(field.getTrait(MapTrait.class).valueFieldInfo(), location, depth);
            default -> null;
        };
    }

    private List<?> list(SdkField<?> item, MarshallLocation location, int depth) {
        var first = value(item, location, depth);
        return first == null ? null : List.of(first, value(item, location, depth));
    }

    /** Header names come back in small letters, so keys have no others. */
    private Map<?, ?> map(SdkField<?> item, MarshallLocation location, int depth) {
        var value = value(item, location, depth);
        return value == null ? null : Map.of("key" + random.nextInt(1000), value);
    }

    private String text(MarshallLocation location) {
        return switch (location) {
            case HEADER -> "header-" + random.nextInt(1000);
            case PATH -> "path-" + random.nextInt(1000);
            case GREEDY_PATH -> "deep/a b+c%2F~é𝄞//" + random.nextInt(1000);
            default -> "a<&>\"' +%é𝄞\r\n" + random.nextInt(1000);
        };
    }
}
