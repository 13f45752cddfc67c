package dev.replatform.aws;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.databasemigration.DatabaseMigrationClient;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.iam.IamClient;
import software.amazon.awssdk.services.rds.RdsClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.sts.StsClient;

/**
 * The services of one account in one region, over one HTTP client. Credentials, the endpoint and the rest come from the
 * SDK's own chain ({@code AWS_ENDPOINT_URL}, IRSA, Pod Identity, ...).
 */
public final class AwsClients implements AutoCloseable {
    /** So that a reconcile thread never hangs. */
    private static final Duration CALL_TIMEOUT = Duration.ofSeconds(10);

    private final SdkHttpClient http = UrlConnectionHttpClient.builder()
            .connectionTimeout(Duration.ofSeconds(5))
            .socketTimeout(CALL_TIMEOUT)
            .build();
    private final String region;
    private final AwsCallMetrics metrics;
    private final LeadersOnly leadersOnly;
    private final CallBudget budget = new CallBudget(System::nanoTime);
    private final RdsClient rds;
    private final DatabaseMigrationClient dms;
    private final DmsTags dmsTags;
    private final S3Client s3;
    private final CloudFrontClient cloudFront;
    private final SsmClient ssm;
    private final IamClient iam;
    private final IamRoles iamRoles;
    private final StsClient sts;
    private final Ec2Client ec2;
    private final AwsAccount account;

    AwsClients(String region, AwsCallListener listener, BooleanSupplier mayAct) {
        this.region = region;
        this.leadersOnly = new LeadersOnly(mayAct);
        this.metrics = new AwsCallMetrics(listener);
        this.rds = configured(RdsClient.builder()).build();
        this.dms = configured(DatabaseMigrationClient.builder()).build();
        this.dmsTags = new DmsTags(dms);
        this.s3 = configured(S3Client.builder()).build();
        this.ssm = configured(SsmClient.builder()).build();
        this.sts = configured(StsClient.builder()).build();
        this.ec2 = configured(Ec2Client.builder()).build();
        this.account = new AwsAccount(sts);
        this.iam = configured(IamClient.builder()).region(Region.AWS_GLOBAL).build();
        this.iamRoles = new IamRoles(iam);
        this.cloudFront =
                configured(CloudFrontClient.builder()).region(Region.AWS_GLOBAL).build();
    }

    public String region() {
        return region;
    }

    public RdsInstances rdsInstances() {
        return new RdsInstances(rds);
    }

    public RdsGroups rdsGroups() {
        return new RdsGroups(rds);
    }

    public DmsInstances dmsInstances() {
        return new DmsInstances(dms, dmsTags);
    }

    public DmsEndpoints dmsEndpoints() {
        return new DmsEndpoints(dms, dmsTags);
    }

    public DmsTasks dmsTasks() {
        return new DmsTasks(dms, dmsTags);
    }

    public AwsAccount account() {
        return account;
    }

    public IamRoles iamRoles() {
        return iamRoles;
    }

    public Ec2Instances ec2Instances() {
        return new Ec2Instances(ec2);
    }

    public RunCommands runCommands() {
        return new RunCommands(ssm);
    }

    public S3Buckets s3Buckets() {
        return new S3Buckets(s3, region);
    }

    public S3Objects s3Objects() {
        return new S3Objects(s3);
    }

    public CloudFrontDistributions cloudFrontDistributions() {
        return new CloudFrontDistributions(cloudFront);
    }

    public SsmParameters ssmParameters() {
        return new SsmParameters(ssm);
    }

    @Override
    public void close() {
        for (var client : new AutoCloseable[] {rds, dms, s3, cloudFront, ssm, iam, sts, ec2, http}) {
            try {
                client.close();
            } catch (Exception e) {
                throw new IllegalStateException("an AWS client did not close", e);
            }
        }
    }

    private <B extends AwsClientBuilder<B, ?>> B configured(B builder) {
        builder.region(Region.of(region))
                .overrideConfiguration(ClientOverrideConfiguration.builder()
                        .apiCallTimeout(CALL_TIMEOUT)
                        .addMetricPublisher(metrics)
                        .addExecutionInterceptor(leadersOnly)
                        .addExecutionInterceptor(budget)
                        .build());
        if (builder instanceof software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder<?, ?> sync) {
            sync.httpClient(http);
        }
        return builder;
    }
}
