package dev.replatform.sandbox.aws.codec;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.regions.Region;

/** What the SDK's jar says about a service: its protocol, its operations, its exceptions. Read once a JVM. */
final class ServiceModel {
    private static final Map<Class<?>, ServiceModel> MODELS = new ConcurrentHashMap<>();

    private final Class<? extends SdkClient> api;
    private final Map<String, Optional<Operation>> operations = new ConcurrentHashMap<>();
    private final ModelledExceptions exceptions;
    private final Protocol protocol;

    static ServiceModel of(Class<? extends SdkClient> api) {
        // Not in a static initialiser: a service that nobody calls should cost nothing.
        return MODELS.computeIfAbsent(api, unused -> new ServiceModel(api));
    }

    private ServiceModel(Class<? extends SdkClient> api) {
        this.api = api;
        try (var client = offlineClient(api)) {
            var protocolFactory = protocolFactory(client);
            exceptions = ModelledExceptions.of(client, protocolFactory);
            protocol = protocolSpokenBy(protocolFactory);
        }
    }

    /** The credential scope's service: {@code rds}, {@code dms}. */
    static String signingName(Class<? extends SdkClient> api) {
        try {
            return (String) api.getField("SERVICE_NAME").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(api + " is no client interface", e);
        }
    }

    Protocol protocol() {
        return protocol;
    }

    ModelledExceptions exceptions() {
        return exceptions;
    }

    /** @throws UnsupportedOperationException where the SDK knows no such operation */
    Operation operation(String name) {
        // Looked up one by one: EC2's 749 operations take seconds to load.
        return operations
                .computeIfAbsent(name, unused -> Operation.named(api, name))
                .orElseThrow(() -> new UnsupportedOperationException("no operation is called " + name));
    }

    private Protocol protocolSpokenBy(Object protocolFactory) {
        Function<String, Operation> byName = this::operation;
        return switch (protocolFactory.getClass().getSimpleName()) {
            case "AwsEc2ProtocolFactory" -> new QueryProtocol(byName, true);
            case "AwsQueryProtocolFactory" -> new QueryProtocol(byName, false);
            case "AwsJsonProtocolFactory" -> new JsonProtocol(byName);
            case "AwsS3ProtocolFactory" -> new RestXmlProtocol(new RestRouter(Operation.all(api)), true);
            case "AwsXmlProtocolFactory" -> new RestXmlProtocol(new RestRouter(Operation.all(api)), false);
            default -> throw new IllegalStateException("no codec for " + protocolFactory.getClass());
        };
    }

    Fault fault(RuntimeException thrown) {
        if (thrown instanceof AwsServiceException exception) {
            return exceptions.fault(exception);
        }
        if (thrown instanceof UnsupportedOperationException) {
            var reason = Optional.ofNullable(thrown.getMessage()).orElse("the operation is not served by the sandbox");
            return new Fault(501, "NotImplemented", reason);
        }
        if (thrown instanceof MalformedCall) {
            return new Fault(400, "SerializationException", thrown.getMessage());
        }
        return new Fault(500, "InternalFailure", thrown.toString());
    }

    private static SdkClient offlineClient(Class<? extends SdkClient> api) {
        try {
            var builder = (AwsClientBuilder<?, ?>) api.getMethod("builder").invoke(null);
            builder.region(Region.EU_WEST_1);
            builder.credentialsProvider(AnonymousCredentialsProvider.create());
            return (SdkClient) builder.build();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(api + " is no client interface", e);
        }
    }

    private static Object protocolFactory(SdkClient client) {
        try {
            var field = client.getClass().getDeclaredField("protocolFactory");
            field.setAccessible(true);
            return field.get(client);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(client.getClass() + " is not as it was in AWS SDK 2.40.2", e);
        }
    }
}
