package dev.replatform.aws;

import dev.replatform.reconcile.Seen;
import dev.replatform.status.FailureReason;
import dev.replatform.status.ProblemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.cloudfront.CloudFrontClient;
import software.amazon.awssdk.services.cloudfront.model.DistributionAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;
import software.amazon.awssdk.services.cloudfront.model.NoSuchDistributionException;
import software.amazon.awssdk.services.cloudfront.model.NoSuchOriginAccessControlException;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlAlreadyExistsException;
import software.amazon.awssdk.services.cloudfront.model.OriginAccessControlConfig;
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
     * @param origins id of the origin access control by the origin's domain name; empty where it has none
     */
    public record Distribution(
            String id,
            String arn,
            String domainName,
            String status,
            boolean enabled,
            String priceClass,
            Map<String, String> origins,
            Map<String, String> tags) {
        public boolean isDeployed() {
            return "Deployed".equals(status);
        }

        /** @return whether a bucket is an origin */
        public boolean serves(String bucketDomain) {
            return origins.containsKey(bucketDomain);
        }

        /** @return whether a bucket is an origin that requests are signed for */
        public boolean signsFor(String bucketDomain) {
            return !origins.getOrDefault(bucketDomain, "").isEmpty();
        }

        /** @return whether a bucket is an origin that requests are signed for with that access control */
        public boolean signsFor(String bucketDomain, AccessControl control) {
            return control.id().equals(origins.get(bucketDomain));
        }
    }

    /** What CloudFront signs its requests to a bucket with. It cannot be tagged; its description says whose it is. */
    public record AccessControl(String id, String name, String description, Signing signing) {}

    /**
     * How requests to an origin are signed, in CloudFront's words.
     *
     * @param originType {@code s3}, {@code lambda}, ...
     * @param behavior {@code always}, {@code never} or {@code no-override}
     * @param protocol {@code sigv4}
     */
    public record Signing(String originType, String behavior, String protocol) {
        /** What a bucket that lets in nobody else needs. */
        public static final Signing FOR_BUCKETS = new Signing("s3", "always", "sigv4");

        @Override
        public String toString() {
            return "%s, %s, %s".formatted(originType, behavior, protocol);
        }
    }

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

    /** @return the distribution of that id */
    public Seen<Distribution> one(String id) {
        return AwsCalls.see(
                "GetDistribution",
                () -> {
                    var it = cloudFront
                            .getDistribution(request -> request.id(id))
                            .distribution();
                    var config = it.distributionConfig();
                    return new Distribution(
                            it.id(),
                            it.arn(),
                            it.domainName(),
                            it.status(),
                            config.enabled(),
                            config.priceClassAsString(),
                            byDomain(config.origins().items()),
                            tagsOf(it.arn()));
                },
                NoSuchDistributionException.class);
    }

    /**
     * Looks through every distribution of the account. Tags, which decide, are one call a distribution: they are read only
     * where one of these two fits.
     *
     * @param comment what the distribution says of itself
     * @param bucketDomain what it serves
     * @return the distributions with that comment or that origin
     */
    public Seen<List<Distribution>> candidates(String comment, String bucketDomain) {
        return AwsCalls.see("ListDistributions", () -> summaries().stream()
                .filter(summary -> comment.equals(summary.comment())
                        || summary.origins().items().stream()
                                .anyMatch(origin -> bucketDomain.equals(origin.domainName())))
                .map(this::distribution)
                .toList());
    }

    /** @return the origin access control of that id */
    public Seen<AccessControl> accessControl(String id) {
        return AwsCalls.see(
                "GetOriginAccessControl",
                () -> {
                    var config = cloudFront
                            .getOriginAccessControl(request -> request.id(id))
                            .originAccessControl()
                            .originAccessControlConfig();
                    return new AccessControl(
                            id,
                            config.name(),
                            config.description(),
                            new Signing(
                                    config.originAccessControlOriginTypeAsString(),
                                    config.signingBehaviorAsString(),
                                    config.signingProtocolAsString()));
                },
                NoSuchOriginAccessControlException.class);
    }

    /** @return the origin access control of that name, found among all of the account */
    public Seen<AccessControl> accessControlNamed(String name) {
        Seen<Optional<AccessControl>> found = AwsCalls.see("ListOriginAccessControls", () -> accessControls().stream()
                .filter(control -> name.equals(control.name()))
                .map(control -> new AccessControl(
                        control.id(),
                        control.name(),
                        control.description(),
                        new Signing(
                                control.originAccessControlOriginTypeAsString(),
                                control.signingBehaviorAsString(),
                                control.signingProtocolAsString())))
                .findFirst());
        return found.then(control -> control.map(Seen::present).orElseGet(Seen::absent));
    }

    /** Creates it; one of that name is left alone and found by the next look. */
    public void createAccessControl(String name, String description) {
        AwsCalls.actUnless(
                OriginAccessControlAlreadyExistsException.class,
                "CreateOriginAccessControl",
                () -> cloudFront.createOriginAccessControl(request -> request.originAccessControlConfig(
                        config -> forBuckets(config).name(name).description(description))));
    }

    /** Has it sign again as a bucket needs it. */
    public void restoreAccessControl(String id) {
        AwsCalls.act("UpdateOriginAccessControl", () -> {
            var read = cloudFront.getOriginAccessControl(request -> request.id(id));
            var config = read.originAccessControl().originAccessControlConfig().toBuilder();
            return cloudFront.updateOriginAccessControl(request -> request.id(id)
                    .ifMatch(read.eTag())
                    .originAccessControlConfig(forBuckets(config).build()));
        });
    }

    private static OriginAccessControlConfig.Builder forBuckets(OriginAccessControlConfig.Builder config) {
        return config.originAccessControlOriginType(Signing.FOR_BUCKETS.originType())
                .signingBehavior(Signing.FOR_BUCKETS.behavior())
                .signingProtocol(Signing.FOR_BUCKETS.protocol());
    }

    /**
     * Creates it, with its tags from the first moment.
     *
     * @throws ProblemException also where one was made for the same object that no longer says so
     */
    public void create(NewDistribution wanted) {
        AwsCalls.act("CreateDistributionWithTags", () -> {
            try {
                return cloudFront.createDistributionWithTags(request -> request.distributionConfigWithTags(
                        both -> both.distributionConfig(config(wanted)).tags(all -> all.items(tags(wanted.tags())))));
            } catch (DistributionAlreadyExistsException e) {
                throw new ProblemException(
                        FailureReason.WRONG_STATE,
                        "CreateDistributionWithTags: a distribution was made for this object before; it is found again by its comment, \"%s\", and its owner tag"
                                .formatted(wanted.comment()));
            }
        });
    }

    /** Switches it on and gives it a price class; all that others have set lives on. */
    public void enable(String id, String priceClass) {
        change(id, config -> config.enabled(true).priceClass(PriceClass.fromValue(priceClass)));
    }

    /** Switches it off, which it has to be before it can be deleted. */
    public void disable(String id) {
        change(id, config -> config.enabled(false));
    }

    /**
     * Makes the bucket its origin again, signed for with that access control; what else is said of it, and other origins,
     * live on.
     */
    public void restoreOrigin(String id, String bucketDomain, String accessControlId) {
        change(id, config -> {
            var origins = new ArrayList<>(config.build().origins().items());
            if (origins.stream().anyMatch(origin -> bucketDomain.equals(origin.domainName()))) {
                origins.replaceAll(origin -> bucketDomain.equals(origin.domainName())
                        ? signed(origin.toBuilder(), accessControlId)
                        : origin);
            } else {
                origins.removeIf(origin -> ORIGIN.equals(origin.id()));
                origins.add(origin(bucketDomain, accessControlId));
            }
            return config.origins(all -> all.quantity(origins.size()).items(origins));
        });
    }

    /** CloudFront takes a configuration only whole, and only if nobody has changed it since it was read. */
    private void change(String id, UnaryOperator<DistributionConfig.Builder> change) {
        AwsCalls.act("UpdateDistribution", () -> {
            var read = cloudFront.getDistributionConfig(request -> request.id(id));
            var changed = change.apply(read.distributionConfig().toBuilder()).build();
            return cloudFront.updateDistribution(
                    request -> request.id(id).ifMatch(read.eTag()).distributionConfig(changed));
        });
    }

    /** Deletes one that is disabled and deployed; one that is gone already is as good. */
    public void delete(String id) {
        AwsCalls.actUnless(NoSuchDistributionException.class, "DeleteDistribution", () -> {
            var eTag =
                    cloudFront.getDistributionConfig(request -> request.id(id)).eTag();
            cloudFront.deleteDistribution(request -> request.id(id).ifMatch(eTag));
        });
    }

    /** Deletes one that no distribution uses; one that is gone already is as good. */
    public void deleteAccessControl(String id) {
        AwsCalls.actUnless(NoSuchOriginAccessControlException.class, "DeleteOriginAccessControl", () -> {
            var eTag =
                    cloudFront.getOriginAccessControl(request -> request.id(id)).eTag();
            cloudFront.deleteOriginAccessControl(request -> request.id(id).ifMatch(eTag));
        });
    }

    /** Sets these tags and takes those away; others live on. */
    public void tag(String arn, Map<String, String> tags, Set<String> without) {
        AwsCalls.act(
                "TagResource",
                () -> cloudFront.tagResource(request -> request.resource(arn).tags(all -> all.items(tags(tags)))));
        if (!without.isEmpty()) {
            AwsCalls.act(
                    "UntagResource",
                    () -> cloudFront.untagResource(
                            request -> request.resource(arn).tagKeys(keys -> keys.items(without))));
        }
    }

    private static Origin origin(String bucketDomain, String accessControlId) {
        return signed(Origin.builder().id(ORIGIN).domainName(bucketDomain), accessControlId);
    }

    private static Origin signed(Origin.Builder origin, String accessControlId) {
        return origin.originAccessControlId(accessControlId)
                .s3OriginConfig(s3 -> s3.originAccessIdentity("")) // what the API asks for beside an access control
                .build();
    }

    private static List<Tag> tags(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }

    private static DistributionConfig config(NewDistribution wanted) {
        return DistributionConfig.builder()
                .callerReference(wanted.callerReference())
                .comment(wanted.comment())
                .enabled(true)
                .priceClass(PriceClass.fromValue(wanted.priceClass()))
                .origins(origins -> origins.quantity(1).items(origin(wanted.bucketDomain(), wanted.accessControlId())))
                .defaultCacheBehavior(behavior -> behavior.targetOriginId(ORIGIN)
                        .viewerProtocolPolicy(ViewerProtocolPolicy.REDIRECT_TO_HTTPS)
                        .compress(true)
                        .cachePolicyId(CACHING_OPTIMIZED))
                .build();
    }

    private Distribution distribution(DistributionSummary summary) {
        return new Distribution(
                summary.id(),
                summary.arn(),
                summary.domainName(),
                summary.status(),
                summary.enabled(),
                summary.priceClassAsString(),
                byDomain(summary.origins().items()),
                tagsOf(summary.arn()));
    }

    private static Map<String, String> byDomain(List<Origin> origins) {
        return origins.stream()
                .collect(Collectors.toMap(
                        Origin::domainName,
                        origin -> Objects.requireNonNullElse(origin.originAccessControlId(), ""),
                        (one, other) -> one));
    }

    private Map<String, String> tagsOf(String arn) {
        return cloudFront.listTagsForResource(request -> request.resource(arn)).tags().items().stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
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
