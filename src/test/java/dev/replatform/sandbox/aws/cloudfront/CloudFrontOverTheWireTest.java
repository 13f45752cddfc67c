package dev.replatform.sandbox.aws.cloudfront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.Gateway;
import dev.replatform.sandbox.aws.iam.SandboxIam;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.AccessDeniedException;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.PreconditionFailedException;
import software.amazon.awssdk.services.cloudfront.model.Tag;

/** With the unchanged client: what CloudFront reads back must be what an update may send. */
class CloudFrontOverTheWireTest {
    private final SandboxIam iam = new SandboxIam();
    private final Gateway gateway = new Gateway();
    private CloudFrontClient cloudFront;

    @BeforeEach
    void aClientIsConnected() {
        gateway.serve(
                CloudFrontClient.class,
                new SandboxCloudFront(
                        new Delays(0),
                        iam.policies(),
                        new Addresses(),
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 4443)));
        cloudFront = client(AwsBasicCredentials.create("AKIAX", "x"));
    }

    @AfterEach
    void everythingStops() {
        cloudFront.close();
        gateway.close();
    }

    @Test
    void aDistributionLivesFromItsCreationToItsEnd() {
        var control = cloudFront.createOriginAccessControl(
                create -> create.originAccessControlConfig(config -> config.name("images")
                        .signingProtocol("sigv4")
                        .signingBehavior("always")
                        .originAccessControlOriginType("s3")));
        var origin = Origin.builder()
                .id("bucket")
                .domainName("images.s3.eu-west-1.amazonaws.com")
                .s3OriginConfig(config -> config.originAccessIdentity(""))
                .originAccessControlId(control.originAccessControl().id())
                .build();
        var owner = Tag.builder().key("replatform.dev/owner").value("demo/a/b").build();
        var created = cloudFront.createDistributionWithTags(create -> create.distributionConfigWithTags(
                with -> with.tags(tags -> tags.items(owner)).distributionConfig(config -> config.callerReference("uid")
                        .comment("")
                        .enabled(true)
                        .origins(origins -> origins.quantity(1).items(origin))
                        .defaultCacheBehavior(behavior -> behavior.targetOriginId("bucket")
                                .viewerProtocolPolicy("redirect-to-https")
                                .compress(true)
                                .cachePolicyId("658327ea-f89d-4fab-a63d-7e88639e58f6")))));
        var id = created.distribution().id();
        assertThat(cloudFront.listDistributions().distributionList().items())
                .extracting(summary -> summary.id())
                .containsExactly(id);
        assertThat(cloudFront
                        .listTagsForResource(
                                list -> list.resource(created.distribution().arn()))
                        .tags()
                        .items())
                .containsExactly(owner);

        var read = cloudFront.getDistributionConfig(get -> get.id(id));
        var disabled = read.distributionConfig().toBuilder().enabled(false).build();
        var updated = cloudFront.updateDistribution(
                update -> update.id(id).ifMatch(read.eTag()).distributionConfig(disabled));
        assertThat(updated.distribution().distributionConfig()).isEqualTo(disabled);
        assertThatThrownBy(() ->
                        cloudFront.deleteDistribution(delete -> delete.id(id).ifMatch(read.eTag())))
                .isInstanceOf(PreconditionFailedException.class);
        cloudFront.deleteDistribution(delete -> delete.id(id).ifMatch(updated.eTag()));
        cloudFront.deleteOriginAccessControl(
                delete -> delete.id(control.originAccessControl().id()).ifMatch(control.eTag()));

        assertThat(cloudFront.listDistributions().distributionList().items()).isEmpty();
    }

    @Test
    void aRoleMayNothingHereThatItsPoliciesDoNotSay() {
        try (var application = client(gateway.accessKeyFor("cloudtalents-ec2"))) {
            assertThatThrownBy(application::listDistributions)
                    .isInstanceOf(AccessDeniedException.class)
                    .hasMessageContaining("is not authorized to perform: cloudfront:ListDistributions");
        }
    }

    private CloudFrontClient client(AwsBasicCredentials credentials) {
        return CloudFrontClient.builder()
                .endpointOverride(gateway.endpoint())
                .region(Region.AWS_GLOBAL)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .build();
    }
}
