package dev.replatform.sandbox.aws.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.sandbox.aws.Gateway;
import java.io.ByteArrayInputStream;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.RealtimeLogConfigOwnerMismatchException;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * Operations with random requests and random answers, from a real client over HTTP through the codec and back: all of S3, whose
 * routes are the hard ones, and every sixth of the others. {@code -Dsweep.all=true} takes every operation of every service, which is
 * due after a change of the codec or of the SDK's version, whose private names the codec reads. EC2 is left to {@code SandboxAwsTest}:
 * it serves one operation of 749.
 */
class SweepTest {
    /** What the client fills, changes or signs by itself; Expires shares its header with ExpiresString. */
    private static final Set<String> CLIENTS_OWN = Set.of(
            "ChecksumAlgorithm",
            "ContentLength",
            "ClientToken",
            "SourceRegion",
            "PreSignedUrl",
            "ContentMD5",
            "Expires");

    /** What a client refuses or sends elsewhere before the codec sees it; each was looked at. */
    private static final Map<String, Set<String>> NOT_SWEPT = Map.of(
            // Signed as s3express; sent to a host of its own; source and bucket exclude each other; nested too deep;
            // wrapped in
            // CDATA by the client, which loses a carriage return.
            "s3",
                    Set.of(
                            "ListDirectoryBuckets",
                            "WriteGetObjectResponse",
                            "CopyObject",
                            "UploadPartCopy",
                            "PutBucketAnalyticsConfiguration",
                            "GetBucketPolicy"),
            // Not signed, so they name no service.
            "sts", Set.of("AssumeRoleWithSAML", "AssumeRoleWithWebIdentity"));

    /** Status 401, whose body the JDK's HttpURLConnection does not give away. */
    private static final Class<?> NOT_READABLE = RealtimeLogConfigOwnerMismatchException.class;

    private static final int SAMPLE = 6;
    private static final Set<String> WHOLE = Set.of("s3", "sts");

    private static final String CONTENT = "streamed \0 \uD834\uDD1E";

    private final Random random = new Random(20_261_122);
    private final Gateway gateway = new Gateway();

    /** What the service got, and what it answered. */
    private Object received;

    private Supplier<Object> reply;

    @AfterEach
    void close() {
        gateway.close();
    }

    static Stream<Class<? extends SdkClient>> services() {
        return Stream.of(
                RdsClient.class,
                DatabaseMigrationClient.class,
                S3Client.class,
                CloudFrontClient.class,
                SsmClient.class,
                IamClient.class,
                StsClient.class);
    }

