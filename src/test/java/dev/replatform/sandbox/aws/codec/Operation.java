package dev.replatform.sandbox.aws.codec;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.protocols.core.OperationInfo;
import software.amazon.awssdk.utils.StringUtils;

/**
 * One operation of a service.
 *
 * @param name as AWS writes it: {@code DescribeDBInstances}
 * @param method of the client interface, in its plainest form
 * @param binding the marshaller's: HTTP method and request URI
 */
record Operation(String name, Method method, OperationInfo binding) {
    /** What a service answered; content is null unless the operation streams it. */
    record Result(SdkResponse response, SdkBytes content) {}

    /** Method names are the wire names with a small first letter, always; request classes are named otherwise in places. */
    static Optional<Operation> named(Class<?> api, String name) {
        var methodName = StringUtils.uncapitalize(name);
        return Arrays.stream(api.getMethods())
                .filter(method -> method.getName().equals(methodName))
                .filter(Operation::isPlain)
                .findAny()
                .map(Operation::of);
    }

    static Stream<Operation> all(Class<?> api) {
        return Arrays.stream(api.getMethods()).filter(Operation::isPlain).map(Operation::of);
    }

    /** The overloads with consumers, paths and paginators call the plain ones. */
    private static boolean isPlain(Method method) {
        var types = method.getParameterTypes();
        if (types.length == 0 || !AwsRequest.class.isAssignableFrom(types[0])) {
            return false;
        }
        return switch (types.length) {
            case 1 -> AwsResponse.class.isAssignableFrom(method.getReturnType());
            case 2 -> types[1] == RequestBody.class || types[1] == ResponseTransformer.class;
            default -> false;
        };
    }

    private static Operation of(Method method) {
        var request = method.getParameterTypes()[0];
        var marshaller =
                method.getDeclaringClass().getPackageName() + ".transform." + request.getSimpleName() + "Marshaller";
        try {
            var field = Class.forName(marshaller).getDeclaredField("SDK_OPERATION_BINDING");
            field.setAccessible(true);
            return new Operation(StringUtils.capitalize(method.getName()), method, (OperationInfo) field.get(null));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(marshaller + " is not as it was in AWS SDK 2.40.2", e);
        }
    }

    SdkRequest.Builder newRequest() {
        return (SdkRequest.Builder) newBuilder(method.getParameterTypes()[0]);
    }

    boolean takesContent() {
        return method.getParameterCount() == 2 && method.getParameterTypes()[1] == RequestBody.class;
    }

    private boolean givesContent() {
        return method.getParameterCount() == 2 && method.getParameterTypes()[1] == ResponseTransformer.class;
    }

    /** @throws RuntimeException whatever the service throws */
    Result call(Object service, SdkRequest request, SdkBytes content) {
        if (givesContent()) {
            var bytes = (ResponseBytes<?>) invoke(service, request, ResponseTransformer.toBytes());
            return new Result((SdkResponse) bytes.response(), SdkBytes.fromByteArrayUnsafe(bytes.asByteArrayUnsafe()));
        }
        var answer = takesContent()
                ? invoke(service, request, RequestBody.fromBytes(content.asByteArrayUnsafe()))
                : invoke(service, request);
        return new Result((SdkResponse) answer, null);
    }

    private Object invoke(Object service, Object... arguments) {
        try {
            return method.invoke(service, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    static SdkPojo newBuilder(Class<?> type) {
        try {
            return (SdkPojo) type.getMethod("builder").invoke(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(type + " has no builder", e);
        }
    }
}
