package dev.replatform.aws;

import java.time.Duration;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.utils.Lazy;
import software.amazon.awssdk.utils.builder.SdkBuilder;

/**
 * The services of one account in one region, over one HTTP client. Credentials, the endpoint and the rest come from the
 * SDK's own chain ({@code AWS_ENDPOINT_URL}, IRSA, Pod Identity, ...).
 */
public final class AwsClients implements AutoCloseable {
    /** So that a reconcile thread never hangs. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private final SdkHttpClient http = AwsHttp.client();
    private final String region;
    private final AwsCallMetrics metrics;
    private final LeadersOnly leadersOnly;
    private final CallBudget budget = new CallBudget(System::nanoTime);
    private final Deque<AutoCloseable> opened = new ConcurrentLinkedDeque<>();
    private final Supplier<RdsClient> rds = client(() -> configured(RdsClient.builder()));
    private final Supplier<DatabaseMigrationClient> dms = client(() -> configured(DatabaseMigrationClient.builder()));
    private final Supplier<DmsTags> dmsTags = once(() -> new DmsTags(dms.get()));
    private final Supplier<DmsAccount> dmsAccount = once(() -> new DmsAccount(dms.get()));
    private final Supplier<S3Client> s3 = client(() -> configured(S3Client.builder()));
    private final Supplier<CloudFrontClient> cloudFront =
            client(() -> configured(CloudFrontClient.builder()).region(Region.AWS_GLOBAL));
    private final Supplier<SsmClient> ssm = client(() -> configured(SsmClient.builder()));
    private final Supplier<IamClient> iam =
            client(() -> configured(IamClient.builder()).region(Region.AWS_GLOBAL));
    private final Supplier<IamRoles> iamRoles = once(() -> new IamRoles(iam.get()));
    private final Supplier<StsClient> sts = client(() -> configured(StsClient.builder()));
    private final Supplier<AwsAccount> account = once(() -> new AwsAccount(sts.get()));
    private final Supplier<Ec2Query> ec2;

    AwsClients(String region, AwsCallListener listener, BooleanSupplier mayAct) {
        this.region = region;
        this.leadersOnly = new LeadersOnly(mayAct);
        this.metrics = new AwsCallMetrics(listener);
        this.ec2 = once(() -> new Ec2Query(Region.of(region), http, CALL_TIMEOUT, listener));
    }

    public String region() {
        return region;
    }

    public RdsInstances rdsInstances() {
        return new RdsInstances(rds.get());
    }

    public RdsGroups rdsGroups() {
        return new RdsGroups(rds.get());
    }

    public DmsInstances dmsInstances() {
        return new DmsInstances(dms.get(), dmsTags.get());
    }

    public DmsEndpoints dmsEndpoints() {
        return new DmsEndpoints(dms.get(), dmsTags.get());
    }

    public DmsTasks dmsTasks() {
        return new DmsTasks(dms.get(), dmsTags.get());
    }

    public DmsAccount dmsAccount() {
        return dmsAccount.get();
    }

    public DmsAssessments dmsAssessments() {
        return new DmsAssessments(dms.get());
    }

    public AwsAccount account() {
        return account.get();
    }

    public IamRoles iamRoles() {
        return iamRoles.get();
    }

    public Ec2Instances ec2Instances() {
        return new Ec2Instances(ec2.get());
    }

    public Ec2Networks ec2Networks() {
        return new Ec2Networks(ec2.get());
    }

    public RunCommands runCommands() {
        return new RunCommands(ssm.get());
    }

    public S3Buckets s3Buckets() {
        return new S3Buckets(s3.get(), region);
    }

    public S3Objects s3Objects() {
        return new S3Objects(s3.get());
    }

    public CloudFrontDistributions cloudFrontDistributions() {
        return new CloudFrontDistributions(cloudFront.get());
    }

    public SsmParameters ssmParameters() {
        return new SsmParameters(ssm.get());
    }

    @Override
    public void close() {
        opened.add(http);
        for (var client : opened) {
            try {
                client.close();
            } catch (Exception e) {
                throw new IllegalStateException("an AWS client did not close", e);
            }
        }
    }

    /** @return a client that is made when it is asked for first: each of them has thousands of classes */
    private <C extends AutoCloseable> Supplier<C> client(Supplier<? extends SdkBuilder<?, C>> builder) {
        return once(() -> {
            var client = builder.get().build();
            opened.add(client);
            return client;
        });
    }

    private static <T> Supplier<T> once(Supplier<T> make) {
        return new Lazy<>(make)::getValue;
    }

    private <B extends AwsClientBuilder<B, ?> & AwsSyncClientBuilder<B, ?>> B configured(B builder) {
        return builder.region(Region.of(region))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(CALL_TIMEOUT)
                        .addMetricPublisher(metrics)
                        .addExecutionInterceptor(leadersOnly)
                        .addExecutionInterceptor(budget)
                        .build())
                .httpClient(http);
    }
}
