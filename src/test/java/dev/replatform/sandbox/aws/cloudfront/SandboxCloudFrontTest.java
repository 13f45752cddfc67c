package dev.replatform.sandbox.aws.cloudfront;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Delays;
import dev.replatform.sandbox.aws.iam.SandboxIam;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudfront.model.CloudFrontException;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionWithTagsResponse;
import software.amazon.awssdk.services.cloudfront.model.DistributionAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlConfig;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSummary;
import software.amazon.awssdk.services.cloudfront.model.S3OriginConfig;
import software.amazon.awssdk.services.cloudfront.model.Tag;
import software.amazon.awssdk.services.cloudfront.model.Tags;

class SandboxCloudFrontTest {
    private static final Duration DEPLOYMENT = Duration.ofMinutes(4);
    private static final String CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

    private final Addresses addresses = new Addresses();
    private final InetSocketAddress edge = new InetSocketAddress(InetAddress.getLoopbackAddress(), 4443);
    private Instant now = Instant.parse("2026-11-22T10:00:00Z");
    private final SandboxCloudFront cloudFront =
            new SandboxCloudFront(new Delays(1), new SandboxIam().policies(), addresses, edge, () -> now);

    private String control;

    @BeforeEach
    void anOriginAccessControlExists() {
        control = cloudFront
                .createOriginAccessControl(create -> create.originAccessControlConfig(control("images")))
                .originAccessControl()
                .id();
    }

    @Test
    void aNewDistributionIsInProgressThenDeployedAndReadBackWithAllDefaults() {
        var created = create("uid-1");

        var distribution = created.distribution();
        assertThat(distribution.status()).isEqualTo("InProgress");
        assertThat(distribution.id()).matches("E[A-Z0-9]{13}");
        assertThat(distribution.domainName()).matches("d[a-z0-9]{13}\\.cloudfront\\.net");
        assertThat(distribution.arn()).isEqualTo("arn:aws:cloudfront::123456789012:distribution/" + distribution.id());
        assertThat(addresses.lookUp(distribution.domainName(), 443)).contains(edge);
        var config = distribution.distributionConfig();
        assertThat(config.priceClassAsString()).isEqualTo("PriceClass_100");
        assertThat(config.httpVersionAsString()).isEqualTo("http2");
        assertThat(config.viewerCertificate().cloudFrontDefaultCertificate()).isTrue();
        assertThat(config.defaultCacheBehavior().allowedMethods().quantity()).isEqualTo(2);
        assertThat(config.origins().items().get(0).connectionAttempts()).isEqualTo(3);

        deployed(distribution.id());
    }

    @Test
    void aCallerReferenceServesOnce() {
        var id = create("uid-1").distribution().id();

        assertThatThrownBy(() -> create("uid-1"))
                .isInstanceOf(DistributionAlreadyExistsException.class)
                .hasMessageContaining("Already exists: " + id);
    }

    @Test
    void anUpdateWantsTheNewestETagAndTheWholeConfiguration() {
        var created = create("uid-1");
        var id = created.distribution().id();
        var config = created.distribution().distributionConfig();

        code("InvalidIfMatchVersion", () -> update(id, null, config));
        code("InvalidIfMatchVersion", () -> update(id, "EOTHER", config));
        code("IllegalUpdate", () -> update(id, created.eTag(), config("uid-1")));
        code("IllegalUpdate", () -> update(id, created.eTag(), change(config, c -> c.callerReference("uid-2"))));
        var disabled = change(config, c -> c.enabled(false));
        update(id, created.eTag(), disabled);
        code("PreconditionFailed", () -> update(id, created.eTag(), config));

        var read = cloudFront.getDistributionConfig(get -> get.id(id));
        assertThat(read.distributionConfig()).isEqualTo(disabled);
        assertThat(read.eTag()).isNotEqualTo(created.eTag());
    }

    @Test
    void aDistributionIsDeletedOnlyOnceItsEndHasDeployed() {
        var created = create("uid-1");
        var id = created.distribution().id();
        deployed(id);
        code("DistributionNotDisabled", () -> delete(id, created.eTag()));
        var disabled = change(created.distribution().distributionConfig(), config -> config.enabled(false));
        var eTag = update(id, created.eTag(), disabled);
        code("DistributionNotDisabled", () -> delete(id, eTag));

        deployed(id);
        code("PreconditionFailed", () -> delete(id, created.eTag()));
        delete(id, eTag);

        code("NoSuchDistribution", () -> cloudFront.getDistribution(get -> get.id(id)));
        assertThat(addresses.lookUp(created.distribution().domainName(), 443)).isEmpty();
    }

