package dev.replatform.sandbox.kubernetes;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Reads the few objects that {@code kubectl create} (1.32 and later) sends as protobuf.
 *
 * @see <a href="https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding">Protobuf encoding</a>
 */
final class Protobuf {
    private static final int MAGIC = 0x6b387300; // "k8s\0"
    private static final Map<Integer, Field> METADATA = Map.of(
            1, Field.text("name"),
            2, Field.text("generateName"),
            3, Field.text("namespace"),
            11, Field.texts("labels"),
            12, Field.texts("annotations"));
    private static final Map<String, Map<Integer, Field>> KINDS = Map.of(
            "Namespace", Map.of(1, Field.message("metadata", METADATA)),
            "ServiceAccount", Map.of(1, Field.message("metadata", METADATA)),
            "SelfSubjectAccessReview", Map.of(),
            "SelfSubjectRulesReview", Map.of(),
            "ConfigMap",
                    Map.of(
                            1, Field.message("metadata", METADATA),
                            2, Field.texts("data"),
                            3, Field.bytes("binaryData"),
                            4, Field.flag("immutable")),
            "Secret",
                    Map.of(
                            1, Field.message("metadata", METADATA),
                            2, Field.bytes("data"),
                            3, Field.text("type"),
                            4, Field.texts("stringData"),
                            5, Field.flag("immutable")));
    private static final Map<Integer, Field> TYPE = Map.of(1, Field.text("apiVersion"), 2, Field.text("kind"));

    private static final List<String> READ_OF_EVERY_KIND = List.of("application/json", "application/yaml");

    private enum Shape {
        TEXT,
        FLAG,
        MESSAGE,
        TEXTS_BY_NAME,
        BYTES_BY_NAME
    }

    private record Field(String name, Shape shape, Map<Integer, Field> fields) {
        static Field text(String name) {
            return new Field(name, Shape.TEXT, Map.of());
        }

        static Field flag(String name) {
            return new Field(name, Shape.FLAG, Map.of());
        }

        static Field texts(String name) {
            return new Field(name, Shape.TEXTS_BY_NAME, Map.of());
        }

        static Field bytes(String name) {
            return new Field(name, Shape.BYTES_BY_NAME, Map.of());
        }

        static Field message(String name, Map<Integer, Field> fields) {
            return new Field(name, Shape.MESSAGE, fields);
        }
    }

    private Protobuf() {}

    /** @throws Refusal 415 for a kind that is not read here */
    static ObjectNode decode(ByteBuffer bytes) {
        if (bytes.remaining() < 4 || bytes.getInt() != MAGIC) {
            throw Refusal.unsupportedMediaType(READ_OF_EVERY_KIND);
        }
        var type = Json.object();
        var raw = ByteBuffer.allocate(0);
        while (bytes.hasRemaining()) {
            var tag = number(bytes);
            var part = slice(bytes);
            switch ((int) tag >> 3) {
                case 1 -> type = message(part, TYPE);
                case 2 -> raw = part;
                default -> {}
            }
        }
        var fields = KINDS.get(type.path("kind").asText());
        if (fields == null) {
            throw Refusal.unsupportedMediaType(READ_OF_EVERY_KIND);
        }
        return type.setAll(message(raw, fields));
    }

    private static ObjectNode message(ByteBuffer bytes, Map<Integer, Field> fields) {
        var object = Json.object();
        while (bytes.hasRemaining()) {
            var tag = number(bytes);
            var field = fields.get((int) tag >> 3);
            var isNumber = (tag & 7) == 0;
            var number = isNumber ? number(bytes) : 0;
            var part = isNumber ? ByteBuffer.allocate(0) : slice(bytes);
            if (field != null && (isNumber || part.hasRemaining())) {
                put(object, field, number, part);
            }
        }
        return object;
    }

    private static void put(ObjectNode object, Field field, long number, ByteBuffer part) {
        switch (field.shape) {
            case TEXT -> object.put(field.name, text(part));
            case FLAG -> object.put(field.name, number != 0);
            case MESSAGE -> object.set(field.name, message(part, field.fields));
            case TEXTS_BY_NAME, BYTES_BY_NAME -> entry(object.withObject("/" + field.name), field.shape, part);
        }
    }

    private static void entry(ObjectNode map, Shape shape, ByteBuffer part) {
        var name = "";
        var value = ByteBuffer.allocate(0);
        while (part.hasRemaining()) {
            if (number(part) >> 3 == 1) {
                name = text(slice(part));
            } else {
                value = slice(part);
            }
        }
        map.put(name, shape == Shape.TEXTS_BY_NAME ? text(value) : base64(value));
    }

    private static long number(ByteBuffer bytes) {
        long number = 0;
        for (int shift = 0; ; shift += 7) {
            var next = bytes.get();
            number |= (long) (next & 0x7f) << shift;
            if (next >= 0) {
                return number;
            }
        }
    }

    private static ByteBuffer slice(ByteBuffer bytes) {
        var length = (int) number(bytes);
        var slice = bytes.slice(bytes.position(), length);
        bytes.position(bytes.position() + length);
        return slice;
    }

    private static String text(ByteBuffer bytes) {
        return StandardCharsets.UTF_8.decode(bytes).toString();
    }

    private static String base64(ByteBuffer bytes) {
        return StandardCharsets.US_ASCII
                .decode(Base64.getEncoder().encode(bytes))
                .toString();
    }
}
