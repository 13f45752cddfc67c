package dev.replatform.sandbox.aws.box;

import dev.replatform.sandbox.aws.Account;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.sts.StsClient;

/** Runs boxes: installs their programs, and signs what their {@code aws} does with the key of their role. */
public final class BoxHost implements AutoCloseable {
    private final Boxes boxes;
    private final URI endpoint;
    private final Function<String, AwsCredentials> accessKeyFor;
    private final Map<String, AwsClients> clientsByRole = new ConcurrentHashMap<>();
    private final ControlPort control;

    /** The clients of one role. */
    record AwsClients(S3Client s3, StsClient sts) {}

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
            var credentials = StaticCredentialsProvider.create(accessKeyFor.apply(role));
            var region = Region.of(Account.SANDBOX.region());
            return new AwsClients(
                    S3Client.builder()
                            .endpointOverride(endpoint)
                            .region(region)
                            .credentialsProvider(credentials)
                            .forcePathStyle(true)
                            .build(),
                    StsClient.builder()
                            .endpointOverride(endpoint)
                            .region(region)
                            .credentialsProvider(credentials)
                            .build());
        });
    }

    @Override
    public void close() {
        control.close();
        clientsByRole.values().forEach(clients -> {
            clients.s3().close();
            clients.sts().close();
        });
    }
}