    @Test
    void anOriginAccessControlIsNamedOnceAndDeletedOnlyWhenUnused() {
        var created = create("uid-1");
        var id = created.distribution().id();
        var eTag = cloudFront.getOriginAccessControl(get -> get.id(control)).eTag();

        code(
                "OriginAccessControlAlreadyExists",
                () -> cloudFront.createOriginAccessControl(
                        create -> create.originAccessControlConfig(control("images"))));
        code("OriginAccessControlInUse", () -> deleteControl(eTag));
        update(
                id,
                created.eTag(),
                change(created.distribution().distributionConfig(), config -> config.enabled(false)));
        deployed(id);
        delete(id, cloudFront.getDistribution(get -> get.id(id)).eTag());
        code("InvalidIfMatchVersion", () -> deleteControl(null));
        deleteControl(eTag);

        code("NoSuchOriginAccessControl", () -> cloudFront.getOriginAccessControl(get -> get.id(control)));
        assertThat(cloudFront
                        .listOriginAccessControls(list -> {})
                        .originAccessControlList()
                        .items())
                .isEmpty();
    }

    @Test
    void anOriginAccessControlIsUpdatedByETag() {
        var eTag = cloudFront.getOriginAccessControl(get -> get.id(control)).eTag();
        cloudFront.updateOriginAccessControl(update -> update.id(control)
                .ifMatch(eTag)
                .originAccessControlConfig(
                        control("images").toBuilder().description("replatform").build()));

        code(
                "PreconditionFailed",
                () -> cloudFront.updateOriginAccessControl(
                        update -> update.id(control).ifMatch(eTag).originAccessControlConfig(control("images"))));
        assertThat(cloudFront
                        .listOriginAccessControls(list -> {})
                        .originAccessControlList()
                        .items())
                .extracting(OriginAccessControlSummary::description)
                .containsExactly("replatform");
    }

    @Test
    void tagsComeWithTheCreationAndChangeLater() {
        var arn = create("uid-1").distribution().arn();

        cloudFront.tagResource(tag -> tag.resource(arn).tags(tags(tag("App", "mvp"))));
        cloudFront.untagResource(untag -> untag.resource(arn).tagKeys(keys -> keys.items("Old")));

        assertThat(cloudFront
                        .listTagsForResource(list -> list.resource(arn))
                        .tags()
                        .items())
                .containsExactly(tag("App", "mvp"), tag("replatform.dev/owner", "demo/cloudtalents/images"));
        code(
                "NoSuchResource",
                () -> cloudFront.listTagsForResource(list -> list.resource("arn:aws:cloudfront::1:distribution/E0")));
        code(
                "InvalidTagging",
                () -> cloudFront.tagResource(tag -> tag.resource(arn).tags(tags(tag("aws:x", "y")))));
    }

    @Test
    void distributionsAreListedAPageAtATime() {
        create("uid-1");
        create("uid-2");
        create("uid-3");

        var first = cloudFront.listDistributions(list -> list.maxItems("2")).distributionList();
        var second = cloudFront
                .listDistributions(list -> list.maxItems("2").marker(first.nextMarker()))
                .distributionList();

        assertThat(first.isTruncated()).isTrue();
        assertThat(second.isTruncated()).isFalse();
        assertThat(first.items()).hasSize(2);
        assertThat(second.items())
                .extracting(DistributionSummary::id)
                .doesNotContainAnyElementsOf(
                        first.items().stream().map(DistributionSummary::id).toList());
        assertThat(second.items().get(0).eTag()).isNotBlank();
    }

