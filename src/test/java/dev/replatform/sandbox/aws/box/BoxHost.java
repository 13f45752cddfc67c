package dev.replatform.sandbox.aws.box;

import dev.replatform.sandbox.aws.Account;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.Lazy;

/** Runs boxes: installs their programs, and signs what their {@code aws} does with the key of their role. */
public final class BoxHost implements AutoCloseable {
    private final Boxes boxes;
    private final URI endpoint;
    private final Function<String, AwsCredentials> accessKeyFor;
    private final Map<String, AwsClients> clientsByRole = new ConcurrentHashMap<>();
    private final ControlPort control;

    /** The clients of one role; made when first called, for that takes a while. */
    record AwsClients(Lazy<S3Client> s3, Lazy<StsClient> sts) {
        private void close() {
            Stream.of(s3, sts).filter(Lazy::hasValue).forEach(client -> client.getValue()
                    .close());
        }
    }

    /**
     * @param endpoint of the gateway: a box calls AWS over the wire like everybody else
     * @param accessKeyFor a role's key pair
     */
    public BoxHost(Boxes boxes, URI endpoint, Function<String, AwsCredentials> accessKeyFor) {
        this.boxes = boxes;
        this.endpoint = endpoint;
        this.accessKeyFor = accessKeyFor;
        control = new ControlPort(Map.of(
                "aws",
                invocation -> new AwsCli(invocation, clients(invocation.box())).run(),
                "systemctl",
                invocation -> invocation.box().units().systemctl(invocation.arguments(), invocation.terminal())));
    }

    /** The box runs from now on, and EC2 and SSM see it. */
    public void add(Box box) {
        control.install(box);
        boxes.add(box);
    }

    private AwsClients clients(Box box) {
        return clientsByRole.computeIfAbsent(box.roleName(), role -> {
            var credentials = accessKeyFor.apply(role);
            return new AwsClients(
                    new Lazy<>(() -> connect(S3Client.builder(), credentials)),
                    new Lazy<>(() -> connect(StsClient.builder(), credentials)));
        });
    }

    private <B extends AwsClientBuilder<B, C>, C> C connect(B builder, AwsCredentials credentials) {
        return builder.endpointOverride(endpoint)
                .region(Region.of(Account.SANDBOX.region()))
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }

    @Override
    public void close() {
        control.close();
        clientsByRole.values().forEach(AwsClients::close);
    }
}
