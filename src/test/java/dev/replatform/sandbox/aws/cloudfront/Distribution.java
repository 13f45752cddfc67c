package dev.replatform.sandbox.aws.cloudfront;

import dev.replatform.sandbox.aws.Account;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import software.amazon.awssdk.services.cloudfront.model.DistributionConfig;
import software.amazon.awssdk.services.cloudfront.model.DistributionSummary;

/** A distribution: what was asked for last, and what the edges serve meanwhile. */
final class Distribution {
    private final String id = Ids.next();
    private final String domainName = Ids.nextDomain();
    private final ETags eTags = new ETags();
    private final Map<String, String> tags = new ConcurrentSkipListMap<>();
    private final Duration spreads;
    private final InstantSource time;

    private DistributionConfig config;
    private Optional<DistributionConfig> before = Optional.empty();
    private Instant changed;

    /** @param spreads how long a change takes to reach the edges */
    Distribution(DistributionConfig config, Duration spreads, InstantSource time) {
        this.config = config;
        this.spreads = spreads;
        this.time = time;
        this.changed = time.instant();
    }

    synchronized void change(DistributionConfig wanted) {
        before = inEffect();
        config = wanted;
        changed = time.instant();
        eTags.renew();
    }

    synchronized boolean isDeployed() {
        return !time.instant().isBefore(changed.plus(spreads));
    }

    /** @return what the edges serve by; empty where they have not heard of the distribution yet */
    synchronized Optional<DistributionConfig> inEffect() {
        return isDeployed() ? Optional.of(config) : before;
    }

    synchronized DistributionConfig config() {
        return config;
    }

    String id() {
        return id;
    }

    String arn() {
        return "arn:aws:cloudfront::" + Account.SANDBOX.id() + ":distribution/" + id;
    }

    String domainName() {
        return domainName;
    }

    ETags eTags() {
        return eTags;
    }

    Map<String, String> tags() {
        return tags;
    }

    private String status() {
        return isDeployed() ? "Deployed" : "InProgress";
    }

    synchronized software.amazon.awssdk.services.cloudfront.model.Distribution described() {
        return software.amazon.awssdk.services.cloudfront.model.Distribution.builder()
                .id(id)
                .arn(arn())
                .status(status())
                .lastModifiedTime(changed)
                .inProgressInvalidationBatches(0)
                .domainName(domainName)
                .activeTrustedSigners(signers -> signers.enabled(false).quantity(0))
                .activeTrustedKeyGroups(groups -> groups.enabled(false).quantity(0))
                .distributionConfig(config)
                .build();
    }

    synchronized DistributionSummary summary() {
        return DistributionSummary.builder()
                .id(id)
                .arn(arn())
                .eTag(eTags.current())
                .status(status())
                .lastModifiedTime(changed)
                .domainName(domainName)
                .aliases(config.aliases())
                .origins(config.origins())
                .originGroups(config.originGroups())
                .defaultCacheBehavior(config.defaultCacheBehavior())
                .cacheBehaviors(config.cacheBehaviors())
                .customErrorResponses(config.customErrorResponses())
                .comment(config.comment())
                .priceClass(config.priceClass())
                .enabled(config.enabled())
                .viewerCertificate(config.viewerCertificate())
                .restrictions(config.restrictions())
                .webACLId(config.webACLId())
                .httpVersion(config.httpVersion())
                .isIPV6Enabled(config.isIPV6Enabled())
                .staging(config.staging())
                .build();
    }
}
