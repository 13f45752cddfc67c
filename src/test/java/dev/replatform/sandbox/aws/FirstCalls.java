package dev.replatform.sandbox.aws;

import java.net.URI;
import java.util.function.Consumer;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.exception.SdkException;
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
 * One call of each service, made once in a JVM. The first one loads the classes of client and sandbox: on a busy machine that
 * takes longer than the operator gives a call, and these have all the time that they need.
 */
public final class FirstCalls {
    private static final AwsBasicCredentials ANYBODY = AwsBasicCredentials.create("AKIAFIRSTCALLS", "any");

    private static boolean made;

    private FirstCalls() {}

    /** @param endpoint of the sandbox; what it does not serve it refuses, which is as good */
    public static synchronized void make(URI endpoint) {
        if (made) {
            return;
        }
        made = true;
        call(RdsClient.builder(), endpoint, RdsClient::describeDBInstances);
        call(DatabaseMigrationClient.builder(), endpoint, DatabaseMigrationClient::describeReplicationInstances);
        call(S3Client.builder(), endpoint, S3Client::listBuckets);
        call(CloudFrontClient.builder(), endpoint, client -> client.getDistribution(get -> get.id("NONE")));
        call(IamClient.builder(), endpoint, client -> client.getRole(get -> get.roleName("none")));
        call(SsmClient.builder(), endpoint, SsmClient::describeParameters);
        call(StsClient.builder(), endpoint, StsClient::getCallerIdentity);
        call(Ec2Client.builder(), endpoint, Ec2Client::describeInstances);
    }

    private static <B extends AwsClientBuilder<B, C>, C extends SdkClient> void call(
            B builder, URI endpoint, Consumer<C> call) {
        try (var client = builder.endpointOverride(endpoint)
                .region(Region.of(Account.SANDBOX.region()))
                .credentialsProvider(StaticCredentialsProvider.create(ANYBODY))
                .build()) {
            call.accept(client);
        } catch (SdkException refused) {
            return; // the classes are loaded
        }
    }
}