    @ParameterizedTest
    @MethodSource("services")
    <T extends SdkClient> void whatAClientSendsArrivesAndWhatAServiceAnswersComesBack(Class<T> api) {
        gateway.serve(api, fake(api));
        var problems = new ArrayList<String>();

        try (var client = client(api)) {
            operations(api).forEach(operation -> Stream.of(true, false)
                    .forEach(requiredOnly -> problems.addAll(roundTrip(client, operation, requiredOnly))));
        }

        assertThat(problems).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("services")
    <T extends SdkClient> void everyModelledExceptionArrivesAsItself(Class<T> api) {
        gateway.serve(api, fake(api));
        var problems = new ArrayList<String>();

        try (var client = client(api)) {
            thrownBy(api).forEach((exception, operation) -> problems.addAll(refusal(client, operation, exception)));
        }

        assertThat(problems).isEmpty();
    }

    private static Stream<Operation> operations(Class<? extends SdkClient> api) {
        var service = ServiceModel.signingName(api);
        var notSwept = NOT_SWEPT.getOrDefault(service, Set.of());
        boolean all = Boolean.getBoolean("sweep.all") || WHOLE.contains(service);
        return Operation.all(api)
                .filter(operation -> !notSwept.contains(operation.name()))
                .filter(operation -> all || Math.floorMod(operation.name().hashCode(), SAMPLE) == 0);
    }

    /** @return every modelled exception of the service, and an operation that throws it */
    private static Map<Class<?>, Operation> thrownBy(Class<? extends SdkClient> api) {
        var modelled = ServiceModel.of(api).exceptions().classes();
        var thrownBy = new HashMap<Class<?>, Operation>();
        operations(api)
                .filter(operation -> operation.binding().httpMethod() != SdkHttpMethod.HEAD)
                .forEach(operation -> Stream.of(operation.method().getExceptionTypes())
                        .filter(exception -> modelled.contains(exception) && !NOT_READABLE.equals(exception))
                        .forEach(exception -> thrownBy.put(exception, operation)));
        return thrownBy;
    }

    private List<String> roundTrip(Object client, Operation operation, boolean requiredOnly) {
        var pojos = new RandomPojos(random, requiredOnly, CLIENTS_OWN);
        var request = pojos.fill((SdkPojo) operation.newRequest());
        var response = pojos.fill(Operation.newBuilder(responseType(operation)));
        received = null;
        reply = () -> response;
        try {
            var answer = call(client, operation, request);
            var differences = new ArrayList<String>();
            var where = operation.name() + (requiredOnly ? " (required)" : " (all)");
            compare(where + " request", request, received, differences);
            compare(where + " response", response, answer, differences);
            return differences;
        } catch (RuntimeException e) {
            return List.of(operation.name() + " " + e);
        }
    }

    private List<String> refusal(Object client, Operation operation, Class<?> type) {
        var pojos = new RandomPojos(random, false, Set.of());
        var builder = (AwsServiceException.Builder) Operation.newBuilder(type);
        var exception = (AwsServiceException) pojos.fill((SdkPojo) builder.message("text of " + type.getSimpleName()));
        reply = () -> {
            throw exception;
        };
        var where = operation.name() + " " + type.getSimpleName();
        try {
            call(client, operation, new RandomPojos(random, true, CLIENTS_OWN).fill((SdkPojo) operation.newRequest()));
            return List.of(where + " was not thrown");
        } catch (AwsServiceException caught) {
            var differences = new ArrayList<String>();
            if (caught.getClass() == type) {
                compare(where, exception, caught, differences);
            } else {
                differences.add(where + " came as " + caught);
            }
            compare(where, exception.getMessage(), caught.awsErrorDetails().errorMessage(), differences);
            return differences;
        }
    }

    private static Object call(Object client, Operation operation, Object request) {
        var arguments = new ArrayList<>(List.of(request));
        if (operation.takesContent()) {
            arguments.add(RequestBody.fromString(CONTENT));
        } else if (operation.method().getParameterCount() == 2) {
            arguments.add(ResponseTransformer.toBytes());
        }
        try {
            var answer = operation.method().invoke(client, arguments.toArray());
            return answer instanceof ResponseBytes<?> bytes ? bytes.response() : answer;
        } catch (InvocationTargetException e) {
            throw (RuntimeException) e.getCause();
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Class<?> responseType(Operation operation) {
        var request = operation.method().getParameterTypes()[0].getName();
        try {
            return Class.forName(request.replaceFirst("Request$", "Response"));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Members that the client makes of nothing, an empty structure for an absent payload, are no difference. */
    private static void compare(String path, Object expected, Object actual, List<String> differences) {
        if (expected instanceof SdkPojo one && actual instanceof SdkPojo other) {
            for (var field : one.sdkFields()) {
                var value = Members.valueOf(field, one);
                if (!CLIENTS_OWN.contains(field.memberName()) && value.isPresent()) {
                    var arrived = Members.valueOf(field, other).orElse(null);
                    compare(path + "." + field.memberName(), value.get(), arrived, differences);
                }
            }
        } else if (expected instanceof List<?> one && actual instanceof List<?> other && one.size() == other.size()) {
            for (int i = 0; i < one.size(); i++) {
                compare(path + "[" + i + "]", one.get(i), other.get(i), differences);
            }
        } else if (expected instanceof Map<?, ?> one && actual instanceof Map<?, ?> other) {
            one.forEach((key, value) -> compare(path + "{" + key + "}", value, other.get(key), differences));
        } else if (!Objects.equals(expected, actual)) {
            differences.add(path + ": " + expected + " became " + actual);
        }
    }

    private <T> T fake(Class<T> api) {
        InvocationHandler answering = (proxy, method, arguments) -> {
            received = arguments[0];
            var answer = reply.get();
            return arguments.length == 2 && arguments[1] instanceof ResponseTransformer<?, ?> transformer
                    ? streamed(transformer, answer)
                    : answer;
        };
        return api.cast(Proxy.newProxyInstance(api.getClassLoader(), new Class<?>[] {api}, answering));
    }

    @SuppressWarnings("unchecked") // The operation's transformer takes the operation's response.
    private static <R> Object streamed(ResponseTransformer<R, ?> transformer, Object response) throws Exception {
        var content = new ByteArrayInputStream(CONTENT.getBytes(StandardCharsets.UTF_8));
        return transformer.transform((R) response, AbortableInputStream.create(content));
    }

    private <T extends SdkClient> T client(Class<T> api) {
        try {
            var builder = (AwsClientBuilder<?, ?>) api.getMethod("builder").invoke(null);
            builder.region(Region.EU_WEST_1)
                    .endpointOverride(gateway.endpoint())
                    .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
                    .overrideConfiguration(overrides -> overrides.retryStrategy(DefaultRetryStrategy.doNotRetry()));
            return api.cast(builder.build());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }
}
