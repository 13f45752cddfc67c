package dev.replatform.sandbox.aws;

import dev.replatform.sandbox.aws.authorization.BoundCaller;
import dev.replatform.sandbox.aws.box.Box;
import dev.replatform.sandbox.aws.box.BoxHost;
import dev.replatform.sandbox.aws.box.Boxes;
import dev.replatform.sandbox.aws.cloudfront.Edge;
import dev.replatform.sandbox.aws.cloudfront.SandboxCloudFront;
import dev.replatform.sandbox.aws.dms.AssessmentResults;
import dev.replatform.sandbox.aws.dms.SandboxDms;
import dev.replatform.sandbox.aws.ec2.Network;
import dev.replatform.sandbox.aws.ec2.SandboxEc2;
import dev.replatform.sandbox.aws.iam.SandboxIam;
import dev.replatform.sandbox.aws.rds.SandboxRds;
import dev.replatform.sandbox.aws.s3.SandboxS3;
import dev.replatform.sandbox.aws.servers.PostgresServers;
import dev.replatform.sandbox.aws.socks.SocksProxy;
import dev.replatform.sandbox.aws.ssm.SandboxSsm;
import dev.replatform.sandbox.aws.sts.SandboxSts;
import dev.replatform.sandbox.aws.tls.CertificateAuthority;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * An AWS account on this machine: one endpoint for all services, a proxy for the addresses that AWS gives out, and real effects
 * behind both. Everything it starts ends with {@link #close}.
 */
public final class SandboxAws implements AutoCloseable {
    private final Addresses addresses = new Addresses();
    private final Gateway gateway = new Gateway();
    private final SocksProxy proxy = new SocksProxy(addresses);
    private final Boxes boxes = new Boxes();
    private final BoxHost boxHost = new BoxHost(boxes, gateway.endpoint(), gateway::accessKeyFor);
    private final Network network = new Network();
    private final SandboxEc2 ec2 = new SandboxEc2(boxes, network);
    private final CertificateAuthority certificates;
    private final PostgresServers servers;
    private final SandboxRds rds;
    private final SandboxIam iam = new SandboxIam();
    private final SandboxDms dms;
    private final Edge edge;
    private final SandboxS3 s3;
    private final SandboxCloudFront cloudFront;
    private final SandboxSsm ssm;

    private SandboxAws(Path folder, Delays delays) {
        certificates = CertificateAuthority.create(folder);
        servers = new PostgresServers(folder.resolve("postgres"), certificates, addresses);
        rds = new SandboxRds(servers, delays);
        edge = Edge.certifiedBy(certificates);
        s3 = new SandboxS3(folder.resolve("s3"), iam.policies(), addresses, edge.address());
        dms = new SandboxDms(addresses, delays, iam::hasRole, network, new AssessmentResults(s3, iam));
        cloudFront = new SandboxCloudFront(delays, iam.policies(), addresses, edge.address());
        edge.serve(cloudFront, s3, delays);
        ssm = new SandboxSsm(boxes, delays, iam.policies());
        gateway.serve(RdsClient.class, rds);
        gateway.serve(DatabaseMigrationClient.class, dms);
        gateway.serve(S3Client.class, s3);
        gateway.serve(CloudFrontClient.class, cloudFront);
        gateway.serve(IamClient.class, iam);
        gateway.serve(SsmClient.class, ssm);
        gateway.serve(StsClient.class, new SandboxSts());
        gateway.serve(Ec2Client.class, ec2);
    }

    /**
     * @param folder an empty one, where everything is kept
     * @param delays how long AWS takes
     */
    public static SandboxAws start(Path folder, Delays delays) {
        return new SandboxAws(folder, delays);
    }

    /** @return for {@code AWS_ENDPOINT_URL}: {@code http://127.0.0.1:port} */
    public URI endpoint() {
        return gateway.endpoint();
    }

    /** @return which local port stands behind which of AWS's addresses */
    public Addresses addresses() {
        return addresses;
    }

    /** @return for {@code -DsocksProxyPort}; the host is 127.0.0.1 */
    public int socksPort() {
        return proxy.port();
    }

    /**
     * Lets in who reaches this address, pods of a cluster for example, until the sandbox is closed. Nobody is asked for a
     * name: not for an address that others reach.
     *
     * @param address one of this machine's own
     */
    public Door openTo(InetAddress address) {
        return new Door(gateway.listenOn(address), new InetSocketAddress(address, proxy.listenOn(address)));
    }

    /**
     * How the sandbox is reached from elsewhere.
     *
     * @param endpoint for {@code AWS_ENDPOINT_URL}
     * @param proxy for {@code -DsocksProxyHost} and {@code -DsocksProxyPort}
     */
    public record Door(URI endpoint, InetSocketAddress proxy) {}

    /** @return issues every certificate here; its trust store goes to {@code -Djavax.net.ssl.trustStore} */
    public CertificateAuthority certificates() {
        return certificates;
    }

    public Calls calls() {
        return gateway.calls();
    }

    public Faults faults() {
        return gateway.faults();
    }

    /** @return a new key pair; whoever signs with it is bound by the role's policies, anybody else is the administrator */
    public AwsBasicCredentials accessKeyFor(String roleName) {
        return gateway.accessKeyFor(roleName);
    }

    /**
     * Binds whoever signs with that key to these policies and no more, with the resources and tags of each call. Nobody is
     * bound otherwise but roles.
     *
     * @param policies as JSON
     */
    public BoundCaller bind(String accessKeyId, List<String> policies) {
        var caller = new BoundCaller(policies, new BoundCaller.Services(rds, dms, s3, cloudFront, ssm, iam, ec2));
        gateway.guard(accessKeyId, caller);
        return caller;
    }

    /** @return a client that calls this account, {@code aws.client(RdsClient.builder(), key)} */
    public <B extends AwsClientBuilder<B, C>, C> C client(B builder, AwsCredentials credentials) {
        return gateway.client(builder, credentials);
    }

    /**
     * Adds an EC2 instance.
     *
     * @param folder stands for its {@code /}: the application lies in {@code folder/opt/app}
     */
    public Box addBox(String instanceId, Path folder, String roleName, String privateIp, Map<String, String> tags) {
        var box = new Box(instanceId, folder, roleName, privateIp, tags);
        boxHost.add(box);
        return box;
    }

    public PostgresServers servers() {
        return servers;
    }

    public SandboxRds rds() {
        return rds;
    }

    public SandboxDms dms() {
        return dms;
    }

    public SandboxS3 s3() {
        return s3;
    }

    public SandboxCloudFront cloudFront() {
        return cloudFront;
    }

    public SandboxIam iam() {
        return iam;
    }

    public SandboxSsm ssm() {
        return ssm;
    }

    public SandboxEc2 ec2() {
        return ec2;
    }

    /** @return the subnets and security groups of the account */
    public Network network() {
        return network;
    }

    @Override
    public void close() {
        boxHost.close();
        ssm.close();
        dms.close();
        gateway.close();
        edge.close();
        proxy.close();
        rds.close();
        servers.close();
    }
}
