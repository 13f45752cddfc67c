package dev.replatform.sandbox.aws.cloudfront;

import dev.replatform.sandbox.aws.Addresses;
import dev.replatform.sandbox.aws.Delays;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionWithTagsRequest;
import software.amazon.awssdk.services.cloudfront.model.CreateDistributionWithTagsResponse;
import software.amazon.awssdk.services.cloudfront.model.DeleteDistributionRequest;
import software.amazon.awssdk.services.cloudfront.model.DeleteDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionConfigRequest;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionConfigResponse;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionRequest;
import software.amazon.awssdk.services.cloudfront.model.GetDistributionResponse;
import software.amazon.awssdk.services.cloudfront.model.ListDistributionsRequest;
import software.amazon.awssdk.services.cloudfront.model.ListDistributionsResponse;
import software.amazon.awssdk.services.cloudfront.model.Origin;
import software.amazon.awssdk.services.cloudfront.model.Tag;
import software.amazon.awssdk.services.cloudfront.model.UpdateDistributionRequest;
import software.amazon.awssdk.services.cloudfront.model.UpdateDistributionResponse;

/** The distributions of the account. */
final class Distributions {
    private static final int HTTPS = 443;
    private static final Duration DEPLOYMENT = Duration.ofMinutes(4);

    private final Map<String, Distribution> distributions = new ConcurrentSkipListMap<>();
    private final Delays delays;
    private final Addresses addresses;
    private final InetSocketAddress edge;
    private final InstantSource time;

    Distributions(Delays delays, Addresses addresses, InetSocketAddress edge, InstantSource time) {
        this.delays = delays;
        this.addresses = addresses;
        this.edge = edge;
        this.time = time;
    }

    synchronized CreateDistributionWithTagsResponse create(
            CreateDistributionWithTagsRequest create, Predicate<String> knownControl) {
        var wanted =
                Optional.ofNullable(create.distributionConfigWithTags()).orElseThrow(CloudFrontFaults::missingBody);
        var config = wanted.distributionConfig();
        DistributionRules.check(config, knownControl);
        var taken = all().filter(other -> other.config().callerReference().equals(config.callerReference()))
                .findAny();
        taken.ifPresent(other -> {
            throw CloudFrontFaults.distributionExists(other.id());
        });
        var distribution = new Distribution(DistributionDefaults.filled(config), delays.of(DEPLOYMENT), time);
        var tags = wanted.tags() == null ? List.<Tag>of() : wanted.tags().items();
        DistributionTags.put(distribution, tags);
        distributions.put(distribution.id(), distribution);
        addresses.publish(distribution.domainName(), HTTPS, edge);
        return CreateDistributionWithTagsResponse.builder()
                .distribution(distribution.described())
                .eTag(distribution.eTags().current())
                .location("https://cloudfront.amazonaws.com/2020-05-31/distribution/" + distribution.id())
                .build();
    }

    GetDistributionResponse get(GetDistributionRequest get) {
        var distribution = find(get.id());
        return GetDistributionResponse.builder()
                .distribution(distribution.described())
                .eTag(distribution.eTags().current())
                .build();
    }

    GetDistributionConfigResponse get(GetDistributionConfigRequest get) {
        var distribution = find(get.id());
        return GetDistributionConfigResponse.builder()
                .distributionConfig(distribution.config())
                .eTag(distribution.eTags().current())
                .build();
    }

    ListDistributionsResponse list(ListDistributionsRequest list) {
        var page = Page.of(all().toList(), Distribution::id, list.marker(), list.maxItems());
        return ListDistributionsResponse.builder()
                .distributionList(answer -> answer.items(
                                page.items().stream().map(Distribution::summary).toList())
                        .quantity(page.items().size())
                        .isTruncated(page.isTruncated())
                        .marker(page.marker())
                        .nextMarker(page.nextMarker())
                        .maxItems(page.maxItems()))
                .build();
    }

    synchronized UpdateDistributionResponse update(UpdateDistributionRequest update, Predicate<String> knownControl) {
        var distribution = find(update.id());
        DistributionRules.check(update.distributionConfig(), knownControl);
        distribution.eTags().check(update.ifMatch());
        DistributionDefaults.checkComplete(update.distributionConfig());
        if (!update.distributionConfig()
                .callerReference()
                .equals(distribution.config().callerReference())) {
            throw CloudFrontFaults.illegalUpdate("The CallerReference of a distribution cannot be changed.");
        }
        distribution.change(DistributionDefaults.filled(update.distributionConfig()));
        return UpdateDistributionResponse.builder()
                .distribution(distribution.described())
                .eTag(distribution.eTags().current())
                .build();
    }

    synchronized DeleteDistributionResponse delete(DeleteDistributionRequest delete) {
        var distribution = find(delete.id());
        distribution.eTags().check(delete.ifMatch());
        if (distribution.config().enabled() || !distribution.isDeployed()) {
            throw CloudFrontFaults.distributionNotDisabled();
        }
        distributions.remove(distribution.id());
        addresses.withdraw(distribution.domainName(), HTTPS);
        return DeleteDistributionResponse.builder().build();
    }

    Distribution find(String id) {
        return Optional.ofNullable(distributions.get(id)).orElseThrow(CloudFrontFaults::noSuchDistribution);
    }

    Stream<Distribution> all() {
        return distributions.values().stream();
    }

    boolean use(String controlId) {
        return all().map(Distribution::config)
                .map(DistributionConfig::origins)
                .flatMap(origins -> origins.items().stream())
                .map(Origin::originAccessControlId)
                .anyMatch(controlId::equals);
    }
}
