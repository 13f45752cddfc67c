package dev.replatform.imagestore;

import static dev.replatform.imagestore.AccountForTests.BUCKET;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replatform.api.v1alpha1.Drift;
import dev.replatform.ownership.Owner;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningBehaviors;
import software.amazon.awssdk.services.cloudfront.model.PriceClass;
import software.amazon.awssdk.services.cloudfront.model.Tag;
import software.amazon.awssdk.services.cloudfront.model.ViewerProtocolPolicy;

/** A distribution that somebody made before, and what CloudFront signs its requests with. */
class DistributionAdoptionTest extends ImageStoreOnSandbox {
    private static final String DOMAIN = BUCKET + ".s3.eu-west-1.amazonaws.com";
    private static final String CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";

    @Test
    void aNamedDistributionIsTakenOverAndWhatItsOwnerHasSetLivesOn() {
        var id = somebodysDistribution(DOMAIN);
        apply(naming(id, "Always"));

        var status = until(it -> it.isTrue("Ready"));

        assertThat(status.distribution().id()).isEqualTo(id);
        assertThat(aws.cloudFront
                        .listDistributions(list -> {})
                        .distributionList()
                        .items())
                .hasSize(1);
        var config = config(id);
        assertThat(config.comment()).isEqualTo("made by hand");
        assertThat(config.defaultRootObject()).isEqualTo("index.html");
        assertThat(config.defaultCacheBehavior().cachePolicyId()).isEqualTo(CACHING_DISABLED);
        assertThat(config.priceClass()).isEqualTo(PriceClass.PRICE_CLASS_100);
        var origin = config.origins().items().get(0);
        assertThat(origin.id()).isEqualTo("by-hand");
        assertThat(origin.originPath()).isEqualTo("/public");
        assertThat(origin.originAccessControlId()).isNotEmpty();
        assertThat(aws.s3.getBucketPolicy(get -> get.bucket(BUCKET)).policy()).contains(id);

        // when nothing changes
        var mark = aws.calls().mark();
        look();

        // then
        assertThat(aws.calls().since(mark).writes().calls()).isEmpty();
    }

    @Test
    void withoutAWordOfAdoptionItIsAConflict() {
        var id = somebodysDistribution(DOMAIN);
        apply(naming(id, "Never"));

        var status = look();

        assertThat(message(status, "Stalled"))
                .startsWith("CloudFront distribution %s exists, was not made for this object and is not touched"
                        .formatted(id));
        assertThat(aws.calls().all().writes().calls()).isEmpty();
    }

    @Test
    void oneThatWouldChangeIsNotAdoptedWhereThatIsTheCondition() {
        var id = somebodysDistribution(DOMAIN);
        apply(naming(id, "WhenPlanIsEmpty"));

        var status = look();

        assertThat(message(status, "Stalled"))
                .isEqualTo(
                        "CloudFront distribution %s is not adopted, for it would change: declare it as it is, or set spec.adoption to Always"
                                .formatted(id));
        assertThat(status.drift()).extracting(Drift::field).contains("spec.cdn.priceClass", "spec.cdn.origin");
        assertThat(aws.calls().all().writes().calls()).isEmpty();
    }

    @Test
    void oneOfAnotherObjectOfAnotherBucketOrOfNobodyIsNotTouched() {
        var others = somebodysDistribution(DOMAIN);
        aws.cloudFront.tagResource(tag -> tag.resource(arn(others))
                .tags(all -> all.items(
                        Tag.builder().key(Owner.TAG).value("demo/other/images").build())));
        apply(naming(others, "Always"));
        assertThat(message(look(), "Stalled"))
                .isEqualTo(
                        "CloudFront distribution %s belongs to demo/other/images and is not touched: choose another spec.cdn.distributionId"
                                .formatted(others));

        var elsewhere = somebodysDistribution("another.s3.eu-west-1.amazonaws.com");
        apply(naming(elsewhere, "Always").replace("name: images", "name: elsewhere"));
        assertThat(message(look("elsewhere"), "Stalled"))
                .isEqualTo(
                        "CloudFront distribution %s has no origin %s and is not adopted: add the origin, or name another in spec.cdn.distributionId"
                                .formatted(elsewhere, DOMAIN));

        apply(naming("E0123456789AB", "Always").replace("name: images", "name: missing"));
        assertThat(message(look("missing"), "Stalled"))
                .startsWith("CloudFront distribution E0123456789AB of spec.cdn.distributionId does not exist");
        assertThat(aws.calls().all().writes().calls()).isEmpty();
    }

    @Test
    void anAccessControlThatNoLongerSignsIsDriftAndSignsAgain() {
        apply(WITHOUT_IMPORT + "  cdn: {}\n  verification: {mode: BestEffort}\n");
        until(it -> it.isTrue("Ready"));
        var control = aws.cloudFront
                .listOriginAccessControls(list -> {})
                .originAccessControlList()
                .items()
                .get(0);
        var read = aws.cloudFront.getOriginAccessControl(get -> get.id(control.id()));
        aws.cloudFront.updateOriginAccessControl(update -> update.id(control.id())
                .ifMatch(read.eTag())
                .originAccessControlConfig(read.originAccessControl().originAccessControlConfig().toBuilder()
                        .signingBehavior(OriginAccessControlSigningBehaviors.NEVER)
                        .build()));

        var status = look();

        assertThat(status.drift())
                .containsExactly(new Drift("spec.cdn.origin.signing", "s3, always, sigv4", "s3, never, sigv4"));
        assertThat(status.isTrue("DriftDetected")).isTrue();
        assertThat(aws.cloudFront
                        .getOriginAccessControl(get -> get.id(control.id()))
                        .originAccessControl()
                        .originAccessControlConfig()
                        .signingBehavior())
                .isEqualTo(OriginAccessControlSigningBehaviors.ALWAYS);
    }

    private static String naming(String id, String adoption) {
        return WITHOUT_IMPORT + """
                  cdn: {distributionId: %s}
                  adoption: %s
                  verification: {mode: BestEffort}
                """.formatted(id, adoption).indent(0);
    }

    private String somebodysDistribution(String domain) {
        var config = DistributionConfig.builder()
                .callerReference(domain)
                .comment("made by hand")
                .enabled(true)
                .defaultRootObject("index.html")
                .priceClass(PriceClass.PRICE_CLASS_ALL)
                .origins(all -> all.quantity(1)
                        .items(Origin.builder()
                                .id("by-hand")
                                .domainName(domain)
                                .originPath("/public")
                                .s3OriginConfig(s3 -> s3.originAccessIdentity(""))
                                .build()))
                .defaultCacheBehavior(behavior -> behavior.targetOriginId("by-hand")
                        .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                        .cachePolicyId(CACHING_DISABLED))
                .build();
        return aws.cloudFront
                .createDistributionWithTags(create -> create.distributionConfigWithTags(both -> both.distributionConfig(
                                config)
                        .tags(all -> all.items(
                                Tag.builder().key("made").value("by-hand").build()))))
                .distribution()
                .id();
    }

    private DistributionConfig config(String id) {
        return aws.cloudFront.getDistributionConfig(get -> get.id(id)).distributionConfig();
    }

    private String arn(String id) {
        return aws.cloudFront.getDistribution(get -> get.id(id)).distribution().arn();
    }
}