    @Test
    void aConfigurationThatCannotBeIsRefused() {
        code("MissingBody", () -> create((DistributionConfig) null));
        refused("InvalidArgument", config -> config.callerReference(null));
        refused("InvalidArgument", config -> config.comment("x".repeat(129)));
        refused("InvalidArgument", config -> config.priceClass("PriceClass_7"));
        refused(
                "InconsistentQuantities",
                config -> config.origins(o -> o.quantity(2).items(origin())));
        refused("InvalidArgument", config -> origin(config, origin -> origin.domainName("example.com")));
        refused(
                "InvalidOrigin",
                config -> config.origins(o -> o.quantity(1)
                        .items(origin().toBuilder()
                                .s3OriginConfig((S3OriginConfig) null)
                                .build())));
        refused("InvalidOriginAccessControl", config -> origin(config, origin -> origin.originAccessControlId("E0")));
        refused(
                "IllegalOriginAccessConfiguration",
                config -> origin(
                        config,
                        origin -> origin.s3OriginConfig(s3 -> s3.originAccessIdentity("origin-access-identity/E"))));
        refused(
                "NoSuchOrigin",
                config -> config.defaultCacheBehavior(behavior -> behavior.targetOriginId("other")
                        .viewerProtocolPolicy("https-only")
                        .cachePolicyId(CACHING_OPTIMIZED)));
        refused(
                "NoSuchCachePolicy",
                config -> config.defaultCacheBehavior(behavior -> behavior.targetOriginId("bucket")
                        .viewerProtocolPolicy("https-only")
                        .cachePolicyId("none")));
        refused(
                "InvalidArgument",
                config -> config.defaultCacheBehavior(
                        behavior -> behavior.targetOriginId("bucket").cachePolicyId(CACHING_OPTIMIZED)));
    }

    @Test
    void whatTheEdgeCouldNotHonourIsRefused() {
        assertThatThrownBy(() -> create(change(
                        config("uid-1"),
                        config -> config.aliases(a -> a.quantity(1).items("images.example.com")))))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("Aliases");
        assertThatThrownBy(() -> cloudFront.createInvalidation(create -> create.distributionId("E")))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    private CreateDistributionWithTagsResponse create(String callerReference) {
        return create(config(callerReference));
    }

    private CreateDistributionWithTagsResponse create(DistributionConfig config) {
        return cloudFront.createDistributionWithTags(
                create -> create.distributionConfigWithTags(with -> with.distributionConfig(config)
                        .tags(tags(tag("replatform.dev/owner", "demo/cloudtalents/images"), tag("Old", "x")))));
    }

    private DistributionConfig config(String callerReference) {
        return DistributionConfig.builder()
                .callerReference(callerReference)
                .comment("images")
                .enabled(true)
                .priceClass("PriceClass_100")
                .origins(origins -> origins.quantity(1).items(origin()))
                .defaultCacheBehavior(behavior -> behavior.targetOriginId("bucket")
                        .viewerProtocolPolicy("redirect-to-https")
                        .cachePolicyId(CACHING_OPTIMIZED))
                .build();
    }

    private Origin origin() {
        return Origin.builder()
                .id("bucket")
                .domainName("images.s3.eu-west-1.amazonaws.com")
                .s3OriginConfig(s3 -> s3.originAccessIdentity(""))
                .originAccessControlId(control)
                .build();
    }

    private void origin(DistributionConfig.Builder config, Consumer<Origin.Builder> change) {
        var origin = origin().toBuilder();
        change.accept(origin);
        config.origins(origins -> origins.quantity(1).items(origin.build()));
    }

    private void refused(String code, Consumer<DistributionConfig.Builder> change) {
        code(code, () -> create(change(config("uid-1"), change)));
    }

    private static DistributionConfig change(DistributionConfig config, Consumer<DistributionConfig.Builder> change) {
        var builder = config.toBuilder();
        change.accept(builder);
        return builder.build();
    }

    private String update(String id, String eTag, DistributionConfig config) {
        return cloudFront
                .updateDistribution(update -> update.id(id).ifMatch(eTag).distributionConfig(config))
                .eTag();
    }

    private void delete(String id, String eTag) {
        cloudFront.deleteDistribution(delete -> delete.id(id).ifMatch(eTag));
    }

    private void deleteControl(String eTag) {
        cloudFront.deleteOriginAccessControl(delete -> delete.id(control).ifMatch(eTag));
    }

    private void deployed(String id) {
        now = now.plus(DEPLOYMENT);
        assertThat(cloudFront.getDistribution(get -> get.id(id)).distribution().status())
                .isEqualTo("Deployed");
    }

    private static OriginAccessControlConfig control(String name) {
        return OriginAccessControlConfig.builder()
                .name(name)
                .signingProtocol("sigv4")
                .signingBehavior("always")
                .originAccessControlOriginType("s3")
                .build();
    }

    private static Tags tags(Tag... tags) {
        return Tags.builder().items(tags).build();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }

    private static void code(String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(CloudFrontException.class, refusal -> assertThat(
                        refusal.awsErrorDetails().errorCode())
                .isEqualTo(code));
    }
}
