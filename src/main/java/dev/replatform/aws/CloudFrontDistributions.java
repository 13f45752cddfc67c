package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.DistributionAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlOriginTypes;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningBehaviors;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSigningProtocols;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlSummary;
import software.amazon.awssdk.services.cloudfront.model.PriceClass;
import software.amazon.awssdk.services.cloudfront.model.Tag;
import software.amazon.awssdk.services.cloudfront.model.ViewerProtocolPolicy;

/** CloudFront distributions in front of S3 buckets, and their origin access controls. */
public final class CloudFrontDistributions {
    /**
     * CachingOptimized, one of the <a
     * href="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html">managed
     * cache policies</a>.
     */
    private static final String CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";

    private static final String ORIGIN = "bucket";

    private final CloudFrontClient cloudFront;

    CloudFrontDistributions(CloudFrontClient cloudFront) {
        this.cloudFront = cloudFront;
    }

    /**
     * One distribution.
     *
     * @param status {@code InProgress} or {@code Deployed}
     */
    public record Distribution(
            String id, String arn, String domainName, String status, boolean enabled, Map<String, String> tags) {
        public boolean isDeployed() {
            return "Deployed".equals(status);
        }
    }

    /** What CloudFront signs its requests to a bucket with. It cannot be tagged; its description says whose it is. */
    public record AccessControl(String id, String name, String description) {}

    /**
     * What a distribution is made of.
     *
     * @param callerReference the same for the same object, so that a second create makes no twin
     * @param comment at most 128 characters
     * @param bucketDomain the regional one: the global name redirects while a bucket is young
     */
    public record NewDistribution(
            String callerReference,
            String comment,
            String bucketDomain,
            String accessControlId,
            String priceClass,
            Map<String, String> tags) {}

    /**
     * @param comment what the distribution says of itself: tags, which decide, are read only where it fits
     * @return the distributions with that comment, with their tags
     */
    public Seen<List<Distribution>> commented(String comment) {
        return AwsCalls.see("ListDistributions", () -> summaries().stream()
                .filter(summary -> comment.equals(summary.comment()))
                .map(this::distribution)
                .toList());
    }

    /** @return the origin access control of that name */
    public Seen<AccessControl> accessControl(String name) {
        Seen<Optional<AccessControl>> found = AwsCalls.see("ListOriginAccessControls", () -> accessControls().stream()
                .filter(control -> name.equals(control.name()))
                .map(control -> new AccessControl(control.id(), control.name(), control.description()))
                .findFirst());
        return found.then(control -> control.map(Seen::present).orElseGet(Seen::absent));
    }

    /** Creates it; one of that name is left alone and found by the next look. */
    public void createAccessControl(String name, String description) {
        AwsCalls.actUnless(
                OriginAccessControlAlreadyExistsException.class,
                "CreateOriginAccessControl",
                () -> cloudFront.createOriginAccessControl(
                        request -> request.originAccessControlConfig(config -> config.name(name)
                                .description(description)
                                .originAccessControlOriginType(OriginAccessControlOriginTypes.S3)
                                .signingBehavior(OriginAccessControlSigningBehaviors.ALWAYS)
                                .signingProtocol(OriginAccessControlSigningProtocols.SIGV4))));
    }

    /**
     * Creates it, with its tags from the first moment.
     *
     * @throws ProblemException also where one was made for the same object that no longer says so
     */
    public void create(NewDistribution wanted) {
        var tags = wanted.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        AwsCalls.act("CreateDistributionWithTags", () -> {
            try {
                return cloudFront.createDistributionWithTags(request -> request.distributionConfigWithTags(
                        both -> both.distributionConfig(config(wanted)).tags(all -> all.items(tags))));
            } catch (DistributionAlreadyExistsException e) {
                throw new ProblemException(
                        FailureReason.WRONG_STATE,
                        "CreateDistributionWithTags: a distribution was made for this object before; it is found again by its comment, \"%s\", and its owner tag"
                                .formatted(wanted.comment()));
            }
        });
    }

    private static DistributionConfig config(NewDistribution wanted) {
        var bucket = Origin.builder()
                .id(ORIGIN)
                .domainName(wanted.bucketDomain())
                .originAccessControlId(wanted.accessControlId())
                .s3OriginConfig(s3 -> s3.originAccessIdentity("")) // what the API asks for beside an access control
                .build();
        return DistributionConfig.builder()
                .callerReference(wanted.callerReference())
                .comment(wanted.comment())
                .enabled(true)
                .priceClass(PriceClass.fromValue(wanted.priceClass()))
                .origins(origins -> origins.quantity(1).items(bucket))
                .defaultCacheBehavior(behavior -> behavior.targetOriginId(ORIGIN)
                        .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                        .compress(true)
                        .cachePolicyId(CACHING_OPTIMIZED))
                .build();
    }

    private Distribution distribution(DistributionSummary summary) {
        var tags = cloudFront.listTagsForResource(request -> request.resource(summary.arn())).tags().items().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
        return new Distribution(
                summary.id(), summary.arn(), summary.domainName(), summary.status(), summary.enabled(), tags);
    }

    private List<DistributionSummary> summaries() {
        var all = new ArrayList<DistributionSummary>();
        for (String marker = ""; marker != null; ) {
            var from = marker.isEmpty() ? null : marker;
            var page = cloudFront
                    .listDistributions(request -> request.marker(from))
                    .distributionList();
            all.addAll(page.items());
            marker = page.isTruncated() ? page.nextMarker() : null;
        }
        return all;
    }

    private List<OriginAccessControlSummary> accessControls() {
        var all = new ArrayList<OriginAccessControlSummary>();
        for (String marker = ""; marker != null; ) {
            var from = marker.isEmpty() ? null : marker;
            var page = cloudFront
                    .listOriginAccessControls(request -> request.marker(from))
                    .originAccessControlList();
            all.addAll(page.items());
            marker = page.isTruncated() ? page.nextMarker() : null;
        }
        return all;
    }
}
