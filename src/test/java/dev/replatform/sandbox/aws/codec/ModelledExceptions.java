package dev.replatform.sandbox.aws.codec;

import java.io.DataInputStream;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.protocols.core.ExceptionMetadata;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Which error code and HTTP status stand behind an exception class. Never guessed: {@code KmsNotFoundException} is
 * {@code KMSNotFoundFault}, {@code DbInstanceNotFoundException} is {@code DBInstanceNotFound}.
 */
final class ModelledExceptions {
    private static final int BAD_REQUEST = 400;

    private final Map<Class<?>, ExceptionMetadata> byClass = new HashMap<>();

    private ModelledExceptions(Stream<ExceptionMetadata> modelled) {
        modelled.forEach(exception -> {
            var builder = exception.exceptionBuilderSupplier().get();
            byClass.put(((Buildable) builder).build().getClass(), exception);
        });
    }

    /** Query and XML clients keep a list; JSON clients a function from code to exception, asked with every string they know; EC2 models none. */
    static ModelledExceptions of(Object client, Object protocolFactory) {
        var listed = listed(protocolFactory);
        return new ModelledExceptions(listed.isEmpty() ? askedFor(client.getClass()) : listed.stream());
    }

    Set<Class<?>> classes() {
        return Set.copyOf(byClass.keySet());
    }

    Fault fault(AwsServiceException exception) {
        var modelled = Optional.ofNullable(byClass.get(exception.getClass()));
        var details = Optional.ofNullable(exception.awsErrorDetails());
        int status = exception.statusCode() > 0
                ? exception.statusCode()
                : modelled.map(ExceptionMetadata::httpStatusCode).orElse(BAD_REQUEST);
        var code = details.map(given -> given.errorCode())
                .or(() -> modelled.map(ExceptionMetadata::errorCode))
                .orElse("InternalFailure");
        var message = details.isPresent() ? details.get().errorMessage() : exception.getMessage();
        return new Fault(status, code, message, modelled.isPresent() ? (SdkPojo) exception : null);
    }

    private static List<ExceptionMetadata> listed(Object protocolFactory) {
        for (Class<?> type = protocolFactory.getClass(); type != null; type = type.getSuperclass()) {
            try {
                var field = type.getDeclaredField("modeledExceptions");
                field.setAccessible(true);
                return ((List<?>) field.get(protocolFactory))
                        .stream().map(ExceptionMetadata.class::cast).toList();
            } catch (NoSuchFieldException e) {
                // Declared by a superclass, then.
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        }
        throw new IllegalStateException(protocolFactory.getClass() + " is not as it was in AWS SDK 2.40.2");
    }

    /** All operations share the codes, so any of the client's {@code static Optional lambda(String)} knows them all. */
    private static Stream<ExceptionMetadata> askedFor(Class<?> client) {
        return Arrays.stream(client.getDeclaredMethods())
                .filter(method -> method.isSynthetic()
                        && method.getReturnType() == Optional.class
                        && Arrays.equals(method.getParameterTypes(), new Class<?>[] {String.class}))
                .findAny()
                .stream()
                .flatMap(lookUp -> constants(client).stream().flatMap(constant -> ask(lookUp, constant).stream()));
    }

    private static Optional<ExceptionMetadata> ask(Method lookUp, String code) {
        try {
            lookUp.setAccessible(true);
            return ((Optional<?>) lookUp.invoke(null, code)).map(ExceptionMetadata.class::cast);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The strings of a class file's constant pool (Java Virtual Machine Specification, 4.4). */
    private static Set<String> constants(Class<?> type) {
        var strings = new HashSet<String>();
        try (var file = new DataInputStream(type.getResourceAsStream(type.getSimpleName() + ".class"))) {
            file.skipNBytes(8);
            int count = file.readUnsignedShort();
            for (int i = 1; i < count; i++) {
                int tag = file.readUnsignedByte();
                switch (tag) {
                    case 1 -> strings.add(file.readUTF());
                    case 7, 8, 16, 19, 20 -> file.skipNBytes(2);
                    case 15 -> file.skipNBytes(3);
                    case 3, 4, 9, 10, 11, 12, 17, 18 -> file.skipNBytes(4);
                    case 5, 6 -> {
                        file.skipNBytes(8);
                        // Long and double take two entries.
                        i++;
                    }
                    default -> throw new IllegalStateException("constant pool tag " + tag);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return strings;
    }
}
